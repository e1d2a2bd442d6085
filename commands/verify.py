"""`yizhan verify`: the history computed anew, against what was signed and what stands outside of the database."""

import os

import click
from rich.console import Console
from rich.progress import Progress

from commands.export import known_case
from commands.installed import installed
from models.database import transaction
from web.checked_case import look_at_case
from workflows.looking import Report, look_at
from workflows.looking_at_cases import Hands
from workflows.verifying import MOST
from workflows.verifying import verify as look_over

PARTS = {
    "entries": "记录 · entries",
    "cases": "办件 · cases",
    "files": "文件 · files",
}


@click.command()
@click.option("--replay", is_flag=True, help="并重新推演每个办件和名册 · Recompute every case and register, too")
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="cores",
              help="同时使用的进程数 · How many processes look at a long history at once")  # fmt: skip
@click.option("--case", "number", metavar="NUMBER", help="仅一个办件 · One case alone")
def verify(replay: bool, processes: int, number: str | None) -> None:
    """核验历史记录 · Verify the history; exit 1 and the first wrong place if anything was changed."""
    if number:
        _one(number, replay=replay)
        return
    console = Console(stderr=True)
    shown = Progress(console=console, transient=True, disable=not console.is_terminal)
    with installed() as (settings, engine), shown as progress:
        tasks = {name: progress.add_task(words, total=None, visible=False) for name, words in PARTS.items()}

        def told(part: str, done: int, of: int) -> None:
            progress.update(tasks[part], completed=done, total=of or None, visible=True)

        hands = Hands(processes if processes > 1 else 0)
        report = look_over(look_at(engine, settings.data_dir, told), replay=replay, hands=hands)
    _say(report)
    if report.findings:
        raise _wrong(report)


def _one(number: str, *, replay: bool) -> None:
    """By the verifier that auditors have; and by the replay."""
    with installed() as (settings, engine):
        report = transaction(
            engine,
            lambda p: look_at_case(p, settings, known_case(p, number), replay=replay, say=click.echo),
            writes=False,
        )
    if report.findings:
        raise _wrong(report)
    click.echo(f"{number}: 未发现改动 · Nothing was changed")


def _wrong(report: Report) -> click.ClickException:
    place, said = report.findings[0]
    return click.ClickException(f"{place}: {' · '.join(dict.fromkeys(said))}")


def _say(report: Report) -> None:
    for words in report.holds():
        click.echo(words)
    for place, said in report.findings:
        click.echo(f"  {place}: {said.zh} · {said.en}")
    if len(report.findings) == MOST:
        click.echo("  …")
    if not report.findings:
        click.echo("未发现改动 · Nothing was changed")
