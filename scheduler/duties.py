"""The duties of every rule book: what the calendar asks is opened and done, each once, however often this runs."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, Engine

from models.database import Present, Unavailable, transaction
from models.in_turn import in_turn
from workflows.begin import begin
from workflows.duties import Duty
from workflows.engine import Outcome, fire
from workflows.errors import StepError
from workflows.instants import day_of, midnight
from workflows.moves import Attempt, Opening
from workflows.rulebooks import rulebooks

log = logging.getLogger("yizhan.duties")
HOUR = 3_600_000_000  # µs; midnight in Shanghai begins one


class Hours:
    """Passes through the duties once in each hour of case time, and at the start."""

    def __init__(self) -> None:
        self._seen: int | None = None

    def pass_by(self, engine: Engine, at: int) -> int:
        """How many cases were opened and steps taken."""
        if self._seen == at // HOUR:
            return 0
        done = do_duties(engine)
        self._seen = at // HOUR  # not before it is done: where the database was away, the next look tries again
        return done


def do_duties(engine: Engine, *, at: int | None = None) -> int:
    """Open and do what is due at `at` (left out: now), each duty in a transaction of its own; how much was done.

    Nothing is remembered here: whoever comes second finds nothing left, and an opening's key is used once, the
    database sees to that. A duty that fails is logged, and leaves the others alone.
    """
    return sum(_do(engine, duty, at) for duty in _every())


def first_due(engine: Engine, *, after: int, upto: int) -> int | None:
    """The first moment at which a duty is due: `after` itself, or a midnight until `upto`; None: there is none.

    Time and entries alone make a duty due, and what time made due stays so until it is done. Hence the last moment
    is asked first, and mostly it is the only one; else the days between are halved.
    """
    if upto < after:
        return None
    day = day_of(after).toordinal()

    def moment(nth: int) -> int:
        return midnight(date.fromordinal(day + nth)) if nth else after

    low, high = 0, day_of(upto).toordinal() - day
    if not _any_due(engine, moment(high)):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _any_due(engine, moment(middle)) else (middle + 1, high)
    return moment(low)


def _every() -> Iterator[Duty]:
    return (duty for book in rulebooks().values() for duty in book.duties)


def _any_due(engine: Engine, at: int) -> bool:
    return transaction(engine, lambda p: any(duty.due(p.connection, at) for duty in _every()), writes=False)


def _do(engine: Engine, duty: Duty, at: int | None) -> int:
    """Look without a lock; only where something is due, wait for who is at it, look again and take what is left."""

    def look(present: Present) -> list[Opening | Attempt]:
        return list(duty.due(present.connection, present.at if at is None else at))

    def work(present: Present) -> list[Outcome]:
        in_turn(present.connection, f"duty {duty.name}")
        return _take(present.connection, look(present), present.at if at is None else at)

    try:
        asked = transaction(engine, look, writes=False)
        outcomes = transaction(engine, work) if asked else []
    except Unavailable:
        raise
    except Exception:
        log.exception("the duty %s failed", duty.name)
        return 0
    for refused in (o for o in outcomes if isinstance(o, StepError)):
        log.warning("the duty %s was refused: %s", duty.name, refused)
    return sum(not isinstance(o, StepError) for o in outcomes)


def _take(connection: Connection, asked: Sequence[Opening | Attempt], at: int) -> list[Outcome]:
    begun = begin(connection, [a for a in asked if isinstance(a, Opening)], at=at)
    return [*begun, *fire(connection, [a for a in asked if isinstance(a, Attempt)], at=at)]
