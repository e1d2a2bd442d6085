"""kill -9 while a notice is followed through the cases: whoever comes next goes on, and no deadline moves twice."""

from sqlalchemy import Engine

from models.crash_points import Point
from models.database import transaction
from tests.faults.deeds import reckons, stopped
from tests.walk import moment
from tests.workflows.notices import jobs, last_day, notice, publicity, reckon_all, records
from workflows import reckoning
from workflows.taking_in import start

NEW_YEAR = notice(["01-01", "01-02", "01-03", "01-04"])


def test_each_deadline_is_moved_once_whenever_the_process_is_killed(gz: Engine) -> None:
    waiting = [publicity(gz, "2026-12-28", f"示例路 {n} 号")[0] for n in range(3)]
    at = moment("2026-12-30")
    transaction(gz, lambda p: start(p.connection, NEW_YEAR, by="u-settings", at=at))
    moved = []
    # After a set was stored; in one, with its records written; just before one is stored; after that one.
    for point in (Point.COMMITTED, Point.OUTBOX_WRITTEN, Point.COMMITTING, Point.COMMITTED):
        assert stopped(gz, point, reckons, at, 1), point
        moved.append([len(records(case)) for case in waiting])
    assert moved == [[1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 1, 0]]
    reckon_all(gz, at)
    reckon_all(gz, at, later=reckoning.LOOK_AGAIN + 1_000_000)
    assert [(len(records(case)), last_day(case)) for case in waiting] == [(1, "2027-01-06")] * 3
    assert jobs(gz)[0].moved == 3 and jobs(gz)[0].done_at
