"""Bearer tokens: given for a time, listed for whoever holds and whoever administers them, and ended."""

import secrets
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, select, update

from models.account_acts import MACHINE, note
from models.sign_in import digest
from models.user import tokens

DAY = 86_400_000_000  # µs
LASTS = 180  # days, where nobody says otherwise
LONGEST = 366


class OpenToken(NamedTuple):
    """A token that still holds; the digest names it, and opens nothing."""

    digest: bytes
    created_at: int
    until: int


def give_token(connection: Connection, id: str, *, now: int, by: str = MACHINE, days: int = LASTS) -> str:
    """A new bearer token's secret; we keep its digest."""
    secret, until = secrets.token_urlsafe(32), now + min(days, LONGEST) * DAY
    connection.execute(insert(tokens).values(digest=digest(secret), user_id=id, created_at=now, until=until))
    note(connection, id, "token", by=by, now=now)
    return secret


def open_tokens(connection: Connection, id: str, now: int) -> list[OpenToken]:
    """The account's tokens that still hold, the newest first."""
    t = tokens.c
    asked = select(t.digest, t.created_at, t.until).where(*_open(id), t.until > now)
    return [OpenToken(*row) for row in connection.execute(asked.order_by(t.created_at.desc(), t.digest))]


def end_tokens(connection: Connection, id: str, *, now: int, by: str, mark: str | None = None) -> int:
    """End one of the account's tokens, named by its digest in hex, or all; how many ended."""
    asked = select(tokens.c.digest).where(*_open(id))
    ends = [digest for digest in connection.execute(asked).scalars() if mark in (None, bytes(digest).hex())]
    if ends:
        connection.execute(update(tokens).where(tokens.c.digest.in_(ends)).values(ended_at=now))
        note(connection, id, "end_token", by=by, now=now)
    return len(ends)


def _open(id: str) -> tuple[ColumnElement[bool], ...]:
    return tokens.c.user_id == id, tokens.c.ended_at.is_(None)
