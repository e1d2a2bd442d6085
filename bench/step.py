"""`bench step`: steps one by one and in sets of 200, against the raw limit of the same run."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any, NamedTuple

from bench.by_hand import ByHand
from bench.grounds import START, Ground, ground
from bench.loop import OFFICER
from bench.rounds import Share, Way, interleaved, share
from models.database import transaction
from workflows.engine import fire
from workflows.moves import Attempt, Entry

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
        hand = ByHand(here.engine)
        for step, data in (("go", {}), ("tell", OPINION)):
            for size, total, (goal, least) in zip((1, 200), (100, 2000), GOALS[kind], strict=True):
                taking = islices(here.ids, size)
                ways: dict[str, Way] = {
                    "raw": lambda s=step, d=data, z=size, n=total, t=taking: by_hand(hand, t, s, d, z, n),  # type: ignore[misc]
                    "ours": lambda s=step, d=data, z=size, n=total, t=taking: by_fire(here, t, s, d, z, n),  # type: ignore[misc]
                }
                took = interleaved(ways, rounds)
                yield Figure(kind, step, size, share(took["raw"], took["ours"]), goal, least)


def islices(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    """The ids round and round, so many at a time."""
    round_and_round = cycle(ids)
    while True:
        yield sorted(islice(round_and_round, size))


def by_hand(hand: ByHand, taking: Iterator[list[int]], step: str, data: dict[str, Any], size: int, total: int) -> int:
    for _ in range(total // size):
        hand.steps(next(taking), step, data, START)
    return total


def by_fire(here: Ground, taking: Iterator[list[int]], step: str, data: dict[str, Any], size: int, total: int) -> int:
    for _ in range(total // size):
        attempts = [Attempt(id, step, OFFICER, data=data) for id in next(taking)]
        outcomes = transaction(here.engine, lambda present, a=attempts: fire(present.connection, a, at=START))  # type: ignore[misc]
        if not all(isinstance(outcome, Entry) for outcome in outcomes):
            raise RuntimeError(f"a step was refused: {outcomes[:1]}")
    return total
