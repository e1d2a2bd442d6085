"""Which timers are due: claimed by one statement, so that of any number of schedulers one alone fires each."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Update, bindparam, case, func, null, select, update

from models.case import cases

MINUTE = 60_000_000
MOST = 200  # in a set
# Claimed at once, by how often they were tried: what ends the process with its set comes back in a smaller set, and
# then alone, so that it can take only itself along.
SETS = {0: MOST, 1: 14}
TRIES = 8  # then a person must look
# Before each further try: of what stood in a set that ended its process, hardly longer than the set was given
# (`sweep.SHORT`), for most of it is healthy; of what failed alone, 2, 4, 8, 16, 32 minutes.
PAUSES = {0: MINUTE // 12, 1: MINUTE // 6, **{tries: MINUTE << tries - 1 for tries in range(2, TRIES - 1)}}
BROKEN_OFF = "broken off: the process ended during the last try"


class Claim(NamedTuple):
    """A timer that is ours to fire; `tries` is the token, for nobody else was given this number."""

    id: int
    step: str
    tries: int
    due_at: int


def claim(connection: Connection, *, at: int, upto: int, wait: bool = False) -> list[Claim]:
    """Take the earliest timers with a wake time not after `upto`, and set when each is tried again.

    5 seconds later, then 10, then 2, 4, ... minutes; after the last try nothing more, and the case stands as failed.
    Those claimed together were tried equally often. Rows that somebody else holds are left to them, or waited for.
    """
    tried = connection.execute(_first, {"upto": upto}).scalar()
    if tried is None:
        return []
    values = {"at": at, "upto": upto, "tried": tried, "most": SETS.get(tried, 1)}
    rows = connection.execute(_waiting if wait else _skipping, values)
    return sorted((Claim(*row) for row in rows), key=lambda c: (c.due_at, c.id))


def earliest(connection: Connection) -> int | None:
    """The next wake time of any case."""
    found: int | None = connection.execute(select(func.min(cases.c.wake_at))).scalar_one()
    return found


def _claiming(*, skip: bool) -> Update:
    # A CTE with row locks runs once; a plain subquery may be run again by the planner, and claim more than it may.
    due = (
        select(cases.c.id)
        .where(cases.c.wake_at <= bindparam("upto"), cases.c.tries == bindparam("tried"))
        .order_by(cases.c.wake_at, cases.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=skip)
        .cte("due")
    )
    return (
        update(cases)
        .where(cases.c.id.in_(select(due.c.id)), cases.c.wake_at <= bindparam("upto"))
        .values(tries=cases.c.tries + 1, wake_at=_next_wake(), last_error=_last_error())
        .returning(cases.c.id, cases.c.due_step, cases.c.tries, cases.c.due_at)
    )


def _next_wake() -> Any:
    later = case(PAUSES, value=cases.c.tries, else_=null())
    return bindparam("at", type_=cases.c.wake_at.type) + later


def _last_error() -> Any:
    return case((cases.c.tries >= TRIES - 1, func.coalesce(cases.c.last_error, BROKEN_OFF)), else_=cases.c.last_error)


_first = (
    select(cases.c.tries).where(cases.c.wake_at <= bindparam("upto")).order_by(cases.c.wake_at, cases.c.id).limit(1)
)
_waiting, _skipping = _claiming(skip=False), _claiming(skip=True)
