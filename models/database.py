"""The connection settings, and `transaction`: the one place where anything begins, commits or is tried again."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from models import drift
from models.crash_points import Point, passing
from models.presence import Credential, now_and_visitor
from models.rows import send
from models.user import Visitor

T = TypeVar("T")
TRIES = 3
PAUSE = 0.05  # seconds before the block is run again, doubled each time
# Deadlock, serialisation failure, lock not to be had: nothing was done, and the same block may succeed.
AGAIN = {"40P01", "40001", "55P03"}
# Of a PostgreSQL session that answers requests: what takes longer is given up, and asked for again.
LONGEST = {"statement_timeout": "60s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
CANCELED = "57014"  # by statement_timeout: the same block would wait as long again
# A publicity is concluded 120 s after its end, so that what came in before has been stored by then, or never is.
LONGEST_WRITE = 100  # seconds that a writing transaction of a server may last


class Unavailable(Exception):
    """The database is locked or away; nothing was changed, and the same request may be sent again."""


class Unsettled(Unavailable):
    """The connection broke while the database was storing: whether it did is not known, and the same key will tell."""


class Present(NamedTuple):
    """What a block of work is given: the connection, the time, and who is there."""

    connection: Connection
    at: int  # case time, µs: the database's, and in a demo its simulated clock's
    now: int  # the database's real time, µs: sessions and lockouts live by it
    visitor: Visitor | None


def connect(url: str, *, simulated: bool = False, wal: bool = False) -> Engine:
    """An engine on this database; `simulated` lets its own clock run ahead (never in production).

    `wal`: SQLite's write-ahead log, which its versions before 3.51.3 can corrupt.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    options = {"simulated": simulated, "wal": wal}
    engine = create_engine(url, hide_parameters=True, execution_options=options)  # no value in an error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wal_settings if wal else _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def bound(engine: Engine) -> None:
    """Let no request and no sweep of this process hold a PostgreSQL for long, nor write what came long ago.

    SQLite waits ten seconds at most by itself.
    """
    engine.update_execution_options(bound=True)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _bounds)
        engine.dispose()  # what is connected already has no bounds


def transaction(
    engine: Engine,
    work: Callable[[Present], T],
    *,
    credential: Credential | None = None,
    writes: bool = True,
) -> T:
    """Run `work` in one transaction and commit; an exception from it rolls back and is passed on.

    On deadlock, serialisation failure or a locked database the block is run again, three times at most;
    that is safe, since nothing below leaves the transaction. Then, or when the database is away: Unavailable. If the
    connection breaks within COMMIT nobody knows whether it was stored, so it is never run again: Unsettled.
    """
    for tried in range(1, TRIES + 1):
        try:
            return _once(engine, work, credential, writes=writes)
        except (DBAPIError, _driver_error(engine)) as error:
            if not (is_passing(error) or _was_first(error)):
                raise
            if tried == TRIES or took_too_long(error):
                raise Unavailable(str(error)) from error
        time.sleep(PAUSE * 2**tried)
    raise AssertionError("unreachable: the last try returns or raises")


def _once(engine: Engine, work: Callable[[Present], T], credential: Credential | None, *, writes: bool) -> T:
    began, before = time.monotonic(), drift.wall()
    with engine.connect() as connection:
        if not writes:
            connection.execution_options(writes=False)
        with connection.begin() as begun:
            present = _present(connection, credential)
            drift.note(before, present.now, drift.wall())
            done = work(present)
            if writes and "bound" in engine.get_execution_options() and time.monotonic() - began > LONGEST_WRITE:
                raise Unavailable("the transaction took too long")
            passing(Point.COMMITTING)
            _commit(begun, writes=writes)
    passing(Point.COMMITTED)
    return done


def _commit(begun: RootTransaction, *, writes: bool) -> None:
    try:
        begun.commit()
    except DBAPIError as error:
        begun.connection.invalidate(error)  # its transaction may still be open: nobody shall be given it again
        if writes and _broke(error):
            raise Unsettled("the connection broke while it was being stored") from error
        raise


def _present(connection: Connection, credential: Credential | None) -> Present:
    now, ahead, visitor = now_and_visitor(connection, credential)
    simulated = connection.get_execution_options().get("simulated", False)
    return Present(connection, now + ahead if simulated else now, now, visitor)


def _driver_error(engine: Engine) -> type[Exception]:
    # Statements sent on the driver's cursor (models/rows.py) raise the driver's own errors.
    error: type[Exception] = engine.dialect.loaded_dbapi.Error
    return error


def _was_first(error: Exception) -> bool:
    """Whether another transaction stored what may stand there once: run again, our guards see it and say it."""
    cause: Any = getattr(error, "orig", error)
    return "UNIQUE constraint" in str(cause) or getattr(cause, "sqlstate", None) == "23505"


def took_too_long(error: BaseException) -> bool:
    """Whether a statement was broken off for the time that it took."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) == CANCELED


def _broke(error: DBAPIError) -> bool:
    """Whether a COMMIT that failed so may have been stored all the same."""
    if isinstance(error.orig, sqlite3.Error):
        return "disk I/O" in str(error.orig)  # locked or full: it was not
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(("08", "57"))


def is_passing(error: Exception) -> bool:
    """Whether the same block may succeed later: locked, deadlocked, disconnected, full."""
    cause: Any = getattr(error, "orig", error)
    if isinstance(cause, sqlite3.OperationalError):
        return any(word in str(cause) for word in ("locked", "busy", "unable to open", "disk", "full"))
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return type(cause).__name__ == "OperationalError"  # psycopg: no connection, no state
    return state in AGAIN or state.startswith(("08", "53", "57"))


def _sqlite_settings(connection: DBAPIConnection, _record: object) -> None:
    # DELETE and EXTRA: WAL is corruptible before 3.51.3, and only FULL and above sync on commit.
    _set(connection, "journal_mode = DELETE", "synchronous = EXTRA")


def _wal_settings(connection: DBAPIConnection, _record: object) -> None:
    _set(connection, "journal_mode = WAL", "synchronous = FULL")


def _set(connection: DBAPIConnection, *journal: str) -> None:
    connection.isolation_level = None  # we begin ourselves: the driver's default begins too late
    cursor = connection.cursor()
    always = ("foreign_keys = ON", "recursive_triggers = ON", "busy_timeout = 10000", "cache_size = -65536")
    for pragma in (*journal, *always):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _bounds(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for name, most in LONGEST.items():
        cursor.execute(f"SET {name} = '{most}'")
    cursor.close()
    connection.commit()


def _sqlite_begin(connection: Connection) -> None:
    # A deferred BEGIN that later writes fails at once under load, in spite of the busy timeout.
    writes = connection.get_execution_options().get("writes", True)
    send(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")
