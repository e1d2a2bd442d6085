"""Whether a rule book opens cases on a day: within its dates, and, while a draft for comment, once it is issued."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from models.instrument import instruments
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle
from workflows.rulebook import Rulebook, Status
from workflows.rulebooks import rulebooks


def enter_document(
    connection: Connection, book: str, edition: str, *, document: str, issued_on: str, by: str, at: int
) -> None:
    """Say by which document a draft was issued: from now on production opens its cases."""
    row = {"book": book, "edition": edition, "document": document, "issued_on": issued_on, "entered_by": by,
           "entered_at": at}  # fmt: skip
    connection.execute(insert(instruments).values(row))


def refused(connection: Connection, book: Rulebook, document: str, issued_on: date, today: date) -> Reason | None:
    """Why this document can't be entered for the book."""
    i, named = instruments.c, book.label
    if book.status is not Status.DRAFT_FOR_COMMENT:
        return Reason("in_force", f"该手册已经印发：{named.zh}", f"This book is in force already: {named.en}")
    if not document or issued_on > today:
        said = "请填写文号，日期不得晚于今天", "Say the document's number, and no later day than today."
        return Reason("document", *said, "document")
    if connection.execute(select(i.book).where(i.book == book.book, i.edition == book.edition)).first():
        return Reason(
            "entered",
            f"该手册的印发文号已经录入：{named.zh}",
            f"The document of this book was entered before: {named.en}",
        )
    return None


def unissued(connection: Connection, lifecycles: Iterable[str]) -> frozenset[str]:
    """Keys of the drafts for comment among these lifecycles' books that production may not use yet.

    On a simulated clock, which production never has, a draft may be tried out; its papers say that it is one.
    """
    if connection.get_execution_options().get("simulated"):
        return frozenset()
    keys = {"/".join(key.split("/")[:2]) for key in lifecycles}
    drafts = {k for k in keys if k in rulebooks() and rulebooks()[k].status is Status.DRAFT_FOR_COMMENT}
    if not drafts:
        return frozenset()
    asked = select(instruments.c.book, instruments.c.edition)
    return frozenset(drafts - {f"{book}/{edition}" for book, edition in connection.execute(asked)})


def not_open(
    book: Rulebook, lifecycle: Lifecycle, today: date, *, caused: bool, drafts: frozenset[str]
) -> Reason | None:
    """Why no case of this kind is opened today; what a running case asks for goes on with it."""
    if caused:
        return None
    if book.key in drafts:
        return Reason(
            "not_issued",
            f"《{book.title.zh}》尚为征求意见稿：录入印发文号和日期后方可办理",
            f"“{book.title.en}” is a draft for comment: enter the document that issued it first.",
        )
    if within(book, today) or (lifecycle.name in book.goes_on and book.begins is not None and today >= book.begins):
        return None
    return Reason("book_closed", f"《{book.title.zh}》不在施行期内", f"“{book.title.en}” does not apply on this day.")


def within(book: Rulebook, day: date) -> bool:
    """Whether the book applies on this day."""
    return (book.begins is None or book.begins <= day) and (book.ends is None or day <= book.ends)


def marks(book: Rulebook, today: date) -> Mapping[str, Any]:
    """What a case opened after the end of its book says of itself."""
    return {} if within(book, today) else {"measures_ended": True}
