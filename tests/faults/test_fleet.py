"""In short what `make trials` runs for long: schedulers killed and frozen, web servers killed, ten days down."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, select, update

from bench.grounds import START, fill
from bench.loop import BOOK, LOOP, register
from models.case import cases, entries
from models.database import transaction
from models.reference import start_clock
from scheduler.sweep import sweep
from tests.faults import web_kills
from tests.faults.fleet import Faults, run
from tests.faults.poison import UNREADABLE
from tests.walk import moment
from tests.world import holds, settle
from workflows.instants import DAY
from workflows.rulebooks import lifecycles, rulebooks

MINUTE = 60_000_000


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    register()
    yield
    del lifecycles()[LOOP.key], rulebooks()[BOOK.key]


def dues(db: Engine) -> dict[int, tuple[int, int]]:
    """Case -> (version, when it is due)."""
    asked = select(cases.c.id, cases.c.version, cases.c.due_at)
    return {id: (version, due) for id, version, due in transaction(db, lambda p: p.connection.execute(asked).all())}


POISON = ("raises", "hangs", "kills", "unreadable")


def killed_and_frozen(db: Engine, count: int, calm: Faults, storm: Faults, seed: int = 7) -> tuple[float, float]:
    """(seconds of a round without poison, of one with): every timer fires once in each, the poisoned in the first."""
    ids = fill(db, count, at=START)
    before = run(db, max(due for _, due in dues(db).values()), calm, Random(seed))
    chosen = Random(seed).sample(ids, max(count // 100, len(POISON)))
    poison = dict(zip(chosen, islice(cycle(POISON), count), strict=False))
    unread = update(cases).where(cases.c.id.in_([id for id, how in poison.items() if how == "unreadable"]))
    transaction(db, lambda p: p.connection.execute(unread.values(data=UNREADABLE)))
    after = run(db, max(due for _, due in dues(db).values()), storm._replace(poison=poison), Random(seed))
    assert {id: version for id, (version, _) in dues(db).items()} == {id: 3 - (id in poison) for id in ids}
    e = entries.c
    fired = select(e.effective_at, e.recorded_at, e.body).where(e.step == "turn")
    assert all(r.recorded_at >= r.effective_at for r in transaction(db, lambda p: p.connection.execute(fired).all()))
    holds(db)
    return before.took, after.took


def killed_again_and_again(db: Engine, count: int, kills: int) -> int:
    """One scheduler, killed so often; each timer fires once in each round. How many rounds that took."""
    random, ids, done, rounds = Random(11), fill(db, count, at=START), 0, 0
    while done < kills:
        base = max(due for _, due in dues(db).values())
        done += run(db, base, Faults(schedulers=1, kills=kills - done, every=0.05), random).kills
        rounds += 1
        assert {version for version, _ in dues(db).values()} == {1 + rounds}
    assert len(dues(db)) == len(ids)
    holds(db)
    return rounds


def down_for_days(db: Engine, count: int) -> None:
    """After ten days one sweep takes what is overdue in the order of its due times, each at its legal date."""
    for day in range(10):
        fill(db, count // 10, at=START + day * DAY + day * MINUTE)
    due = {id: at for id, (_, at) in dues(db).items()}
    at = max(due.values()) + 10 * DAY
    seen = sorted(due)
    assert sweep(db, at=at) >= len(seen)
    e = entries.c
    asked = select(e.case_id, e.effective_at).where(e.step == "turn", e.seq == 2)
    assert dict(transaction(db, lambda p: p.connection.execute(asked).all())) == due
    holds(db)


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
def test_schedulers_killed_and_frozen_over_poison(db: Engine) -> None:
    storm = Faults(schedulers=2, kills=3, freezes=1, frozen=40, limit=1)
    killed_and_frozen(db, 200, Faults(schedulers=2), storm)


def test_a_scheduler_killed_again_and_again(db: Engine) -> None:
    killed_again_and_again(db, 100, 3)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_outage_of_ten_days(db: Engine) -> None:
    down_for_days(db, 300)


def web_killed(db: Engine, folder: Path, kills: int) -> None:
    """What was acknowledged is there, once; what was sent again was answered by what was done the first time."""
    settle(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-01-10"), now=p.now))
    answers = web_kills.killed(db, folder, kills)
    e = entries.c
    asked = select(e.key, cases.c.number, e.seq).join(cases, cases.c.id == e.case_id).where(e.key.is_not(None))
    stored = {key: (number, seq) for key, number, seq in transaction(db, lambda p: p.connection.execute(asked).all())}
    assert stored == {key: (number, version) for key, (number, _, version) in answers.items()}
    holds(db)


def test_a_web_server_killed_again_and_again(db: Engine, tmp_path: Path) -> None:
    web_killed(db, tmp_path, 6)
