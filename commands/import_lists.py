"""`yizhan import`: lists that an installation begins with, or that arrive from elsewhere, from spreadsheets."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import click
from rich.progress import track

from commands.installed import installed
from documents.sheets import Heading, SheetWrong, heading_of, read, template
from models.account_acts import MACHINE
from models.database import Present, transaction
from workflows.errors import Reason
from workflows.importing.columns import Row
from workflows.importing.taking import KINDS, File, Taken, take

SHOWN = 50  # refused rows told one by one


class NotAll(Exception):
    """Rows were refused, and nothing is to be taken without them."""

    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


@click.command("import")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--partial", is_flag=True, help="有错的行略去，其余导入 · Take in what is right, and leave out the rest")
@click.option("--document", metavar="NUMBER", help="所依据文件的文号 · Number of the document by which the list holds")
@click.option("--template", "empty", is_flag=True, help="写出空白模板到 FILE · Write an empty sheet to FILE instead")
def import_lists(kind: str, file: Path, partial: bool, document: str | None, empty: bool) -> None:
    """导入名单，全部或者全不 · Take in a list (.xlsx, .xls, .ods): every row, or with a line for each bad one none."""
    headings = [Heading(c.name, c.label, c.note) for c in KINDS[kind].columns]
    if empty:
        _write(kind, file, headings)
        return
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        rows = list(track(read(file, headings), description=str(file.name), transient=True))
    except (SheetWrong, OSError) as error:
        raise click.ClickException(f"{error}") from error
    taken = _take(kind, rows, File(file.name, digest, document), partial)
    _tell(taken.refused, headings)
    click.echo(f"{taken.number}：已导入 {taken.rows} 行 · {taken.rows} rows were taken in")


def _write(kind: str, file: Path, headings: list[Heading]) -> None:
    if file.exists():
        raise click.ClickException(f"文件已存在，未改动 · There is such a file already, and it was kept: {file}")
    template(file, headings, {c.name: c.required for c in KINDS[kind].columns}, KINDS[kind].label)
    click.echo(f"模板已写出 · The template was written: {file}")


def _take(kind: str, rows: Sequence[tuple[int, Row]], file: File, partial: bool) -> Taken:
    def work(present: Present) -> Taken:
        taken = take(present.connection, kind, rows, file, by=MACHINE, at=present.at)
        if taken.refused and not partial:
            raise NotAll(taken)
        return taken

    with installed() as (_, engine):
        try:
            return transaction(engine, work)
        except NotAll as error:
            headings = [Heading(c.name, c.label, c.note) for c in KINDS[kind].columns]
            _tell(error.taken.refused, headings)
            count = len({number for number, _ in error.taken.refused})
            raise click.ClickException(
                f"{count} 行有错，未导入任何一行；更正后重试，或者加 --partial · "
                f"{count} rows are wrong and nothing was taken in: mend them, or say --partial"
            ) from None


def _tell(refused: tuple[tuple[int, Reason], ...], headings: list[Heading]) -> None:
    """A line for each bad cell."""
    named = {h.name: heading_of(h) for h in headings}
    for number, reason in refused[:SHOWN]:
        click.echo(
            f"第 {number} 行 · Row {number} [{named.get(reason.field or '', '')}] {reason.zh} · {reason.en}", err=True
        )
    if len(refused) > SHOWN:
        click.echo(f"另有 {len(refused) - SHOWN} 处 · and {len(refused) - SHOWN} more", err=True)
