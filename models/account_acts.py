"""What was done to accounts, by whom and when: kept for their administrators and for audit."""

from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Index, Table, Text, insert, select

from models.base import Id, Instant, metadata
from models.user import users

MACHINE = "command"  # in an account's place: whoever has the machine and its command line
SIGNED_IN, SIGNED_OUT = "sign_in", "sign_out"
COMING_AND_GOING = (SIGNED_IN, SIGNED_OUT)  # kept for a while only (models/retention.py)

account_acts = Table(
    "account_acts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("role", Text),
    Column("office", Text),
    Index("account_acts_user", "user_id", "id"),
)


class Act(NamedTuple):
    at: int
    act: str
    role: str | None
    office: str | None
    who: str | None  # None: MACHINE


def note(
    connection: Connection,
    user_id: str,
    act: str,
    *,
    by: str,
    now: int,
    role: str | None = None,
    office: str | None = None,
) -> None:
    """Keep what was done to an account."""
    row = {"at": now, "by": by, "user_id": user_id, "act": act, "role": role, "office": office}
    connection.execute(insert(account_acts).values(row))


def acts_on(connection: Connection, user_id: str, many: int) -> list[Act]:
    """What was last done to the account, newest first."""
    return _last(connection, user_id, many, account_acts.c.act.not_in(COMING_AND_GOING))


def sign_ins(connection: Connection, user_id: str, many: int) -> list[Act]:
    """When it was last signed in and out, newest first."""
    return _last(connection, user_id, many, account_acts.c.act.in_(COMING_AND_GOING))


def _last(connection: Connection, user_id: str, many: int, which: ColumnElement[bool]) -> list[Act]:
    a = account_acts.c
    rows = connection.execute(
        select(a.at, a.act, a.role, a.office, users.c.name.label("who"))
        .select_from(account_acts.outerjoin(users, users.c.id == a.by))
        .where(a.user_id == user_id, which)
        .order_by(a.id.desc())
        .limit(many)
    )
    return [Act(*row) for row in rows]
