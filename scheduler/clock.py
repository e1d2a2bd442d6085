"""The metronome: APScheduler calls the sweep and the duties; what is due, and when, stands in the rows alone."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import Engine, or_, select, update

from models.database import Present, Unavailable, transaction
from models.reference import reference
from scheduler.claiming import earliest
from scheduler.duties import Hours
from scheduler.outbox import hand_out_now
from scheduler.sweep import sweep

log = logging.getLogger("yizhan.clock")
SECOND = 1_000_000
FRESH = 10 * SECOND  # how old the sign of life may grow before it is written again


def beat(engine: Engine, hours: Hours) -> int:
    """One look: sweep if anything is due, then pass by the duties; leave a sign of life. How many timers fired.

    Never raises what the next look may cure.
    """
    try:
        at, due, stale = transaction(engine, _look, writes=False)
        if stale:
            transaction(engine, _sign)
        fired = sweep(engine) if due else 0
        hours.pass_by(engine, at)
        return fired
    except Unavailable:
        log.warning("the database is locked or away; the sweep looks again in a moment")
        return 0


def _look(present: Present) -> tuple[int, bool, bool]:
    wake = earliest(present.connection)
    ticked: int | None = present.connection.execute(select(reference.c.ticked_at)).scalar_one()
    return present.at, wake is not None and wake <= present.at, ticked is None or ticked < present.now - FRESH


def _sign(present: Present) -> None:
    r = reference.c
    old = or_(r.ticked_at.is_(None), r.ticked_at < present.now - FRESH)
    present.connection.execute(update(reference).where(old).values(ticked_at=present.now))


class Metronome:
    """The sweep every `seconds`, in a thread of its own; `on_death` is called if that thread ends by itself.

    What stands `beside` is looked at as often, each apart: none waits for another.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        on_death: Callable[[], None],
        seconds: float = 1,
        beside: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._stopping = threading.Event()
        self._on_death = on_death
        # In memory, one at a time, never dropped for being late: after a standstill one sweep finds everything.
        self._scheduler = BlockingScheduler(timezone="UTC")
        for job in (partial(beat, engine, Hours()), partial(hand_out_now, engine), *beside):
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
            )
        self._thread = threading.Thread(target=self._run, name="metronome", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let a running sweep end, then stop."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._thread.join(timeout=10)

    def wait(self) -> None:
        """Until the thread has ended; short pauses let Ctrl+C through on every system."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)

    def _run(self) -> None:
        try:
            self._scheduler.start()
        except BaseException:
            log.exception("the metronome broke")
        if not self._stopping.is_set():
            self._on_death()
