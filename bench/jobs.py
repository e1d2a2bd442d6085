"""`bench jobs`: due steps a second, against a job for each case in APScheduler's own job store and the ORM."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Semaphore
from typing import Any, NamedTuple

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine
from sqlalchemy.orm import Session, registry

from bench.grounds import Ground, ground
from bench.loop import LOOP
from bench.sweep import swept
from models.case import cases, entries
from models.outbox import outbox
from workflows.instants import DAY
from workflows.seal import seal

GOAL, LEAST = 50.0, 20.0  # times as many, of quality.md
JOBS = 100
PAST, FUTURE = datetime(2012, 1, 2, tzinfo=UTC), datetime(2112, 1, 2, tzinfo=UTC)
WAIT = 120  # seconds for one of them: then something is broken


class Rate(NamedTuple):
    """One line of the answer: due steps a second."""

    kind: str
    theirs: float
    ours: float
    times: float


class Case:
    """A row of `cases`, as the ORM holds it."""


class Entry:
    """A row of `entries`."""


class Message:
    """A row of `outbox`."""


def measure(kind: str, *, rounds: int) -> Rate:
    """The same database with the same durability; theirs writes case, entry, message and the next job."""
    with ground(kind, 1000) as here:
        swept(here)
        began = time.perf_counter()
        fired = sum(swept(here) for _ in range(rounds))
        ours = fired / (time.perf_counter() - began)
        mapped = registry()
        for kept, table in ((Case, cases), (Entry, entries), (Message, outbox)):
            mapped.map_imperatively(kept, table)
        try:
            theirs = _by_jobs(here)
        finally:
            mapped.dispose()
    return Rate(kind, theirs, ours, ours / theirs)


def _by_jobs(here: Ground) -> float:
    """A job for each of so many cases, all due; each takes its step and makes the job of the next."""
    done = Semaphore(0)
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=here.engine)},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"misfire_grace_time": None},
        timezone="UTC",
    )
    scheduler.start(paused=True)
    _work[:] = [lambda case: _turn(here.engine, scheduler, case), done.release]
    for case in here.ids[:JOBS]:
        scheduler.add_job(fire, "date", run_date=PAST, args=[case])
    began = time.perf_counter()
    scheduler.resume()
    try:
        if not all(done.acquire(timeout=WAIT) for _ in range(JOBS)):
            raise RuntimeError("a job was lost")
        return JOBS / (time.perf_counter() - began)
    finally:
        scheduler.shutdown(wait=True)


_work: list[Callable[..., Any]] = []  # a stored job names a function that it can import


def fire(case: int) -> None:
    """What a stored job calls."""
    work, told = _work
    work(case)
    told()


def _turn(engine: Engine, scheduler: Any, id: int) -> None:
    with Session(engine) as session, session.begin():
        case: Any = session.get(Case, id)
        body, head = seal({"case": case.number, "seq": case.version + 1, "lifecycle": LOOP.key, "step": "turn"})
        case.version, case.head, case.entered_at = case.version + 1, head, case.due_at
        case.due_from, case.due_at = case.due_at, case.due_at + 7 * DAY
        case.wake_at = case.due_at
        entry: Any = Entry()
        entry.case_id, entry.seq, entry.kind, entry.step, entry.actor = id, case.version, "step", "turn", "clock"
        entry.effective_at = entry.recorded_at = case.due_from
        entry.body, entry.hash = body, head
        message: Any = Message()
        message.case_id, message.seq, message.topic, message.made_at = id, case.version, "turn", case.due_from
        session.add_all([entry, message])
    scheduler.add_job(fire, "date", run_date=FUTURE, args=[id])
