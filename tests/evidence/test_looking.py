"""A look while others write: it waits for nobody, nobody waits for it, and what came meanwhile is no alarm."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, text, update

from models.case import cases, entries
from models.database import transaction
from scheduler.checkpointing import Checkpointer
from tests.evidence.tampering import open_up
from tests.workflows.guangzhou.roads import drafted, open_call
from tests.world import settle
from workflows import looking_at_cases, looking_at_the_tree, stored
from workflows.looking import Look, look_at
from workflows.looking_at_cases import Hands
from workflows.seal import seal
from workflows.verifying import verify


@pytest.fixture
def gz(db: Engine, tmp_path: Path) -> Engine:
    settle(db)
    open_call(db)
    drafted(db)
    Checkpointer(db, tmp_path)(at_once=True)
    return db


def test_what_is_begun_and_signed_between_its_pages_is_no_alarm(
    gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "SOME", 1)
    monkeypatch.setattr(looking_at_the_tree, "PAGE", 1)
    quiet, checkpointer, begun = look_at(gz, tmp_path), Checkpointer(gz, tmp_path), 0

    def read(work: Callable[[Connection], Any]) -> Any:
        """After each page somebody begins a case, and it is signed."""
        nonlocal begun
        found = quiet.read(work)
        if begun < 6:
            begun += 1
            drafted(gz)
            assert checkpointer(at_once=True) is not None
        return found

    report = verify(Look(read, *quiet[1:]), replay=True)
    whole = transaction(gz, lambda p: p.connection.scalar(select(func.count()).select_from(entries)), writes=False)
    assert report.findings == []
    assert report.after > 0 and report.entries + report.after == whole
    again = verify(quiet, replay=True)
    assert (again.findings, again.after) == ([], 0)


@pytest.mark.parametrize("body", [b"not JSON", b"{}", b"[]", seal({"case": "GZ-2026-000001", "seq": 1})[0]])
def test_what_cannot_be_read_is_a_finding(gz: Engine, tmp_path: Path, body: bytes) -> None:
    """Whoever owns the database can write anything; a look tells of it, and goes on."""
    with gz.begin() as connection:
        open_up(connection)
        connection.execute(update(entries).where(entries.c.seq == 1).values(body=body))
    said = [f"{place}: {what.en}" for place, what in verify(look_at(gz, tmp_path), replay=True).findings]
    numbers = transaction(gz, lambda p: list(p.connection.execute(cases.select()).mappings()), writes=False)
    for case in numbers:
        assert any(one.startswith(f"{case['number']}: ") for one in said), (case["number"], said)


def test_hands_find_the_same_in_the_same_order(gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_at_cases, "EACH", 1)
    for _ in range(3):
        drafted(gz)
    seen: list[tuple[str, int, int]] = []
    with gz.begin() as connection:
        open_up(connection)
        connection.execute(update(cases).where(cases.c.id > 2).values(state="elsewhere"))
        connection.execute(update(entries).where(entries.c.case_id == 1).values(actor="u-other"))
    look = look_at(gz, tmp_path, lambda *given: seen.append(given))
    alone = verify(look, replay=True).findings
    assert len(alone) > 3 and verify(look, replay=True, hands=Hands(1)).findings == alone
    assert seen.count(("cases", 5, 5)) == 2


def test_every_page_is_of_one_moment(gz: Engine, tmp_path: Path) -> None:
    if gz.dialect.name == "sqlite":
        return  # a transaction is one moment there
    level = look_at(gz, tmp_path).read(lambda c: c.scalar(text("SHOW transaction_isolation")))
    assert level == "repeatable read"
