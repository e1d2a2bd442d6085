"""The sweep: each timer once, on time, whatever else runs, fails or dies beside it."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.case import cases, entries
from models.database import transaction
from scheduler.claiming import MINUTE, Claim, claim
from scheduler.sweep import SECOND, sweep, take
from scheduler.watch import UNWATCHED
from tests.scheduler.conftest import call, spoil
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import BUREAU


def times(walk: Walk, step: str) -> list[tuple[int, int]]:
    """(effective, recorded) of each entry of a step."""
    e = entries.c
    asked = select(e.effective_at, e.recorded_at).where(e.case_id == walk.id, e.step == step)
    return transaction(walk.db, lambda p: [(r.effective_at, r.recorded_at) for r in p.connection.execute(asked)])


def claimed(db: Engine, on: str) -> list[Claim]:
    at = moment(on)
    return transaction(db, lambda present: claim(present.connection, at=at, upto=at))


def test_a_publicity_ends_by_itself_120_seconds_after_its_last_day(gz: Engine) -> None:
    open_call(gz)
    case = in_publicity(gz, "2026-09-28")
    assert sweep(gz, at=moment("2026-10-11 00:01:59")) == 0
    assert case.state == "publicity"
    assert sweep(gz, at=moment("2026-10-11 00:05:00")) == 1
    assert case.state == "concluded"
    assert times(case, "conclude") == [(moment("2026-10-11 00:00:00"), moment("2026-10-11 00:05:00"))]


def test_a_sweep_that_is_told_to_stop_ends_between_two_sets(gz: Engine) -> None:
    walk, asked = call(gz, 2026), iter((True, False))
    watch = UNWATCHED._replace(going=lambda: next(asked))
    assert sweep(gz, at=moment("2027-06-01"), watch=watch) == 1
    assert walk.trail == ["schedule", "open"]


def test_a_second_sweep_finds_nothing(gz: Engine) -> None:
    walk = call(gz, 2026)
    assert [sweep(gz, at=moment("2026-03-02")) for _ in range(2)] == [1, 0]
    assert walk.trail == ["schedule", "open"]


def test_after_a_standstill_everything_overdue_fires_one_after_the_other(gz: Engine) -> None:
    walk = call(gz, 2026)
    assert sweep(gz, at=moment("2027-06-01")) == 3
    assert walk.trail == ["schedule", "open", "close", "finish"]


def test_a_failing_timer_waits_longer_each_time_and_at_last_for_a_person(gz: Engine) -> None:
    broken, sound = call(gz, 2026), call(gz, 2027)
    spoil(broken)
    at, waits = moment("2027-03-01 00:00:00"), []
    assert sweep(gz, at=at) == 1  # the other call opens
    assert sound.state == "open"
    while (wake := broken.row.wake_at) is not None:
        waits.append((wake - at) / MINUTE)
        at = wake
        sweep(gz, at=at)
    assert waits == pytest.approx([1 / 12, 1 / 6, 2, 4, 8, 16, 32])
    row = broken.row
    assert (row.state, row.tries, row.last_error) == ("scheduled", 8, "KeyError: 'closes_on'")


def test_what_a_dead_scheduler_had_claimed_is_fired_by_the_next(gz: Engine) -> None:
    walk = call(gz, 2026)
    (ours,) = claimed(gz, "2026-03-02 09:00:00")
    assert sweep(gz, at=moment("2026-03-02 09:00:04")) == 0
    assert sweep(gz, at=moment("2026-03-02 09:00:05")) == 1
    assert take(gz, [ours], at=moment("2026-03-02 09:00:06")) == 0  # back from the dead: its token is worth nothing
    assert walk.trail == ["schedule", "open"]


def test_a_death_during_the_last_try_leaves_its_reason(gz: Engine) -> None:
    walk = call(gz, 2026)
    at = moment("2026-03-02")
    while (wake := walk.row.wake_at) is not None:
        at = max(at, wake)
        transaction(gz, lambda present, at=at: claim(present.connection, at=at, upto=at))
    assert (walk.row.last_error or "").startswith("broken off")


def test_a_provisional_publicity_waits_for_what_the_notice_may_say(gz: Engine) -> None:
    open_call(gz)
    case = in_publicity(gz, "2026-12-25")
    due, wake = case.row.due_at or 0, case.row.wake_at or 0
    assert wake > due
    sweep(gz, at=wake - 1)  # ends the call's year, too
    assert case.state == "publicity"
    assert sweep(gz, at=wake) == 1
    assert times(case, "conclude") == [(wake - 120 * SECOND, wake)]


def test_two_schedulers_fire_each_timer_once(gz: Engine) -> None:
    walks = [call(gz, year) for year in range(2026, 2046)]
    at, together, fired = moment("2100-01-01"), threading.Barrier(2), []

    def run() -> None:
        together.wait()
        fired.append(sweep(gz, at=at))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(fired) == 3 * len(walks)
    assert {tuple(walk.trail) for walk in walks} == {("schedule", "open", "close", "finish")}


def test_a_case_that_moved_on_keeps_its_own_wake_time(gz: Engine) -> None:
    walk = call(gz, 2026)
    (ours,) = claimed(gz, "2026-03-02")
    later: dict[str, Any] = {"closes_on": "2026-05-31", "reason": "示例"}
    walk.take("extend", BUREAU, on="2026-02-28 23:59:59", **later)
    assert take(gz, [ours], at=moment("2026-03-02 09:00:02")) == 0
    assert (walk.row.tries, walk.row.last_error) == (0, None)
    assert sweep(gz, at=moment("2026-03-02 09:00:03")) == 1


def test_a_set_is_claimed_200_at_a_time(gz: Engine) -> None:
    walks = [call(gz, 2026)]
    row = transaction(gz, lambda p: dict(p.connection.execute(select(cases)).mappings().one()))
    del row["soonest"]  # the database computes it
    copies = [{**row, "id": row["id"] + n, "number": f"GZ-2026-9{n:05d}", "slot": None} for n in range(1, 206)]
    transaction(gz, lambda p: p.connection.execute(cases.insert(), copies))
    assert [len(claimed(gz, "2026-03-02")) for _ in range(3)] == [200, len(walks) + 5, 0]
