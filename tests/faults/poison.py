"""Timers that do harm when they fire, and schedulers in processes of their own that meet them."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text, update

from models.case import cases
from models.database import connect, transaction
from scheduler import sweep as sweeping
from scheduler.watch import Watch, ending
from tests.faults.deeds import STARTS
from tests.walk import Walk
from workflows.definition import rules
from workflows.moves import Attempt, Move
from workflows.rulebooks import lifecycles
from workflows.seal import text_of

ENDED = 70  # how a process ends that its own watch ended
UNREADABLE = '{"title": '


def raises(_: Connection) -> None:
    raise ZeroDivisionError("示例")


def hangs(_: Connection) -> None:
    time.sleep(600)


def kills(_: Connection) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def waits(connection: Connection) -> None:
    connection.execute(text("SELECT pg_sleep(600)"))


HARM: dict[str, Callable[[Connection], None]] = {h.__name__: h for h in (raises, hangs, kills, waits)}


def spoil(walk: Walk, how: str) -> None:
    """Let the opening of this scheduled call do harm, or its data no longer parse."""
    data = text_of(walk.row.form | {"title": how}) if how in HARM else UNREADABLE
    spoilt = update(cases).where(cases.c.id == walk.id).values(data=data)
    transaction(walk.db, lambda p: p.connection.execute(spoilt))


def harmful(connection: Connection, moves: Sequence[Move]) -> list[Attempt]:
    for move in moves:
        HARM.get(move.case.form["title"], lambda _: None)(connection)
    return []


def arm() -> None:
    """From now on this process meets the harm in what is spoilt."""
    calls = lifecycles()["guangzhou/2025/call"]
    rules(calls)  # the definition is read once, and before it is spoilt: entries are still written under it
    calls.at["scheduled", "open"].__dict__["does"] = (harmful,)


def _sweep(url: str, at: int, limit: float) -> None:
    arm()
    sweeping.LIMIT, sweeping.SHORT, sweeping.STATEMENT = limit, limit, 1 / limit
    sweeping.sweep(connect(url, simulated=True), at=at, watch=Watch(ending(lambda: os._exit(ENDED)), lambda: True))


def swept(db: Engine, at: int, limit: float = 0.5) -> Any:
    """How a scheduler ended that swept at this time in a process of its own: 0, ENDED, or -9."""
    url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
    process = STARTS.Process(target=_sweep, args=(url, at, limit))
    process.start()
    process.join(60)
    return process.exitcode
