"""Poison among the timers costs itself its eight tries, and nobody else more than two short pauses."""

import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, update

from models.case import cases
from models.database import transaction
from models.timers import try_again
from scheduler.claiming import MINUTE, earliest
from scheduler.sweep import sweep
from tests.faults.poison import ENDED, UNREADABLE, spoil, swept
from tests.scheduler.conftest import call
from tests.walk import Walk, moment
from tests.world import holds, settle

DUE = moment("2026-03-01 00:00:00")


@pytest.fixture
def calls(db: Engine) -> Callable[[int], list[Walk]]:
    settle(db)
    return lambda count: [call(db, 2026 + n) for n in range(count)]


def at_once(walks: list[Walk]) -> None:
    """Let all fall due together: the years that keep their slots apart stay in the form."""
    together = update(cases).where(cases.c.id.in_([w.id for w in walks])).values(wake_at=DUE)
    transaction(walks[0].db, lambda p: p.connection.execute(together))


def swept_until_it_ends(db: Engine, at: int, ends: list[Any]) -> None:
    """Whoever runs it starts it anew whenever it dies."""
    for _ in range(20):
        ends.append(swept(db, at))
        if ends[-1] == 0:
            return
    raise AssertionError("the sweep never comes to its end")


def test_four_kinds_of_poison_starve_nobody(calls: Callable[[int], list[Walk]]) -> None:
    walks = calls(12)
    db, at = walks[0].db, moment("2040-01-01")  # every call of these years is due by then
    bad = dict(zip(("raises", "hangs", "kills", "unreadable"), walks[2::3], strict=False))
    readable = bad["unreadable"].row.data
    for how, walk in bad.items():
        spoil(walk, how)
    at_once(walks)
    healthy, ends, begun = [w for w in walks if w not in bad.values()], [], at
    while any(w.state == "scheduled" for w in healthy):
        swept_until_it_ends(db, at, ends)
        at += MINUTE // 2
    assert at - begun <= 2 * MINUTE
    assert {-signal.SIGKILL, ENDED, 0} == set(ends)
    while (wake := transaction(db, lambda p: earliest(p.connection))) is not None and wake < begun + 100 * MINUTE:
        swept_until_it_ends(db, wake, ends)
    rows = {how: walk.row for how, walk in bad.items()}
    assert {(row.state, row.tries, row.wake_at) for row in rows.values()} == {("scheduled", 8, None)}
    said = {how: (row.last_error or "").partition(":")[0] for how, row in rows.items()}
    assert said == {"raises": "ZeroDivisionError", "hangs": "broken off", "kills": "broken off",
                    "unreadable": "JSONDecodeError"}  # fmt: skip
    mended = update(cases).where(cases.c.data == UNREADABLE).values(data=readable)
    transaction(db, lambda p: p.connection.execute(mended))
    assert transaction(db, lambda p: try_again(p.connection, bad["unreadable"].number, at))
    sweep(db, at=at)
    assert "open" in bad["unreadable"].trail
    holds(db)


@pytest.mark.parametrize("db", ["postgres"], indirect=True)  # SQLite has no statement that waits
def test_a_statement_that_hangs_fails_alone_and_ends_nobody(calls: Callable[[int], list[Walk]]) -> None:
    slow, sound, *_ = walks = calls(3)
    spoil(slow, "waits")
    at_once(walks)
    at = moment("2030-01-01")
    ends = [swept(slow.db, at + n * MINUTE // 2, limit=20) for n in (0, 1, 3)]
    assert ends == [0, 0, 0]
    assert "open" in sound.trail
    assert (slow.row.tries, slow.state) == (3, "scheduled")
    assert "canceling statement due to statement timeout" in (slow.row.last_error or "")
