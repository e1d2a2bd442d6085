"""The metronome: APScheduler calls the sweep and the duties; what is due, and when, stands in the rows alone."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import Engine, or_, select, update

from models import drift
from models.database import Present, Unavailable, transaction
from models.reference import reference
from scheduler.claiming import earliest
from scheduler.duties import Hours
from scheduler.sweep import sweep
from scheduler.watch import UNWATCHED, Watch, ending

log = logging.getLogger("yizhan.clock")
SECOND = 1_000_000
FRESH = 10 * SECOND  # how old the sign of life may grow before it is written again
AWAY = 1  # seconds until a database that did not answer is asked again
DUTIES = 600  # seconds: a year's assessments are opened in one pass


def beat(engine: Engine, hours: Hours, watch: Watch = UNWATCHED) -> int:
    """One look: sweep if anything is due, then pass by the duties; leave a sign of life. How many timers fired.

    Never raises what the next look may cure. While this machine's clock is off, nothing is fired or opened.
    """
    try:
        at, due, stale = transaction(engine, _look, writes=False)
        if stale:
            transaction(engine, _sign)
        if drift.alarms():
            if transaction(engine, _tell):
                log.critical(
                    "the clock of this machine is %d s off: it fires nothing until that is mended", drift.seconds()
                )
            return 0
        fired = sweep(engine, watch=watch) if due else 0
        if watch.going():
            with watch.limit(DUTIES):
                hours.pass_by(engine, at)
        return fired
    except Unavailable:
        log.warning("the database is locked or away; the sweep looks again in a moment")
        time.sleep(AWAY)
        return 0


def _look(present: Present) -> tuple[int, bool, bool]:
    wake = earliest(present.connection)
    ticked: int | None = present.connection.execute(select(reference.c.ticked_at)).scalar_one()
    return present.at, wake is not None and wake <= present.at, ticked is None or ticked < present.now - FRESH


def _sign(present: Present) -> None:
    r = reference.c
    old = or_(r.ticked_at.is_(None), r.ticked_at < present.now - FRESH)
    present.connection.execute(update(reference).where(old).values(ticked_at=present.now))


def _tell(present: Present) -> bool:
    """That the clock of a scheduler is off, for those who look at another machine; False: it was said just now."""
    r = reference.c
    old = or_(r.drifted_at.is_(None), r.drifted_at < present.now - FRESH)
    told = update(reference).where(old).values(drifted_at=present.now, drift=drift.apart())
    return present.connection.execute(told).rowcount > 0


class Metronome:
    """The sweep every `tenth` of a second, in a thread of its own; `on_death` is called if it ends by itself, or hangs.

    What stands `beside` is looked at every second, each apart: none waits for another.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        on_death: Callable[[], None],
        tenth: float = 0.1,
        beside: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._stopping = threading.Event()
        watch = Watch(ending(on_death), lambda: not self._stopping.is_set())
        self._on_death = on_death
        # In memory, one at a time, never dropped for being late: after a standstill one sweep finds everything.
        self._scheduler = BlockingScheduler(timezone="UTC")
        # Often, so that few are due at once: where a thousand fall due in a second, none waits for a second's others.
        for job, seconds in ((partial(beat, engine, Hours(), watch), tenth), *((job, tenth * 10) for job in beside)):
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
            )
        self._thread = threading.Thread(target=self._run, name="metronome", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the set that is being fired end, then stop."""
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
