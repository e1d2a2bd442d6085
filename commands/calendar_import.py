"""`yizhan calendar import`: a year's notice taken in, and every open deadline reckoned by it."""

import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine, func, select

from commands.installed import installed
from models.account_acts import MACHINE
from models.database import Present, transaction
from models.holiday_notice import BadNotice, Notice, read
from models.reckoning import reckonings
from scheduler.reckoning import reckon
from workflows.errors import StepError
from workflows.instants import day_of
from workflows.rulebooks import keep_definitions, lifecycles
from workflows.taking_in import Preview, preview, start, under_way

DOUBTS = "有上述提醒，请与通知核对；仍要录入吗 · Compare the notes above with the notice; take it in anyway"
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--number", default="", help="通知文号（文件中没有时）· The notice's number, where the file says none")
@click.option("--published-on", type=DAY, help="发布日期 · The day that the notice bears")
@click.option("--preview", "only", is_flag=True, help="只预览，不录入 · Only say what it would move")
def import_notice(file: Path, number: str, published_on: date | None, only: bool) -> None:
    """录入放假通知 · Take in a year's notice, a JSON file in the shape of holiday-cn.

    未结期限随之重算，重复录入不作改动 · Open deadlines follow; the same notice again changes nothing.
    """
    with installed() as (_, engine):
        notice = _read(engine, file, number, f"{published_on:%Y-%m-%d}" if published_on else "")
        seen = transaction(engine, lambda present: preview(present.connection, notice), writes=False)
        _say(seen)
        if only:
            return
        if seen.notice.doubts and _asked():
            click.confirm(DOUBTS, abort=True)
        try:
            unfinished = transaction(engine, lambda present: under_way(present.connection), writes=False)
            if unfinished:
                _reckon(engine)  # what a crash, or a server that was stopped, left behind
            new = transaction(engine, lambda present: _start(present, notice))
        except StepError as error:
            raise click.ClickException("; ".join(f"{r.zh} · {r.en}" for r in error.reasons)) from error
        if not (new or unfinished):
            click.echo("与已录入的通知相同，未作改动 · The same as what is in: nothing was changed")
            return
        moved, kept = _reckon(engine)
    click.echo(
        f"{notice.year} 年已录入：{notice.number}；期限改动 {moved} 件，已公示不提前 {kept} 件 · "
        f"{notice.year} is in: {moved} deadlines moved; {kept} published ones were not moved earlier"
    )


def _read(engine: Engine, file: Path, number: str, published_on: str) -> Notice:
    today = transaction(engine, lambda present: day_of(present.at), writes=False)
    try:
        return read(file.read_bytes(), number=number, published_on=published_on, today=today)
    except BadNotice as bad:
        raise click.ClickException(f"{file.name}: {bad}") from bad


def _asked() -> bool:
    """Whether a person is there to answer; a program gets the notes alone."""
    return sys.stdin.isatty()


def _start(present: Present, notice: Notice) -> bool:
    """False: it is in already."""
    keep_definitions(present.connection)
    return start(present.connection, notice, by=MACHINE, at=present.at)


def _say(seen: Preview) -> None:
    for zh, en in seen.notice.doubts:
        click.echo(f"提醒：{zh} · Note: {en}", err=True)
    for group in seen.groups:
        lifecycle = lifecycles()[group.lifecycle]
        state = lifecycle.states[group.state].label
        click.echo(
            f"{lifecycle.label.zh} / {state.zh} · {lifecycle.label.en} / {state.en}: {group.cases} × "
            f"{group.before} → {group.after}{' 暂定 provisional' if group.provisional else ''}"
        )
    click.echo(
        f"未结期限 {seen.open} 件，将改动 {seen.moved} 件，已公示不提前 {seen.kept} 件 · "
        f"Of {seen.open} open deadlines {seen.moved} move; {seen.kept} published ones would be earlier and stay"
    )


def _reckon(engine: Engine) -> tuple[int, int]:
    """Every set, with the count of what moved; of this notice: (moved, kept)."""
    columns = TextColumn("重算期限 · Reckoning {task.completed}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=None)
        while reckon(engine, most=1):
            progress.update(task, completed=transaction(engine, _newest, writes=False)[0])
    return transaction(engine, _newest, writes=False)


def _newest(present: Present) -> tuple[int, int]:
    r = reckonings.c
    last = select(func.max(r.id)).where(r.kind == "notice").scalar_subquery()
    moved, kept = present.connection.execute(select(r.moved, r.kept).where(r.id == last)).one()
    return moved, kept
