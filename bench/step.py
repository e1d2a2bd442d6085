"""`bench step`: steps one by one and in sets of 200, against the raw limit of the same run."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from typing import Any, NamedTuple

from bench.by_hand import ByHand
from bench.grounds import START, Ground, ground
from bench.loop import OFFICER
from bench.rounds import Share, Way, interleaved, share
from models.database import Present, transaction
from workflows.engine import Outcome, fire
from workflows.instants import DAY
from workflows.moves import Attempt, Entry

ROUND = 4 * DAY  # in which every case has its turn once: before its deadline, which is then another
OPINION = {"opinion": "材料齐全，同意上报"}
# (goal, never under) of quality.md, for one step and for sets.
GOALS = {
    "sqlite-delete": ((0.75, 0.5), (0.55, 0.4)),
    "sqlite-wal": ((0.55, 0.35), (0.55, 0.4)),
    "postgresql": ((0.75, 0.5), (0.7, 0.5)),
}


class Figure(NamedTuple):
    """One line of the answer."""

    kind: str
    step: str
    size: int
    share: Share
    goal: float
    least: float


def measure(kind: str, *, rounds: int, cases: int = 2000) -> Iterator[Figure]:
    """Each figure as soon as it is known."""
    with ground(kind, cases) as here:
        hand, turns = ByHand(here.engine), Turns(here.ids)
        for step, data in (("go", {}), ("tell", OPINION)):
            for size, total, (goal, least) in zip((1, 200), (100, 2000), GOALS[kind], strict=True):
                ways: dict[str, Way] = {
                    "raw": partial(by_hand, hand, turns, step, data, size, total),
                    "ours": partial(by_fire, here, turns, step, data, size, total),
                }
                took = interleaved(ways, rounds)
                yield Figure(kind, step, size, share(took["raw"], took["ours"]), goal, least)


class Turns:
    """Whose turn it is: the ids round and round. Time goes on, so that each step moves its deadline, as steps do."""

    def __init__(self, ids: Sequence[int], lasts: int = ROUND) -> None:
        self.ids, self.at, self.pace = cycle(ids), START, lasts // len(ids)

    def take(self, size: int) -> tuple[list[int], int]:
        """The next ids, in their order, and when."""
        self.at += self.pace * size
        return sorted(islice(self.ids, size)), self.at


def by_hand(hand: ByHand, turns: Turns, step: str, data: dict[str, Any], size: int, total: int) -> int:
    for _ in range(total // size):
        ids, at = turns.take(size)
        hand.steps(ids, step, data, at)
    return total


def by_fire(here: Ground, turns: Turns, step: str, data: dict[str, Any], size: int, total: int) -> int:
    for _ in range(total // size):
        ids, at = turns.take(size)
        attempts = [Attempt(id, step, OFFICER, data=data) for id in ids]
        outcomes = transaction(here.engine, partial(_fired, attempts, at))
        if not all(isinstance(outcome, Entry) for outcome in outcomes):
            raise RuntimeError(f"a step was refused: {outcomes[:1]}")
    return total


def _fired(attempts: Sequence[Attempt], at: int, present: Present) -> Sequence[Outcome]:
    return fire(present.connection, attempts, at=at)
