"""What the calendar asks for is opened once: however often it is looked at, by how many, after what outage."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, select

from models.case import cases
from models.database import transaction
from models.reference import start_clock
from scheduler import duties
from scheduler.clock import beat
from scheduler.duties import Hours, do_duties, first_due
from scheduler.tick import advance
from tests.walk import moment
from workflows.instants import local
from workflows.moves import Opening
from workflows.rulebooks import rulebooks


def reports(db: Engine) -> list[str]:
    """The days on which reports were opened; headquarters owes one a year."""
    asked = select(cases.c.opened_at).where(cases.c.lifecycle == "guangzhou/2025/report").order_by(cases.c.id)
    return [local(at)[:10] for at in transaction(db, lambda p: p.connection.execute(asked).scalars().all())]


def test_however_often_it_runs_each_is_opened_once(gz: Engine) -> None:
    assert [do_duties(gz, at=moment(on)) for on in ("2026-01-01", "2026-01-01", "2026-07-01")] == [1, 0, 0]
    assert do_duties(gz, at=moment("2028-02-01")) == 1  # after an outage of a year: that year's
    assert reports(gz) == ["2026-01-01", "2028-02-01"]


def test_four_schedulers_at_once(gz: Engine) -> None:
    start = Barrier(4)

    def one(_: int) -> int:
        start.wait()
        return do_duties(gz, at=moment("2026-01-01"))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    assert reports(gz) == ["2026-01-01"]


def test_a_moved_clock_stops_on_the_first_day_on_which_something_is_due(gz: Engine) -> None:
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-05-04 10:00:00"), now=p.now))
    advance(gz, moment("2028-03-01"))
    assert reports(gz) == ["2026-05-04", "2027-01-01", "2028-01-01"]
    advance(gz, moment("2028-04-01"))
    assert len(reports(gz)) == 3


def test_nothing_due_is_one_look(gz: Engine) -> None:
    do_duties(gz, at=moment("2026-01-01"))
    assert first_due(gz, after=moment("2026-01-02"), upto=moment("2026-12-31")) is None
    assert first_due(gz, after=moment("2026-01-02"), upto=moment("2027-01-01 00:00:00")) == moment(
        "2027-01-01 00:00:00"
    )
    assert first_due(gz, after=moment("2027-01-02"), upto=moment("2027-01-01")) is None


def test_the_metronome_passes_by_once_an_hour(gz: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[Engine] = []
    monkeypatch.setattr(duties, "do_duties", passed.append)
    hours = Hours()
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-05-04 10:30:00"), now=p.now))
    assert [beat(gz, hours) for _ in range(3)] == [0, 0, 0] and len(passed) == 1
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-05-04 11:00:00"), now=p.now))
    beat(gz, hours)
    assert len(passed) == 2


def test_a_duty_that_fails_leaves_the_others_alone(
    gz: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(connection: Connection, at: int) -> list[Opening]:
        raise RuntimeError("示例")

    book = rulebooks()["guangzhou/2025"]
    broken = replace(book.duties[0], name="broken", due=fails)
    monkeypatch.setattr(duties, "_every", lambda: iter((broken, *book.duties)))
    with caplog.at_level(logging.ERROR):
        assert do_duties(gz, at=moment("2026-01-01")) == 1
    assert "the duty broken failed" in caplog.text
