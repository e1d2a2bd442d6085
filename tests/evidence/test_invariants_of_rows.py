"""What a lifted constraint, a stale calendar, a forged hand or a damaged store leaves behind is found and named."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update

from models.case import cases, entries
from models.database import transaction
from models.files import Files
from models.material import materials
from models.people import commissioners
from models.reckoning import reckonings
from models.reward import reward_sums
from tests.workflows.guangzhou.roads import drafted, in_expert_review, in_publicity, open_call, submitted
from tests.world import settle
from workflows.invariants import broken
from workflows.seal import canonical


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    return db


@contextmanager
def by_hand(db: Engine) -> Iterator[Connection]:
    """One who may do anything in the database, without any constraint; what it did is undone."""
    with db.connect() as hand:
        if db.dialect.name == "sqlite":
            hand.connection.cursor().execute("PRAGMA ignore_check_constraints = ON")
        yield hand
        hand.rollback()
    db.dispose()


def lift(hand: Connection, table: str, name: str) -> None:
    if hand.dialect.name == "postgresql":
        hand.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


def test_rows_that_only_a_lifted_constraint_lets_in(gz: Engine) -> None:
    with by_hand(gz) as hand:
        overfull(hand)
        assert sorted(broken(hand)) == [
            "JS-1: serves 0 enterprises, and 6 are counted",
            "commissioners JS-1: breaks “a_commissioner_serves_five_at_most”",
            "reward_sums example 示例 2026: breaks “a_site_is_rewarded_within_the_limit”",
        ]


def overfull(hand: Connection) -> None:
    lift(hand, "reward_sums", "a_site_is_rewarded_within_the_limit")
    lift(hand, "commissioners", "a_commissioner_serves_five_at_most")
    hand.execute(insert(reward_sums).values(book="example", site="示例", year=2026, amount=300_001))
    row = {"number": "JS-1", "book": "jiangsu", "name": "示例", "office": "gz-bureau", "data": "{}", "filed_at": 1,
           "load": 6, "search": ""}  # fmt: skip
    hand.execute(insert(commissioners).values(row))


@pytest.mark.parametrize("db", ["postgres"], indirect=True)  # SQLite lets nobody drop a unique column
def test_a_slot_that_two_cases_hold(gz: Engine) -> None:
    submitted(gz)
    submitted(gz, address="示例路 2 号")
    with by_hand(gz) as hand:
        lift(hand, "cases", "cases_slot_once")
        hand.execute(update(cases).where(cases.c.state == "district_review").values(slot="x"))
        assert list(broken(hand)) == ["slot x: is held by 2 cases"]


SAID = {
    "is not the day that the calendar makes it": {"due_at": 1_790_000_000_000_000},
    "stands as provisional, and by the calendar it is settled": {"provisional": 1},
}
FOLLOWED = {
    "kind": "notice",
    "before": "",
    "after": "",
    "made_by": "u",
    "made_at": 1,
    "cursor": 0,
    "moved": 0,
    "kept": 0,
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_deadline_that_the_calendar_contradicts(gz: Engine, sentence: str) -> None:
    case = in_publicity(gz)
    found = f"{case.number}: its deadline {sentence}"
    with by_hand(gz) as hand:
        hand.execute(update(cases).where(cases.c.id == case.id).values(SAID[sentence]))
        assert found in set(broken(hand))
        hand.execute(insert(reckonings).values(FOLLOWED))  # a notice that has not come to this case yet
        assert found not in set(broken(hand))


def test_a_deadline_settled_that_the_calendar_leaves_open(gz: Engine) -> None:
    case = in_publicity(gz, at="2026-12-25")
    found = f"{case.number}: its deadline stands as settled, and by the calendar it is provisional"
    with by_hand(gz) as hand:
        hand.execute(update(cases).where(cases.c.id == case.id).values(provisional=0))
        assert found in set(broken(hand))


def test_who_took_both_of_two_steps_that_are_kept_apart(gz: Engine) -> None:
    case = in_expert_review(gz)
    e = entries.c
    of = (e.case_id == case.id) & (e.step == "forward")
    on = " ON entries" if gz.dialect.name == "postgresql" else ""
    with by_hand(gz) as hand:
        body = json.loads(bytes(hand.execute(select(e.body).where(of)).scalar_one()))
        hand.execute(text(f"DROP TRIGGER entries_update{on}"))
        hand.execute(update(entries).where(of).values(body=canonical({**body, "actor": "u-applicant"})))
        assert f"{case.number}/{body['seq']}: forward was taken by who filed the case" in set(broken(hand))


def test_a_file_that_is_gone_another_or_of_another_size(gz: Engine, tmp_path: Path) -> None:
    files = Files(tmp_path / "files")
    stored = files.put(io.BytesIO("示例".encode()))
    case = drafted(gz)
    m = materials.c
    named = {"sha256": stored.sha256, "size": stored.size}
    transaction(gz, lambda p: p.connection.execute(update(materials).where(m.kind == "premises_proof").values(named)))

    def said() -> list[str]:
        return transaction(gz, lambda p: list(broken(p.connection, files)), writes=False)

    assert said() == []
    transaction(gz, lambda p: p.connection.execute(update(materials).where(m.kind == "premises_proof").values(size=7)))
    assert [one.partition(": ")[2] for one in said()] == ["the file is not as long as its row says"]
    files.path(stored.sha256).chmod(0o600)
    files.path(stored.sha256).write_bytes("其他".encode())
    assert [one.partition(": ")[2] for one in said()] == ["the file is another than the one handed in"]
    files.erase(stored.sha256)
    assert [one.partition(", ")[0] for one in said()] == [case.number]
