"""The metronome: it sweeps by itself, shows that it lives, and doesn't die in silence."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from models.database import connect, transaction
from models.reference import reference, start_clock
from scheduler.clock import Metronome, beat
from scheduler.duties import Hours
from tests.scheduler.conftest import call
from tests.walk import moment


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def unexpected() -> None:
    raise AssertionError("the metronome died")


def test_it_fires_what_falls_due_and_leaves_a_sign_of_life(gz: Engine) -> None:
    walk = call(gz, 2026)
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-02-28 23:59:59"), now=p.now))
    metronome = Metronome(gz, on_death=unexpected)
    metronome.start()
    try:
        assert until(lambda: walk.state == "open")
    finally:
        metronome.stop()
    ticked = transaction(gz, lambda p: p.connection.execute(select(reference.c.ticked_at)).scalar_one())
    assert ticked is not None


def test_its_death_is_told(gz: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()
    metronome = Metronome(gz, on_death=told.set)

    def broken() -> None:
        raise MemoryError

    monkeypatch.setattr(metronome._scheduler, "start", broken)
    metronome.start()
    assert told.wait(10)


def test_a_database_away_ends_nothing(tmp_path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'no' / 'such.db'}")
    assert beat(engine, Hours()) == 0
    engine.dispose()
