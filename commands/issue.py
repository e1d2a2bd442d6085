"""`yizhan rulebooks issue BOOK`: say by which document a draft for comment was issued."""

from datetime import date, datetime

import click

from commands.installed import installed
from models.database import Present, transaction
from workflows.instants import day_of
from workflows.issuing import enter_document, unissued
from workflows.rulebook import Rulebook, Status
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
    if book.status is not Status.DRAFT_FOR_COMMENT:
        raise click.ClickException(f"该手册已经印发 · This book is in force already: {book.key}")
    if not document or on > day_of(present.at):
        raise click.ClickException(
            "请填写文号，日期不得晚于今天 · Say the document's number, and no later day than today"
        )
    # Asked of production: a simulated clock tries drafts out, and enters documents all the same.
    asked = present.connection.execution_options(simulated=False)
    if not unissued(asked, [f"{book.key}/any"]):
        raise click.ClickException(
            f"该手册的印发文号已经录入 · The document of this book was entered before: {book.key}"
        )
    enter_document(
        present.connection, book.book, book.edition, document=document, issued_on=on.isoformat(), by="cli",
        at=present.at,
    )  # fmt: skip
