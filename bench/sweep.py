"""`bench sweep`: due steps a second, whole (claimed, fired, committed), with few and with many cases waiting."""

import tracemalloc
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Engine, text

from bench.by_hand import ByHand
from bench.grounds import START, Ground, fill, ground
from bench.many import NUMBERS
from bench.rounds import Share, Way, interleaved, share
from bench.step import GOALS
from models.case import cases
from models.database import Present, transaction
from scheduler.claiming import earliest
from scheduler.sweep import sweep
from workflows.instants import DAY

LATER = START + 3000 * DAY  # those that wait fall due long after all that we sweep
SET = 200
TIMES, MOST = 1.2, 1.5  # as dear as among the fewest that wait, of quality.md,
MORE = 10.0  # and so many MB more
MB = 1_000_000


class Swept(NamedTuple):
    """One line of the answer: against the raw set limit, and against the fewest waiting, in cost and in memory."""

    kind: str
    waiting: int
    share: Share
    goal: float
    least: float
    times: float
    more: float  # MB


def measure(kind: str, *, rounds: int, due: int = 1000, waiting: Sequence[int]) -> Iterator[Swept]:
    """Sweeps of `due` timers among more and more that wait; the goal and the least share are those of sets."""
    goal, least = GOALS[kind][1]
    with ground(kind, due) as here:
        hand, others = ByHand(here.engine), fill(here.engine, due, at=LATER)
        waits, few, held = due, 0.0, 0.0
        for count in waiting:
            transaction(here.engine, lambda present: crowd(present, others[0], waits, count))  # noqa: B023  # used at once
            refresh(here.engine)
            waits = max(waits, count)
            ways: dict[str, Way] = {"raw": lambda: by_hand(hand, others), "ours": lambda: swept(here)}
            took = interleaved(ways, rounds)
            found, room = share(took["raw"], took["ours"]), memory(here)
            few, held = few or found.ours, held or room
            yield Swept(kind, waits, found, goal, least, found.ours / few, room - held)


def crowd(present: Present, like: int, waits: int, count: int) -> None:
    """Let `count` cases wait where `waits` did: copies of one, by SQL."""
    if count <= waits:
        return
    names = ", ".join(c.name for c in cases.c if c.name not in ("id", "number") and c.computed is None)
    numbers = NUMBERS[present.connection.dialect.name]
    sql = f"""INSERT INTO cases (number, {names}) SELECT 'XX-9999-' || CAST(i + :waits AS TEXT), {names}
      FROM cases CROSS JOIN ({numbers}) AS n WHERE id = :like"""
    present.connection.execute(text(sql), {"waits": waits, "count": count - waits, "like": like})


def refresh(engine: Engine) -> None:
    """What a database by itself learns of a table that has grown."""
    transaction(engine, lambda present: present.connection.execute(text("ANALYZE")))


def memory(here: Ground) -> float:
    """The most that a sweep holds, in MB; a sweep of its own, since counting slows it."""
    tracemalloc.start()
    swept(here)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / MB


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
