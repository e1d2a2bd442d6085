"""Who asks to speak for whom: at once for an unknown unit, else once a contact of it or an administrator agrees."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Table,
    Text,
    exists,
    insert,
    or_,
    select,
    text,
    update,
)

from models.account_acts import note
from models.base import Id, Instant, metadata
from models.case import cases
from models.in_turn import in_turn
from models.people import enterprises
from models.register import titles
from models.speaking import speak_for
from models.user import contacts, users

asks = Table(
    "contact_asks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text),
    Column("outcome", Text),
    CheckConstraint("outcome IN ('confirmed', 'declined')", name="an_ask_is_confirmed_or_declined"),
    CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="an_ask_is_settled_by_its_outcome"),
    Index(
        "contact_asks_open",
        "user_id",
        "kind",
        "number",
        unique=True,
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
    Index("contact_asks_of", "kind", "number", "settled_at"),
)
a = asks.c


class Ask(NamedTuple):
    """Somebody who wants to speak for a unit."""

    id: int
    user_id: str
    display: str
    kind: str
    number: str
    name: str
    asked_at: int


def ask_to_speak(connection: Connection, user_id: str, unit: tuple[str, str, str], *, now: int) -> bool:
    """Whether the account (kind, number, name) speaks for the unit from now on; if not, the ask waits for an answer.

    A unit that has a contact, a title or a case, or stands in a register, is nobody's to take by its name.
    """
    kind, number, name = unit
    in_turn(connection, f"contacts of {number}")  # of two who want to be the first, one comes second
    if connection.execute(select(contacts.c.user_id).where(*_theirs(user_id, kind, number))).first():
        return True
    if not connection.execute(select(_known(number))).scalar():
        speak_for(connection, user_id, unit, by=user_id, now=now)
        return True
    waiting = select(a.id).where(a.user_id == user_id, a.kind == kind, a.number == number, a.settled_at.is_(None))
    if connection.execute(waiting).first() is None:
        row = {"user_id": user_id, "kind": kind, "number": number, "name": name, "asked_at": now}
        connection.execute(insert(asks).values(row))
        note(connection, user_id, "ask_to_speak", by=user_id, now=now)
    return False


def waiting_for(connection: Connection, units: Iterable[tuple[str, str]]) -> list[Ask]:
    """The open asks to speak for these (kind, number), oldest first."""
    wanted = sorted(set(units))
    return (
        _open(connection, or_(*((a.kind == kind) & (a.number == number) for kind, number in wanted))) if wanted else []
    )


def everybodys(connection: Connection, limit: int) -> list[Ask]:
    """The oldest open asks, whoever may answer them."""
    return _open(connection, a.settled_at.is_(None), limit)


def own_asks(connection: Connection, user_id: str) -> list[Ask]:
    """What the account waits for."""
    return _open(connection, a.user_id == user_id)


def settle(connection: Connection, ask: Ask, *, confirmed: bool, by: str, now: int) -> bool:
    """Answer an ask; False where somebody else was faster."""
    outcome = "confirmed" if confirmed else "declined"
    open_one = update(asks).where(a.id == ask.id, a.settled_at.is_(None))
    if connection.execute(open_one.values(settled_at=now, settled_by=by, outcome=outcome)).rowcount != 1:
        return False
    if confirmed:
        speak_for(connection, ask.user_id, (ask.kind, ask.number, ask.name), by=by, now=now)
    else:
        note(connection, ask.user_id, "not_to_speak", by=by, now=now)
    return True


def _theirs(user_id: str, kind: str, number: str) -> tuple[ColumnElement[bool], ...]:
    return contacts.c.user_id == user_id, contacts.c.kind == kind, contacts.c.number == number


def _known(number: str) -> ColumnElement[bool]:
    return or_(
        exists().where(contacts.c.number == number),
        exists().where(titles.c.subject_number == number),
        exists().where(cases.c.subject_number == number),
        exists().where(enterprises.c.credit_code == number),
    )


def _open(connection: Connection, condition: ColumnElement[bool], limit: int = 200) -> list[Ask]:
    asked = select(a.id, a.user_id, users.c.display, a.kind, a.number, a.name, a.asked_at)
    asked = asked.join(users, users.c.id == a.user_id).where(condition, a.settled_at.is_(None))
    return [Ask(*row) for row in connection.execute(asked.order_by(a.id).limit(limit))]
