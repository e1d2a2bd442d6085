"""Several schedulers in processes of their own, killed and frozen at random over many timers that are due at once."""

import os
import signal
import time
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from bench.loop import LOOP, register
from models.case import cases
from models.database import bound, connect, transaction
from scheduler import sweep as sweeping
from scheduler.watch import Watch, ending
from tests.faults.deeds import STARTS
from tests.faults.poison import ENDED, HARM
from workflows.definition import rules
from workflows.instants import DAY
from workflows.moves import Attempt


class Faults(NamedTuple):
    """What happens to the fleet; times in seconds of the timers' clock, which runs `speed` times as fast as ours."""

    schedulers: int = 4
    kills: int = 0
    freezes: int = 0
    frozen: float = 90
    every: float = 0.1  # of our own seconds, on the average, from one fault to the next
    speed: float = 20
    limit: float = 0  # of our own seconds, for a set and for one alone; 0: as in production
    poison: Mapping[int, str] = {}  # case -> harm


class Outcome(NamedTuple):
    took: float  # of our own seconds, until the last healthy timer had fired
    kills: int
    freezes: int
    ended: int  # schedulers that ended themselves, or were killed by what they fired


def patrol(url: str, base: int, begun: float, faults: Faults) -> None:
    """A scheduler that looks without pause, by a clock that all of the fleet share."""
    register()
    rules(LOOP)
    _arm(faults.poison)
    if faults.limit:
        sweeping.LIMIT = sweeping.SHORT = faults.limit
    engine = connect(url, simulated=True)
    bound(engine)
    watch = Watch(ending(lambda: os._exit(ENDED)), lambda: True)
    while True:
        sweeping.sweep(engine, at=_now(base, begun, faults), watch=watch)
        time.sleep(0.02)


def _now(base: int, begun: float, faults: Faults) -> int:
    return base + int((time.monotonic() - begun) * faults.speed * 1_000_000)


def _arm(poison: Mapping[int, str]) -> None:
    def harmful(connection: Any, moves: Any) -> list[Attempt]:
        for move in moves:
            _ = move.case.form  # as effects do: what no longer parses is met here
            HARM.get(poison.get(move.case.id, ""), _nothing)(connection)
        return []

    if poison:
        LOOP.at["running", "turn"].__dict__["does"] = (harmful,)


def _nothing(_: Any) -> None:
    """A healthy one."""


def waiting(db: Engine, base: int, poison: Mapping[int, str]) -> int:
    """How many healthy timers of this round have not fired: their deadline is not a later one yet."""
    asked = select(func.count()).where(cases.c.due_at <= base + DAY, cases.c.id.notin_(poison))
    return transaction(db, lambda p: p.connection.execute(asked).scalar_one(), writes=False)


def run(db: Engine, base: int, faults: Faults, random: Random, most: float = 900) -> Outcome:
    """Let the fleet fire all that is due at `base`, and let these faults happen on the way."""
    fleet = Fleet(db, base, faults, random)
    try:
        while waiting(db, base, faults.poison):
            assert time.monotonic() - fleet.begun < most, "the healthy ones never come to their end"
            time.sleep(random.uniform(0, 2 * faults.every))
            fleet.harm()
            fleet.mend()
        return Outcome(time.monotonic() - fleet.begun, fleet.kills, fleet.freezes, fleet.ended)
    finally:
        fleet.end()


class Fleet:
    """The processes, and what was done to them."""

    def __init__(self, db: Engine, base: int, faults: Faults, random: Random) -> None:
        url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
        self.faults, self.random, self.begun = faults, random, time.monotonic()
        self._told = (url, base, self.begun, faults)
        self.kills, self.freezes, self.ended = 0, 0, 0
        self._thaws: dict[int, float] = {}
        self._processes = [self._new() for _ in range(faults.schedulers)]

    def _new(self) -> Any:
        process = STARTS.Process(target=patrol, args=self._told)
        process.start()
        return process

    def harm(self) -> None:
        """Kill or freeze one of those that run."""
        nth = self.random.randrange(len(self._processes))
        if nth in self._thaws or not self._processes[nth].is_alive():
            return
        if self.freezes < self.faults.freezes:
            os.kill(self._processes[nth].pid, signal.SIGSTOP)
            self._thaws[nth] = time.monotonic() + self.faults.frozen / self.faults.speed
            self.freezes += 1
        elif self.kills < self.faults.kills:
            self._processes[nth].kill()
            self.kills += 1

    def mend(self) -> None:
        """Thaw whose time has come, and start anew what has ended."""
        for nth in [nth for nth, at in self._thaws.items() if time.monotonic() >= at]:
            os.kill(self._processes[nth].pid, signal.SIGCONT)
            del self._thaws[nth]
        for nth, process in enumerate(self._processes):
            if not process.is_alive():
                self.ended += process.exitcode == ENDED
                self._processes[nth] = self._new()

    def end(self) -> None:
        for process in self._processes:
            process.kill()
            process.join()
