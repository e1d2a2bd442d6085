"""A look over the history once a day, by one of any number of processes; and the alarm."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select, text

from commands.cli import yizhan
from models import verification
from models.database import transaction
from models.outbox import outbox
from models.verification import history_warnings, last_verification
from scheduler import watching
from scheduler.checkpointing import Checkpointer
from scheduler.watching import Watch
from tests.databases import stamped
from tests.evidence.tampering import open_up
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle
from workflows.looking import kept_report


@pytest.fixture
def gz(db: Engine, tmp_path: Path) -> Engine:
    settle(db)
    open_call(db)
    Checkpointer(db, tmp_path)(at_once=True)
    return db


def test_one_process_looks_once_a_day_and_finds_nothing(gz: Engine, tmp_path: Path) -> None:
    reports = [Watch(gz, tmp_path)() for _ in range(3)]
    assert [report.findings if report else None for report in reports] == [[], None, None]
    last = transaction(gz, lambda p: last_verification(p.connection))
    assert last is not None and history_warnings(last) == []


def test_a_look_signs_first_what_waits_and_speaks_of_all_of_it(db: Engine, tmp_path: Path) -> None:
    settle(db)
    open_call(db)
    report = Watch(db, tmp_path)()
    assert report is not None and (report.entries > 0, report.after, report.checkpoints) == (True, 0, 1)


def test_a_look_that_is_asked_for_is_taken_up_once_and_says_how_far_it_is(
    gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "OFTEN", 0)
    seen: list[tuple[str, int, int]] = []
    said = verification.said

    def says(connection, id, part, done, whole, now):
        said(connection, id, part, done, whole, now)
        seen.append((part, done, whole))

    monkeypatch.setattr(verification, "said", says)
    assert Watch(gz, tmp_path)() is not None
    asked = [transaction(gz, lambda p: verification.ask(p.connection, p.now)) for _ in range(2)]
    assert asked == [True, False]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda watch: watch(), [Watch(gz, tmp_path) for _ in range(2)]))
    (report,) = [report for report in reports if report is not None]
    last = transaction(gz, lambda p: last_verification(p.connection))
    assert last is not None and kept_report(last.report) == report and last.part is None
    assert ("cases", 1, 1) in seen
    assert transaction(gz, lambda p: verification.ask(p.connection, p.now))


def test_a_look_that_ended_with_its_process_is_taken_up_again_each_time_later(gz: Engine, tmp_path: Path) -> None:
    def taken(present):
        at, found = present.now - verification.DAY // 2, []
        began = at
        for _ in range(100):
            if (id := verification.take(present.connection, at)) is not None:
                found.append((id, (at - began) // verification.SILENT))
            at += verification.SILENT // 5
        return found

    lost = transaction(gz, taken)
    assert lost == [(lost[0][0], n) for n in (0, 1, 3, 7, 15)]
    assert transaction(gz, lambda p: verification.newest(p.connection)).ended_at is None
    assert Watch(gz, tmp_path)() is not None  # once more, and to its end
    assert transaction(gz, lambda p: verification.newest(p.connection)).id == lost[0][0]
    assert Watch(gz, tmp_path)() is None


def test_a_change_is_told_to_who_administers_and_audits(
    gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gz.begin() as connection:
        open_up(connection)
        connection.execute(text("UPDATE entries SET actor = 'u-other' WHERE seq = 1"))
    report = Watch(gz, tmp_path)()
    assert report is not None and report.findings
    last = transaction(gz, lambda p: last_verification(p.connection))
    assert "GZ-2026-000001/1" in history_warnings(last)[0]
    told = select(outbox.c.reader, outbox.c.given).where(outbox.c.topic == "history_wrong")
    rows = transaction(gz, lambda p: p.connection.execute(told).all())
    assert sorted(row.reader for row in rows) == ["role:auditor@", "role:settings_admin@"]
    assert json.loads(rows[0].given)["place"] == "GZ-2026-000001/1"
    monkeypatch.setenv("YIZHAN_ENV", "test")
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", gz.url.render_as_string(hide_password=False))
    with stamped(gz):
        ran = CliRunner().invoke(yizhan, ["verify"])
    assert ran.exit_code == 1 and "GZ-2026-000001/1" in ran.output
