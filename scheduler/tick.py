"""Moves a simulated clock on, so that every timer in between fires at its own hour."""

from sqlalchemy import Engine

from models.database import Present, transaction
from models.reference import move_clock
from scheduler.claiming import Claim, claim, earliest
from scheduler.sweep import take


class RealClock(ValueError):
    """The clock of this installation is the real one: nobody can move it."""


def advance(engine: Engine, until: int | None = None) -> int:
    """Fire every timer whose wake time is not after `until` (left out: now), in order; how many fired.

    A simulated clock is moved to each wake time in turn, and at last to `until`; it never goes back. RealClock
    where it isn't simulated and `until` lies ahead.
    """
    simulated = engine.get_execution_options().get("simulated", False)
    if until is not None and not simulated and until > transaction(engine, lambda p: p.at, writes=False):
        raise RealClock("the real clock cannot be moved")
    fired = 0
    while True:
        at, claimed = transaction(engine, lambda present: _next(present, until))
        if not claimed:
            break
        fired += take(engine, claimed, at)
    if until is not None and simulated:
        transaction(engine, lambda p: move_clock(p.connection, to=until, now=p.now))
    return fired


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
