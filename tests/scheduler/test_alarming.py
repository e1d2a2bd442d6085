"""A trouble of the installation is told to whoever administers its settings when it begins, and once."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, insert, select, update

from models.case import cases
from models.database import transaction
from models.mailbox import letters
from models.outbox import messages, outbox
from models.reference import start_clock
from models.timers import try_again
from models.user import grants
from models.witness import MANY, witnesses
from scheduler import alarming
from scheduler.alarming import Alarms
from scheduler.clock import beat
from scheduler.duties import Hours
from scheduler.outbox import hand_out
from tests.scheduler.conftest import call
from tests.walk import moment
from workflows.actors import Role
from workflows.inbox import inbox

TROUBLES = {"timers_failed", "clock_off", "sweep_behind", "disk_small", "letters_dead", "messages_given_up",
            "checkpoints_unsent"}  # fmt: skip


def told(db: Engine, folder: Path) -> list[str]:
    """Look, and hand out what was written: the topics that wait for the administrator now."""
    Alarms(db, folder)()
    hand_out(db)
    asked = select(outbox.c.topic).join(messages, messages.c.outbox_id == outbox.c.id)
    mine = asked.where(messages.c.user_id == "u-hq", messages.c.read_at.is_(None)).order_by(outbox.c.id)
    found = transaction(db, lambda p: list(p.connection.execute(mine).scalars()), writes=False)
    transaction(db, lambda p: p.connection.execute(update(messages).values(read_at=1)))
    return [topic for topic in found if topic in TROUBLES]


@pytest.fixture
def admin(gz: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(alarming, "SMALL", 0)
    granted = update(grants).where(grants.c.user_id == "u-hq").values(role=Role.SETTINGS_ADMIN)
    transaction(gz, lambda p: p.connection.execute(granted))
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-02-01"), now=p.now))
    return gz


def test_failed_timers_are_told_together_and_again_when_they_fail_again(admin: Engine, tmp_path: Path) -> None:
    walks = [call(admin, 2026), call(admin, 2027)]
    fail = update(cases).where(cases.c.id.in_([w.id for w in walks])).values(wake_at=None, tries=8)
    assert told(admin, tmp_path) == []
    transaction(admin, lambda p: p.connection.execute(fail))
    assert [told(admin, tmp_path) for _ in range(2)] == [["timers_failed"], []]
    (said, *_) = transaction(admin, lambda p: inbox(p.connection, "u-hq", kind="system"), writes=False)
    assert "no more: 2, the first of case" in said.words.en and walks[0].number in said.words.zh
    transaction(admin, lambda p: try_again(p.connection, walks[0].number, moment("2027-01-01")))
    assert told(admin, tmp_path) == []
    transaction(admin, lambda p: p.connection.execute(fail))
    assert [told(admin, tmp_path) for _ in range(2)] == [["timers_failed"], []]


def test_two_schedulers_tell_one_trouble_once(admin: Engine, tmp_path: Path) -> None:
    call(admin, 2026)
    transaction(admin, lambda p: p.connection.execute(update(cases).values(wake_at=None)))
    assert sorted(Alarms(admin, tmp_path)() for _ in range(2)) == [0, 1]


def test_what_could_not_be_delivered_is_told(admin: Engine, tmp_path: Path) -> None:
    letter = {"user_id": "u-hq", "kind": "news", "token": "t", "made_at": 1, "dead_at": 2}
    message = {"topic": "told", "made_at": 1, "reader": "account:u-hq", "tries": 8}
    unsent = {"address": "archive@example.com", "size": 0, "tries": MANY, "wake_at": 3}
    for table, row in ((letters, letter), (outbox, message), (witnesses, unsent)):
        transaction(admin, lambda p, t=table, r=row: p.connection.execute(insert(t).values(r)))
    assert sorted(told(admin, tmp_path)) == ["checkpoints_unsent", "letters_dead", "messages_given_up"]
    assert told(admin, tmp_path) == []


def test_a_sweep_that_is_behind_is_told(admin: Engine, tmp_path: Path) -> None:
    call(admin, 2026)
    transaction(admin, lambda p: start_clock(p.connection, at=moment("2026-03-01 00:04:00"), now=p.now))
    assert told(admin, tmp_path) == []
    transaction(admin, lambda p: start_clock(p.connection, at=moment("2026-03-01 00:06:00"), now=p.now))
    assert told(admin, tmp_path) == ["sweep_behind"]
    beat(admin, Hours())
    assert told(admin, tmp_path) == []


def test_a_clock_that_is_off_and_a_disk_that_fills_are_told(
    admin: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timedelta(hours=2)):
        beat(admin, Hours())
        assert [told(admin, tmp_path) for _ in range(2)] == [["clock_off"], []]
    monkeypatch.setattr(alarming, "SMALL", 1 << 62)
    assert told(admin, tmp_path) == ["disk_small"]


def test_whoever_administers_accounts_alone_is_told_nothing(admin: Engine, tmp_path: Path) -> None:
    other = update(grants).where(grants.c.role == Role.SETTINGS_ADMIN).values(role=Role.ACCOUNTS_ADMIN)
    transaction(admin, lambda p: p.connection.execute(other))
    call(admin, 2026)
    transaction(admin, lambda p: p.connection.execute(update(cases).values(wake_at=None)))
    assert told(admin, tmp_path) == []
