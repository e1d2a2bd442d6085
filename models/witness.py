"""Who outside is sent the checkpoints by letter: what each was sent last, and when the next look at each is."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Table,
    Text,
    and_,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from models.base import Id, Instant, metadata

HOUR = 3_600_000_000  # µs
PAUSES = (1, 2, 4, 8)  # hours after the first tries that failed; 16 after each other
LONG = 16
MANY = 4  # tries in vain that somebody must know of: since half a day by then

# One row an address of the settings; it is what a scheduler claims.
witnesses = Table(
    "witnesses",
    metadata,
    Column("address", Text, primary_key=True),
    Column("size", Id, nullable=False),  # the checkpoint that a mail server took for it; 0: none yet
    Column("sent_at", Instant),  # real time, as all here
    Column("tries", Integer, nullable=False),  # since then
    Column("wake_at", Instant, nullable=False),  # not looked at before
    Column("last_error", Text),
)
w = witnesses.c


def waits(connection: Connection, addresses: Collection[str], size: int, now: int) -> bool:
    """Whether there is anything to do: somebody new, somebody gone, or one whom this checkpoint is due to."""
    known = connection.execute(select(w.address, _due(size, now).label("due"))).all()
    return {row.address for row in known} != set(addresses) or any(row.due for row in known)


def claim(connection: Connection, addresses: Collection[str], size: int, now: int) -> list[str]:
    """To whom the checkpoint of this size is to be sent now, by nobody but us; they are tried again hours later."""
    connection.execute(delete(witnesses).where(w.address.not_in(addresses)))
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"address": address, "size": 0, "tries": 0, "wake_at": now} for address in sorted(addresses)]
    connection.execute(insert(witnesses).on_conflict_do_nothing(), rows)
    pause = case({tries: hours * HOUR for tries, hours in enumerate(PAUSES)}, value=w.tries, else_=LONG * HOUR)
    ours = update(witnesses).where(_due(size, now)).values(tries=w.tries + 1, wake_at=now + pause)
    return sorted(connection.execute(ours.returning(w.address)).scalars())


def taken(connection: Connection, address: str, size: int, *, now: int, until: int) -> None:
    """A mail server took it; the next one is due at `until`."""
    values = {"size": size, "sent_at": now, "tries": 0, "wake_at": until, "last_error": None}
    connection.execute(update(witnesses).where(w.address == address).values(values))


def failed(connection: Connection, address: str, error: str) -> None:
    connection.execute(update(witnesses).where(w.address == address).values(last_error=error))


def unsent(connection: Connection) -> int:
    """How many have been tried in vain for long."""
    return connection.scalar(select(func.count()).where(w.tries >= MANY)) or 0


def told(connection: Connection) -> list[Row[Any]]:
    """Each with what it was sent last."""
    return list(connection.execute(select(witnesses).order_by(w.address)))


def _due(size: int, now: int) -> ColumnElement[bool]:
    # Another than the last, be it smaller: a history begun anew after a disaster is told, too.
    return and_(w.size != size, w.wake_at <= now)
