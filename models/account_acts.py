"""What was done to accounts, by whom and when: kept for their administrators and for audit."""

from typing import NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, Index, Table, Text, insert, select

from models.base import Id, Instant, metadata
from models.user import users

MACHINE = "command"  # in an account's place: whoever has the machine and its command line

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
    a = account_acts.c
    rows = connection.execute(
        select(a.at, a.act, a.role, a.office, users.c.name.label("who"))
        .select_from(account_acts.outerjoin(users, users.c.id == a.by))
        .where(a.user_id == user_id)
        .order_by(a.id.desc())
        .limit(many)
    )
    return [Act(*row) for row in rows]
