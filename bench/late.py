"""`bench late`: how long after the tick each timer fires where a thousand fall due every second."""

import statistics
import time
from typing import NamedTuple

from bench.grounds import Ground, ground
from models.database import transaction
from scheduler.claiming import claim, earliest
from scheduler.sweep import take

DUE = 100  # at each tick of the sweep: a thousand in a second
TICK = 100.0  # ms
GOAL = 100.0  # ms, of quality.md: 95 of a hundred are fired by then


class Late(NamedTuple):
    """One line of the answer: when half, and 95 of a hundred, of the timers of a tick were stored, in ms."""

    kind: str
    half: float
    most: float


def measure(kind: str, *, rounds: int) -> Late:
    """So many ticks; what one takes longer than until the next, the next begins later."""
    late: list[float] = []
    with ground(kind, DUE) as here:
        ticked(here)
        behind = 0.0
        for _ in range(rounds):
            late += [behind + one for one in ticked(here)]
            behind = max(0.0, late[-1] - TICK)
    cuts = statistics.quantiles(late, n=20)
    return Late(kind, cuts[9], cuts[18])


def ticked(here: Ground) -> list[float]:
    """What the sweep does at a tick; for each timer, how long after it was stored."""
    at = transaction(here.engine, lambda present: earliest(present.connection)) or 0
    began, late = time.perf_counter(), []
    while claimed := transaction(here.engine, lambda present: claim(present.connection, at=at, upto=at)):
        if take(here.engine, claimed, at) != len(claimed):
            raise RuntimeError("a timer that was due did not fire")
        late += [(time.perf_counter() - began) * 1000] * len(claimed)
    return late
