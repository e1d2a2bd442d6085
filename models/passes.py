"""Passes: one-time secrets that lead to a session but are none, such as an invitation's link."""

import secrets
from typing import Literal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    delete,
    insert,
    select,
)

from models.base import Instant, metadata
from models.sign_in import MINUTE, digest
from models.user import users

Kind = Literal["invitation", "code", "enrol"]
LASTS: dict[Kind, int] = {
    "invitation": 72 * 60 * MINUTE,  # sets a password: the first, or a forgotten one's successor
    "code": 10 * MINUTE,  # the password was right, the second factor is still to come
    "enrol": 10 * MINUTE,  # the same, and the second factor is still to be set up
}

# As with sessions, only digests are kept. A pass is in a table of its own, so that no query for sessions finds one.
passes = Table(
    "passes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("until", Instant, nullable=False),
    CheckConstraint("kind IN ('invitation', 'code', 'enrol')", name="a_pass_is_for_something"),
    Index("passes_user", "user_id", "kind"),
    Index("passes_until", "until"),
)


def issue(connection: Connection, kind: Kind, user_id: str, now: int) -> str:
    """A new pass's secret. A new invitation takes the place of the one before; what has run out is forgotten."""
    gone = passes.c.until <= now
    if kind == "invitation":
        gone |= (passes.c.user_id == user_id) & (passes.c.kind == kind)
    connection.execute(delete(passes).where(gone))
    secret = secrets.token_urlsafe(32)
    connection.execute(
        insert(passes).values(digest=digest(secret), kind=kind, user_id=user_id, until=now + LASTS[kind])
    )
    return secret


def holder(connection: Connection, kind: Kind, secret: str, now: int) -> str | None:
    """Whose valid pass this is."""
    found: str | None = connection.execute(
        select(passes.c.user_id)
        .join(users, users.c.id == passes.c.user_id)
        .where(*_valid(kind, secret, now), users.c.disabled_at.is_(None))
    ).scalar()
    return found


def use(connection: Connection, kind: Kind, secret: str, now: int) -> bool:
    """Take the pass out of the world; False where somebody else was faster."""
    return connection.execute(delete(passes).where(*_valid(kind, secret, now))).rowcount == 1


def withdraw(connection: Connection, user_id: str) -> None:
    """Take back every pass of an account."""
    connection.execute(delete(passes).where(passes.c.user_id == user_id))


def invited_until(connection: Connection, user_id: str, now: int) -> int | None:
    """Until when the account's open invitation holds."""
    found: int | None = connection.execute(
        select(passes.c.until).where(passes.c.user_id == user_id, passes.c.kind == "invitation", passes.c.until > now)
    ).scalar()
    return found


def _valid(kind: Kind, secret: str, now: int) -> tuple[ColumnElement[bool], ...]:
    return passes.c.digest == digest(secret), passes.c.kind == kind, passes.c.until > now
