"""Moving a simulated clock: every timer in between at its own hour, and never back."""

import pytest
from sqlalchemy import Engine, select

from models.case import entries
from models.database import transaction
from models.reference import start_clock
from scheduler.tick import RealClock, advance
from tests.scheduler.conftest import call
from tests.walk import moment

SECOND = 1_000_000


def stand(db: Engine, day: str) -> None:
    transaction(db, lambda p: start_clock(p.connection, at=moment(day), now=p.now))


def clock(db: Engine) -> int:
    return transaction(db, lambda present: present.at)


def test_each_timer_is_recorded_at_its_own_wake_time_and_in_order(gz: Engine) -> None:
    stand(gz, "2026-02-01")
    call(gz, 2027)
    call(gz, 2026)
    assert advance(gz, moment("2027-03-10")) == 4
    e = entries.c
    asked = select(e.step, e.effective_at, e.recorded_at).where(e.actor == "clock").order_by(e.recorded_at, e.case_id)
    rows = transaction(gz, lambda p: list(p.connection.execute(asked)))
    assert [row.step for row in rows] == ["open", "close", "finish", "open"]
    assert all(row.effective_at == row.recorded_at for row in rows)
    assert 0 <= clock(gz) - moment("2027-03-10") < 60 * SECOND


def test_the_clock_never_goes_back(gz: Engine) -> None:
    stand(gz, "2026-06-01")
    walk = call(gz, 2026)
    assert advance(gz, moment("2026-03-15")) == 1  # closing isn't due by then
    assert walk.trail == ["schedule", "open"]
    assert clock(gz) >= moment("2026-06-01")


def test_without_an_end_what_is_due_now_fires(gz: Engine) -> None:
    stand(gz, "2026-03-02")
    walk = call(gz, 2026)
    assert advance(gz) == 1
    assert walk.state == "open"
    assert clock(gz) - moment("2026-03-02") < 60 * SECOND


def test_a_real_clock_is_not_moved(gz: Engine) -> None:
    real = gz.execution_options(simulated=False)
    with pytest.raises(RealClock):
        advance(real, moment("2199-01-01"))
    assert advance(real, moment("2020-01-01")) == 0
