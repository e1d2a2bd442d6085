"""Signing in and out: the rows of open sessions, and the tries by which a name is locked for a while."""

import hashlib
import secrets

from sqlalchemy import Column, Connection, Index, LargeBinary, Table, delete, func, insert, select, update

from models.base import Id, Instant, metadata
from models.user import sessions, users

MINUTE = 60_000_000
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


def locked_until(connection: Connection, name: str, now: int) -> int | None:
    """When this name may try again; None: at once. Known and unknown names are treated alike.

    After five tries in 15 minutes a name waits one minute, after six two, then four, at most 15.
    """
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


def account(connection: Connection, name: str) -> tuple[str, str] | None:
    """Id and password hash of an account that may sign in by password."""
    row = connection.execute(
        select(users.c.id, users.c.password).where(
            users.c.name == name, users.c.disabled_at.is_(None), users.c.password.is_not(None)
        )
    ).first()
    return (row.id, row.password) if row else None


def renew_password(connection: Connection, user_id: str, password: str) -> None:
    """Keep a password's hash, made anew with today's parameters."""
    connection.execute(update(users).where(users.c.id == user_id).values(password=password))


def open_session(connection: Connection, user_id: str, name: str, agent: str, now: int) -> str:
    """Begin a session and forget the name's tries; the secret for the browser, kept by us as a digest only."""
    secret = secrets.token_urlsafe(32)
    connection.execute(delete(tries).where(tries.c.name == digest(name)))
    connection.execute(
        insert(sessions).values(digest=digest(secret), user_id=user_id, created_at=now, seen_at=now, agent=agent[:200])
    )
    return secret


def touch_session(connection: Connection, credential: bytes, now: int) -> None:
    """Note that the session is in use."""
    connection.execute(
        update(sessions).where(sessions.c.digest == credential, sessions.c.ended_at.is_(None)).values(seen_at=now)
    )


def end_session(connection: Connection, credential: bytes, now: int) -> None:
    """End the session for good; a copy of its cookie is worth nothing from here on."""
    connection.execute(
        update(sessions).where(sessions.c.digest == credential, sessions.c.ended_at.is_(None)).values(ended_at=now)
    )


def digest(secret: str) -> bytes:
    """What we keep of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
