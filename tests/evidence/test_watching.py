"""A look over the history once a day, by one of any number of processes; and the alarm."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select, text

from commands.cli import yizhan
from models.checkpoint import history_warnings, last_verification
from models.database import transaction
from models.outbox import outbox
from scheduler.checkpointing import Checkpointer
from scheduler.watching import Watch
from tests.databases import stamped
from tests.evidence.tampering import open_up
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle


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
