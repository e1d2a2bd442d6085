"""`bench sweep`: due steps a second, whole (claimed, fired, committed), with few and with many cases waiting."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from bench.by_hand import ByHand
from bench.grounds import START, Ground, fill, ground
from bench.rounds import Share, Way, interleaved, share
from models.case import cases
from models.database import transaction
from scheduler.sweep import sweep
from workflows.instants import DAY

AT = START + 30 * DAY
SET = 200


class Swept(NamedTuple):
    """One line of the answer: against the raw set limit, with so many waiting."""

    kind: str
    waiting: int
    share: Share


def measure(kind: str, *, rounds: int, due: int = 1000, waiting: tuple[int, ...] = (2_000, 20_000)) -> Iterator[Swept]:
    """Sweeps of `due` timers among more and more that wait."""
    with ground(kind, due) as here:
        hand = ByHand(here.engine)
        for count in waiting:
            fill(here.engine, count - _count(here))
            ways: dict[str, Way] = {"raw": lambda: by_hand(hand, here, due), "ours": lambda: swept(here, due)}
            took = interleaved(ways, rounds)
            yield Swept(kind, count, share(took["raw"], took["ours"]))


def _count(here: Ground) -> int:
    asked = select(func.count()).select_from(cases)
    return transaction(here.engine, lambda present: int(present.connection.execute(asked).scalar_one()))


def _ready(here: Ground, due: int) -> None:
    """Exactly so many timers are due at `AT`, the others much later."""
    later = update(cases).values(wake_at=AT + 400 * DAY, due_at=AT + 400 * DAY, tries=0)
    first = update(cases).where(cases.c.id <= bindparam("last")).values(wake_at=AT - DAY, due_at=AT - DAY)
    transaction(here.engine, lambda present: present.connection.execute(later))
    transaction(here.engine, lambda present: present.connection.execute(first, {"last": here.ids[due - 1]}))


def swept(here: Ground, due: int) -> int:
    if (fired := sweep(here.engine, at=AT)) != due:
        raise RuntimeError(f"{fired} of {due} timers fired")
    return due


def by_hand(hand: ByHand, here: Ground, due: int) -> int:
    for first in range(0, due, SET):
        hand.steps(here.ids[first : first + SET], "turn", {}, AT)
    return due
