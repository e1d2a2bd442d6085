"""Who saw what, took it along, changed who may, or was refused: kept at the edge, apart from the history of cases."""

from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, Row, Table, Text, insert, or_, select

from models.base import Id, Instant, metadata
from models.case import cases

READ, EXPORT, DEED, REFUSED = "read", "export", "deed", "refused"

accesses = Table(
    "accesses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),  # real time
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("case_number", Text),
    Column("whom", Text),  # the account that a deed was done to
    Column("status", Integer, nullable=False),
    Column("route", Text, nullable=False),  # its pattern: nothing that anybody typed
    Index("accesses_case", "case_number", "id"),
    Index("accesses_account", "account", "id"),
    Index("accesses_kind", "kind", "id"),
    Index("accesses_at", "at"),
)


def keep(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write these accesses down."""
    connection.execute(insert(accesses), rows)


def found(
    connection: Connection, *, case: str = "", subject: str = "", account: str = "", kind: str = "",
    before: int | None = None, limit: int = 50,
) -> list[Row[Any]]:  # fmt: skip
    """Newest first; `subject` is whom data are about: a number of theirs, as a case's subject or its party."""
    a, c = accesses.c, cases.c
    asked = select(accesses)
    if case:
        asked = asked.where(a.case_number == case)
    if subject:
        theirs = or_(c.subject_number == subject, c.parties.contains(f'"{subject}"', autoescape=True))
        asked = asked.where(a.case_number.in_(select(c.number).where(theirs)))
    for column, value in ((a.account, account), (a.kind, kind)):
        if value:
            asked = asked.where(column == value)
    if before is not None:
        asked = asked.where(a.id < before)
    return list(connection.execute(asked.order_by(a.id.desc()).limit(limit)))
