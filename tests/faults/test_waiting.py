"""A scheduler that waits for another writer does not hang, and is not ended for it."""

import threading

import pytest
from sqlalchemy import Connection, Engine

from models.crash_points import Point, watch
from scheduler import sweep as sweeping
from scheduler.watch import Watch, ending
from tests.scheduler.conftest import call
from tests.walk import moment
from tests.world import settle

ALLOWED = 0.2  # seconds


def taking_its_time(connection: Connection) -> threading.Timer:
    """Whoever holds the right to write for longer than a set may take."""
    connection.exec_driver_sql("SELECT 1")
    done = threading.Timer(5 * ALLOWED, connection.rollback)
    done.start()
    return done


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)  # PostgreSQL's writers wait for rows, and briefly
def test_time_begins_when_the_database_lets_it_write(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(db)
    walk, ended, others = call(db, 2026), [], []
    patient = Watch(ending(lambda: ended.append(70)), lambda: True)
    monkeypatch.setattr(sweeping, "SHORT", ALLOWED)
    monkeypatch.setattr(sweeping, "LIMIT", ALLOWED)

    def hold(point: Point) -> None:
        if point is Point.CLAIMED and not others:
            others.append(taking_its_time(connection))

    with db.connect() as connection:
        watch(hold)
        try:
            fired = sweeping.sweep(db, at=moment("2026-03-02"), watch=patient)
        finally:
            watch(None)
            others[0].join()
    assert (fired, ended, walk.trail) == (1, [], ["schedule", "open"])
