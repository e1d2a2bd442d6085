"""Moves a simulated clock on, so that every timer in between fires at its own hour, every duty on its own day."""

from datetime import timedelta
from functools import partial

from sqlalchemy import Engine

from models.database import Present, transaction
from models.reference import move_clock
from scheduler.claiming import Claim, claim, earliest
from scheduler.duties import do_duties, first_due
from scheduler.sweep import take
from workflows.instants import day_of, midnight


class RealClock(ValueError):
    """The clock of this installation is the real one: nobody can move it."""


def advance(engine: Engine, until: int | None = None) -> int:
    """Fire every timer whose wake time is not after `until` (left out: now), in order; how many fired.

    Between them the duties are done on the first day on which they are due; at one instant, timers come first.
    A simulated clock is moved to each wake time in turn, and at last to `until`; it never goes back. RealClock
    where it isn't simulated and `until` lies ahead.
    """
    simulated = engine.get_execution_options().get("simulated", False)
    if until is not None and not simulated and until > transaction(engine, lambda p: p.at, writes=False):
        raise RealClock("the real clock cannot be moved")
    fired = 0
    while True:
        _pass_duties(engine, until, simulated=simulated)
        at, claimed = transaction(engine, lambda present: _next(present, until))
        if not claimed:
            break
        fired += take(engine, claimed, at)
    if until is not None and simulated:
        transaction(engine, lambda p: move_clock(p.connection, to=until, now=p.now))
    return fired


def _pass_duties(engine: Engine, until: int | None, *, simulated: bool) -> None:
    """Do the duties of each day before the next timer, the clock standing there."""
    now, upto = transaction(engine, lambda present: _stretch(present, until), writes=False)
    after = now
    while (due := first_due(engine, after=after, upto=upto)) is not None:
        if simulated:
            transaction(engine, partial(_stand_at, due))
        do_duties(engine, at=due)
        after = midnight(day_of(due) + timedelta(days=1))  # what was refused is not asked for again that day


def _stand_at(due: int, present: Present) -> None:
    move_clock(present.connection, to=due, now=present.now)


def _stretch(present: Present, until: int | None) -> tuple[int, int]:
    """From now until just before the next timer, or until the end."""
    limit, wake = present.at if until is None else until, earliest(present.connection)
    return present.at, limit if wake is None else min(limit, wake - 1)


def _next(present: Present, until: int | None) -> tuple[int, list[Claim]]:
    """The instant of the next timers, and these timers, claimed in the transaction that moves the clock there:
    a scheduler that runs beside us sees the clock move only when they are ours."""
    limit = present.at if until is None else until
    wake = earliest(present.connection)
    if wake is None or wake > limit:
        return present.at, []
    if wake <= present.at:
        return present.at, claim(present.connection, at=present.at, upto=min(present.at, limit), wait=True)
    move_clock(present.connection, to=wake, now=present.now)
    return wake, claim(present.connection, at=wake, upto=wake, wait=True)
