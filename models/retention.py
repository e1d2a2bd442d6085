"""How long is kept what keeps accounts safe, and the taking away of what is older: the one place of these limits."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from models.access import accesses
from models.account_acts import COMING_AND_GOING, account_acts
from models.notice import filings
from models.passes import passes
from models.sign_in import WINDOW, tries
from models.user import sessions, tokens

DAY = 86_400_000_000  # µs
SESSIONS = 30  # days since they began: all have ended by then
TOKENS = 30  # days since they ended or ran out
SIGN_INS = 180  # days: six months of records, as the Cybersecurity Law asks (art. 21)
FILINGS = 30
ACCESSES = 3 * 366  # days: as long as a title lasts
MANY = 1000  # rows of a table at a time: nobody waits long for these locks


class Limit(NamedTuple):
    """The rows of a table that have outlived their use."""

    table: Table
    over: ColumnElement[bool]


def limits(*, now: int, at: int) -> Iterator[Limit]:
    """`now` is real time, by which accounts live; `at` is case time, by which objections are filed."""
    acts, ended = account_acts.c, tokens.c.ended_at <= now - TOKENS * DAY
    yield Limit(sessions, sessions.c.created_at <= now - SESSIONS * DAY)
    yield Limit(tokens, ended | (tokens.c.until <= now - TOKENS * DAY))
    yield Limit(passes, passes.c.until <= now)
    yield Limit(tries, tries.c.at <= now - WINDOW)
    yield Limit(account_acts, acts.act.in_(COMING_AND_GOING) & (acts.at <= now - SIGN_INS * DAY))
    yield Limit(accesses, accesses.c.at <= now - ACCESSES * DAY)
    yield Limit(filings, filings.c.filed_at < at - FILINGS * DAY)


def purge(connection: Connection, *, now: int, at: int) -> int:
    """Take away what is over, MANY rows of each table at most; how many rows went."""
    return sum(_purge(connection, limit) for limit in limits(now=now, at=at))


def _purge(connection: Connection, limit: Limit) -> int:
    (key,) = limit.table.primary_key.columns
    old = select(key).where(limit.over).limit(MANY)
    return connection.execute(delete(limit.table).where(key.in_(old))).rowcount
