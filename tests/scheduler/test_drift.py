"""One machine's clock a week ahead: it fires nothing early, takes nothing that can't be taken back, and alarms."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from models.database import transaction
from models.drift import Guard, wall
from models.reference import start_clock
from models.settings import Settings
from models.tokens import give_token
from scheduler.clock import beat
from scheduler.duties import Hours
from tests.databases import stamped
from tests.scheduler.conftest import call
from tests.walk import Walk, moment
from tests.world import BUREAU
from web.app import create_app

WEEK, SECOND = 7 * 86_400_000_000, 1_000_000


@pytest.fixture
def due(gz: Engine) -> Iterator[Walk]:
    """A call that has just fallen due, on a migrated database."""
    walk = call(gz, 2026)
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-03-01"), now=p.now))
    with stamped(gz):
        yield walk


@pytest.fixture
def web(due: Walk, tmp_path: Path) -> FlaskClient:
    return create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), due.db).test_client()


def told(web: FlaskClient) -> tuple[Any, dict[str, float]]:
    """What /readyz and /metrics say."""
    lines = [line.rsplit(" ", 1) for line in web.get("/metrics").text.splitlines() if line[0] != "#"]
    return web.get("/readyz").json, {name.removeprefix("yizhan_"): float(value) for name, value in lines}


def test_a_clock_a_week_ahead_stops_what_cannot_be_taken_back(due: Walk, web: FlaskClient) -> None:
    token = transaction(due.db, lambda p: give_token(p.connection, BUREAU.account, now=p.now))
    head = {"Authorization": f"Bearer {token}"}
    with time_machine.travel(timedelta(days=7)):
        assert beat(due.db, Hours()) == 0
        ready, gauges = told(web)
        step = web.post(f"/api/v1/cases/{due.number}/steps/extend", json={"version": 2, "data": {}}, headers=head)
        read = web.get(f"/api/v1/cases/{due.number}", headers=head)
    assert due.state == "scheduled"
    assert ready["clock_drift_seconds"] == pytest.approx(WEEK / SECOND, abs=60)
    assert any("A clock is 6" in warning for warning in ready["warnings"])
    assert gauges["clock_alarm"] == 1
    assert (step.status_code, step.json["code"], "Retry-After" in step.headers) == (503, "try_again", True)
    assert read.status_code == 200
    # Another machine's alarm stands for a minute beside a clock that is right.
    assert told(web)[1]["clock_alarm"] == 1
    with due.db.begin() as connection:
        connection.execute(text("UPDATE reference SET drifted_at = drifted_at - 61000000"))
    beat(due.db, Hours())
    ready, gauges = told(web)
    assert due.state == "open"
    assert (gauges["clock_alarm"], gauges["scheduler_lag_seconds"], ready["failed_timers"]) == (0, 0, 0)
    assert not any("clock" in warning for warning in ready["warnings"])


def test_a_clock_that_jumps_is_noticed_where_the_database_jumps_along() -> None:
    guard = Guard()
    guard.note(wall(), wall(), wall())
    assert guard.apart() < SECOND
    with time_machine.travel(timedelta(hours=-2)):
        guard.note(wall(), wall(), wall())
        assert guard.apart() > 7199 * SECOND


def test_a_process_that_stood_still_is_not_off() -> None:
    guard = Guard()
    now = wall()
    guard.note(now - 90 * SECOND, now, now + 90 * SECOND)
    assert guard.apart() < SECOND
