"""Signing in and out: the rows of open sessions, and the tries by which a name is locked for a while."""

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Column, Connection, Index, LargeBinary, Table, delete, func, insert, select, update

from models.base import Id, Instant, metadata
from models.in_turn import in_turn
from models.user import sessions, users

MINUTE = 60_000_000
IDLE = 30 * MINUTE  # a session ends after half an hour without a request,
ABSOLUTE = 8 * 60 * MINUTE  # and after a working day in any case
TRIES = 5
WINDOW = 15 * MINUTE

# A try is written before the password is judged, so that many at once are counted, too. Names are
# kept as digests: people type their password into the wrong box.
tries = Table(
    "sign_in_tries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Index("sign_in_tries_name", "name", "at"),
)


class OpenSession(NamedTuple):
    """A session as its owner sees it."""

    digest: bytes
    agent: str | None
    created_at: int
    seen_at: int


class Known(NamedTuple):
    """Who is on the way to a session."""

    id: str
    name: str
    display: str


def locked_until(connection: Connection, name: str, now: int) -> int | None:
    """When this name may try again; None: at once. Known and unknown names are treated alike.

    After five tries in 15 minutes a name waits one minute, after six two, then four, at most 15.
    """
    in_turn(connection, f"tries of {digest(name).hex()}")  # guesses sent at once are counted one after the other
    many, last = connection.execute(
        select(func.count(), func.max(tries.c.at)).where(tries.c.name == digest(name), tries.c.at > now - WINDOW)
    ).one()
    if many < TRIES:
        return None
    until: int = last + min(MINUTE << (many - TRIES), WINDOW)
    return until if until > now else None


def note_try(connection: Connection, name: str, now: int) -> None:
    """Count one try; tries that no longer matter are forgotten, whoever's they were."""
    connection.execute(delete(tries).where(tries.c.at <= now - WINDOW))
    connection.execute(insert(tries).values(name=digest(name), at=now))


def forget_tries(connection: Connection, name: str) -> None:
    """Whoever proved who they are isn't kept from trying again."""
    connection.execute(delete(tries).where(tries.c.name == digest(name)))


def account(connection: Connection, name: str) -> tuple[str, str] | None:
    """Id and password hash of an account that may sign in by password."""
    row = connection.execute(
        select(users.c.id, users.c.password).where(
            users.c.name == name, users.c.disabled_at.is_(None), users.c.password.is_not(None)
        )
    ).first()
    return (row.id, row.password) if row else None


def known(connection: Connection, user_id: str) -> Known | None:
    """The names of an account that isn't disabled."""
    row = connection.execute(
        select(users.c.id, users.c.name, users.c.display).where(users.c.id == user_id, users.c.disabled_at.is_(None))
    ).first()
    return Known(*row) if row else None


def renew_password(connection: Connection, user_id: str, password: str) -> None:
    """Keep a password's hash, made anew with today's parameters."""
    connection.execute(update(users).where(users.c.id == user_id).values(password=password))


def open_session(connection: Connection, user_id: str, name: str, agent: str, now: int) -> str:
    """Begin a session and forget the name's tries; the secret for the browser, kept by us as a digest only."""
    secret = secrets.token_urlsafe(32)
    forget_tries(connection, name)
    connection.execute(
        insert(sessions).values(digest=digest(secret), user_id=user_id, created_at=now, seen_at=now, agent=agent[:200])
    )
    return secret


def touch_session(connection: Connection, credential: bytes, now: int) -> None:
    """Note that the session is in use."""
    connection.execute(
        update(sessions).where(sessions.c.digest == credential, sessions.c.ended_at.is_(None)).values(seen_at=now)
    )


def opened_by(connection: Connection, credential: bytes) -> str | None:
    """Whose session this is, or was: who has its secret may have typed on after it ended."""
    found: str | None = connection.execute(select(sessions.c.user_id).where(sessions.c.digest == credential)).scalar()
    return found


def end_session(connection: Connection, credential: bytes, now: int) -> None:
    """End the session for good; a copy of its cookie is worth nothing from here on."""
    connection.execute(
        update(sessions).where(sessions.c.digest == credential, sessions.c.ended_at.is_(None)).values(ended_at=now)
    )


def end_sessions(connection: Connection, user_id: str, now: int, *, but: bytes = b"") -> None:
    """End all of an account's sessions, but the one of this digest."""
    s = sessions.c
    theirs = s.user_id == user_id, s.ended_at.is_(None), s.digest != but
    connection.execute(update(sessions).where(*theirs).values(ended_at=now))


def open_sessions(connection: Connection, user_id: str, now: int) -> list[OpenSession]:
    """The account's sessions that still hold, the one last used first."""
    s = sessions.c
    rows = connection.execute(
        select(s.digest, s.agent, s.created_at, s.seen_at)
        .where(s.user_id == user_id, s.ended_at.is_(None), s.seen_at > now - IDLE, s.created_at > now - ABSOLUTE)
        .order_by(s.seen_at.desc(), s.created_at.desc())
    )
    return [OpenSession(*row) for row in rows]


def digest(secret: str) -> bytes:
    """What we keep of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
