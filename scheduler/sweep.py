"""The sweep: fires every timer that is due, through the one door that people's steps take, too."""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, Update, bindparam, select, update

from models.case import cases
from models.crash_points import Point, passing
from models.database import Present, Unavailable, took_too_long, transaction
from models.reference import current
from scheduler.claiming import Claim, claim
from scheduler.watch import UNWATCHED, Watch
from workflows.actors import CLOCK
from workflows.deadlines import Period, reckon
from workflows.engine import Outcome, fire
from workflows.errors import NotDue, NotFound, Stale, StepError, UnknownStep
from workflows.moves import Attempt, Case, Entry
from workflows.rulebooks import lifecycles

log = logging.getLogger("yizhan.sweep")
SECOND = 1_000_000
LIMIT = 20  # seconds for one alone
SHORT = 3  # seconds for a set, which takes a fraction of one: what hangs holds up healthy ones no longer
STATEMENT = 2 / 3  # of that time, for each of its statements
LONGEST = 300  # characters of an error that are kept
MOVED_ON = (NotFound, Stale, UnknownStep)  # whoever moved the case also set its next wake time


def sweep(engine: Engine, *, at: int | None = None, watch: Watch = UNWATCHED) -> int:
    """Fire until nothing is due at `at` (left out: now); how many timers fired. Harmless to run twice, or at once."""
    fired = 0
    while watch.going() and (claimed := transaction(engine, lambda present: _claim(present, at))):
        passing(Point.CLAIMED)
        fired += take(engine, claimed, at, watch)
    return fired


def _allowed(claimed: Sequence[Claim]) -> float:
    """Seconds; for what was in a set that ended its process hardly more than healthy ones need, and from the next try
    on, when few others wait, what a slow one needs."""
    return SHORT if len(claimed) > 1 or claimed[0].tries in (2, 3) else LIMIT


def _claim(present: Present, at: int | None) -> list[Claim]:
    now = present.at if at is None else at
    return claim(present.connection, at=now, upto=now)


def take(engine: Engine, claimed: Sequence[Claim], at: int | None = None, watch: Watch = UNWATCHED) -> int:
    """Fire what was claimed, as one set, or in halves where that fails; how many fired.

    Its time begins when the database lets it write: who waits for another writer does not hang.
    """
    attempts = [Attempt(c.id, c.step, CLOCK, tries=c.tries) for c in claimed]
    allowed = _allowed(claimed)

    def work(present: Present) -> list[Outcome]:
        now = present.at if at is None else at
        _be_quick(present.connection, allowed)
        with watch.limit(allowed):
            outcomes = fire(present.connection, attempts, at=now)
            _note(present.connection, claimed, outcomes)
        return outcomes

    try:
        outcomes = transaction(engine, work)
    except Unavailable as error:
        if not took_too_long(error.__cause__ or error):
            raise  # the claim's next wake time stands: they are tried again
        return _failed_alone(engine, claimed[0], error) if len(claimed) == 1 else 0
    except Exception as error:
        if len(claimed) > 1:
            half = len(claimed) // 2
            return take(engine, claimed[:half], at, watch) + take(engine, claimed[half:], at, watch)
        return _failed_alone(engine, claimed[0], error)
    return sum(isinstance(outcome, Entry) for outcome in outcomes)


def _be_quick(connection: Connection, allowed: float) -> None:
    """A statement that hangs, or waits for a row, fails its own set before the whole process would have to end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(allowed * STATEMENT * 1000)}")


def _failed_alone(engine: Engine, claimed: Claim, error: Exception) -> int:
    log.error("the timer %s of case %s failed", claimed.step, claimed.id, exc_info=error)
    said = {claimed: _said(error)}
    transaction(engine, lambda present: _keep_errors(present.connection, said))
    return 0


def _note(connection: Connection, claimed: Sequence[Claim], outcomes: Sequence[Outcome]) -> None:
    refused = {c: o for c, o in zip(claimed, outcomes, strict=True) if isinstance(o, StepError)}
    early = [c for c, error in refused.items() if isinstance(error, NotDue)]
    if early:
        _wake_when_certain(connection, early)
    _keep_errors(connection, {c: _said(e) for c, e in refused.items() if not isinstance(e, (NotDue, *MOVED_ON))})


def _wake_when_certain(connection: Connection, early: Sequence[Claim]) -> None:
    """A provisional deadline is looked at again when it has passed whatever the missing notice may say."""
    tokens = {c.id: c.tries for c in early}
    held = select(cases).where(cases.c.id.in_(tokens), cases.c.provisional == 1)
    rows = [Case(*row) for row in connection.execute(held)]
    calendar = current(connection).calendar
    wakes = []
    for row in rows:
        clock = lifecycles()[row.lifecycle].clocks[row.state]
        if row.tries == tokens[row.id] and isinstance(clock.after, Period) and row.due_from is not None:
            latest = max(row.due_at or 0, reckon(calendar, row.due_from, clock.after).latest_possible)
            wakes.append({"case": row.id, "token": row.tries, "wake": latest + clock.grace * SECOND})
    if wakes:
        connection.execute(_held().values(wake_at=bindparam("wake"), tries=0), wakes)


def _keep_errors(connection: Connection, said: dict[Claim, str]) -> None:
    if said:
        rows = [{"case": c.id, "token": c.tries, "said": words} for c, words in said.items()]
        connection.execute(_held().values(last_error=bindparam("said")), rows)


def _held() -> Update:
    """The case, if nobody moved it or claimed it since."""
    return update(cases).where(cases.c.id == bindparam("case"), cases.c.tries == bindparam("token"))


def _said(error: BaseException) -> str:
    """The first line: further ones of a database's error may hold values of the row."""
    cause = error.__cause__ or error
    first = str(cause).partition("\n")[0]
    return f"{type(cause).__name__}: {first}"[:LONGEST]
