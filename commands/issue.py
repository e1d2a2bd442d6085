"""`yizhan rulebooks issue BOOK`: say by which document a draft for comment was issued."""

from datetime import date, datetime

import click

from commands.installed import installed
from models.database import Present, transaction
from workflows.instants import day_of
from workflows.issuing import enter_document, refused
from workflows.rulebook import Rulebook
from workflows.rulebooks import editions


def issue(name: str | None, document: str | None, on: datetime | None) -> None:
    """From now on production opens cases by this book; once said, it stands."""
    if not (name and document and on):
        raise click.UsageError("issue DRAFT --document NUMBER --on DATE")
    wanted = [book for book in editions(name.partition("/")[0]) if name in (book.book, book.key)]
    if not wanted:
        raise click.ClickException(f"没有这本规则手册 · No such rule book: {name}")
    with installed() as (_, engine):
        transaction(engine, lambda present: _enter(present, wanted[0], document.strip(), on.date()))
    click.echo(f"已录入印发文号 · The document was entered: {wanted[0].key} {document.strip()} {on:%Y-%m-%d}")


def _enter(present: Present, book: Rulebook, document: str, on: date) -> None:
    if reason := refused(present.connection, book, document, on, day_of(present.at)):
        raise click.ClickException(f"{reason.zh} · {reason.en}")
    enter_document(
        present.connection, book.book, book.edition, document=document, issued_on=on.isoformat(), by="cli",
        at=present.at,
    )  # fmt: skip
