"""`bench sweep`: due steps a second, whole (claimed, fired, committed), with few and with many cases waiting."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.by_hand import ByHand
from bench.grounds import START, Ground, fill, ground
from bench.rounds import Share, Way, interleaved, share
from models.database import transaction
from scheduler.claiming import earliest
from scheduler.sweep import sweep
from workflows.instants import DAY

LATER = START + 3000 * DAY  # those that wait fall due long after all that we sweep
SET = 200


class Swept(NamedTuple):
    """One line of the answer: against the raw set limit, with so many waiting."""

    kind: str
    waiting: int
    share: Share


def measure(kind: str, *, rounds: int, due: int = 1000, waiting: Sequence[int]) -> Iterator[Swept]:
    """Sweeps of `due` timers among more and more that wait."""
    with ground(kind, due) as here:
        hand, others = ByHand(here.engine), fill(here.engine, due, at=LATER)
        for count in waiting:
            others += fill(here.engine, count - len(others), at=LATER)
            ways: dict[str, Way] = {"raw": lambda: by_hand(hand, others[:due]), "ours": lambda: swept(here)}  # noqa: B023  # used at once
            took = interleaved(ways, rounds)
            yield Swept(kind, count, share(took["raw"], took["ours"]))


def swept(here: Ground) -> int:
    """Every timer of the ground falls due at one instant, again and again, a working week later each time."""
    at = transaction(here.engine, lambda present: earliest(present.connection))
    fired = sweep(here.engine, at=at)
    if fired != len(here.ids):
        raise RuntimeError(f"{fired} of {len(here.ids)} timers fired")
    return fired


def by_hand(hand: ByHand, ids: Sequence[int]) -> int:
    for first in range(0, len(ids), SET):
        hand.steps(list(ids[first : first + SET]), "turn", {}, LATER)
    return len(ids)
