"""`bench poison`: what a set of 200 costs in which one case's effect fails, against the same set without it."""

import logging
from typing import NamedTuple

from bench.grounds import Ground, ground
from bench.loop import OFFICER, POISON
from bench.rounds import Way, interleaved, share
from bench.step import Turns
from models.database import transaction
from workflows.engine import fire
from workflows.moves import Attempt, Entry

SET = 200
GOAL, MOST = 10.0, 20.0  # times the clean set, of quality.md


class Poisoned(NamedTuple):
    """One line of the answer: µs a step of both sets, and how many times the clean one the other costs."""

    kind: str
    clean: float
    poisoned: float
    times: float


def measure(kind: str, *, rounds: int) -> Poisoned:
    """The poisoned set is undone, then gone through one by one: all but one get their entries."""
    logging.getLogger("yizhan.engine").setLevel(logging.CRITICAL)  # each failure would be told at length
    with ground(kind, 2 * SET) as here:
        turns = Turns(here.ids, lasts=0)  # the poisoned case never moves, and mustn't be refused as late
        ways: dict[str, Way] = {"clean": lambda: taken(here, turns, 0), "poisoned": lambda: taken(here, turns, 1)}
        took = interleaved(ways, rounds)
    found = share(took["poisoned"], took["clean"])
    return Poisoned(kind, found.ours, found.raw, found.share)


def taken(here: Ground, turns: Turns, harmful: int) -> int:
    """One set, so many of its cases poisoned."""
    ids, at = turns.take(SET)
    attempts = [Attempt(id, "bear", OFFICER, comment=POISON if n < harmful else "") for n, id in enumerate(ids)]
    outcomes = transaction(here.engine, lambda present: fire(present.connection, attempts, at=at))
    if sum(isinstance(outcome, Entry) for outcome in outcomes) != SET - harmful:
        raise RuntimeError(f"others than the poisoned were refused: {outcomes[:2]}")
    return SET
