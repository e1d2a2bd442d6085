"""`yizhan erase`: a value of a case erased on an order, from the database and from the store of files."""

import click
from sqlalchemy import Engine

from commands.installed import installed
from models.account_acts import MACHINE
from models.database import Present, transaction
from models.files import Files
from models.settings import Settings
from workflows.actors import Actor
from workflows.erasing import Erased, unused
from workflows.erasing import erase as erase_value
from workflows.errors import StepError
from workflows.reading import case_by_number
from workflows.rulebooks import keep_definitions

DAY = 86_400  # seconds
MICRO = 1_000_000


@click.command()
@click.argument("case")
@click.argument("field")
@click.option("--order", required=True, metavar="NUMBER", help="决定文号 · Number of the order")
@click.option("--seq", type=click.IntRange(1), help="仅删除这一条记录中的内容 · Of this one entry only")
def erase(case: str, field: str, order: str, seq: int | None) -> None:
    """依决定删除办件中的一项内容 · Erase a value of a case, on an order.

    FIELD 为填报项、comment 或 material.ID · FIELD is a form field, `comment`, or `material.ID`.
    """
    with installed() as (settings, engine):
        try:
            erased = transaction(engine, lambda present: _erase(present, case, field, order, seq))
        except StepError as error:
            raise click.ClickException(_said(error)) from error
        files = _remove_files(settings, engine, erased)
        _scrub(engine)
    for at_seq, name in erased.places:
        click.echo(f"已删除 · Erased: {case}/{at_seq or '-'} {name}")
    click.echo(f"记录 · Recorded as entry {erased.entry.seq}；文件 · files removed: {files}")
    click.echo("备份中仍有此内容，直至备份到期 · Backups hold the value until they are given up", err=True)


def _erase(present: Present, number: str, field: str, order: str, seq: int | None) -> Erased:
    keep_definitions(present.connection)
    case = case_by_number(present.connection, number)
    if case is None:
        raise click.ClickException(f"没有这个办件 · No such case: {number}")
    return erase_value(present.connection, case.id, field, order=order, by=Actor(MACHINE), at=present.at, seq=seq)


def _said(error: StepError) -> str:
    reasons = [f"{r.zh} · {r.en}" for r in error.reasons]
    return "；".join([f"{error.zh} · {error.en}", *reasons])


def _remove_files(settings: Settings, engine: Engine, erased: Erased) -> int:
    """Remove the erased bytes, and with them whatever lies unnamed for a day: an erasure that was cut short here, too.

    A file that arrived since is left alone: its row may be on the way.
    """
    files = Files(settings.data_dir / "files")

    def work(present: Present) -> int:
        lying = {path.name: path.stat().st_mtime for path in files.folder.glob("??/*")}
        now = present.now / MICRO
        old = {name for name, since in lying.items() if since < now - (0 if name in erased.files else DAY)}
        gone = unused(present.connection, old)
        for name in gone:
            files.erase(name)
        return len(gone)

    return transaction(engine, work)


def _scrub(engine: Engine) -> None:
    """Overwrite what the database itself keeps of changed rows: a dead row is still a row of the file."""
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        if engine.dialect.name == "postgresql" and driver is not None:
            driver.autocommit = True
        raw.cursor().execute("VACUUM")
    finally:
        raw.invalidate()
