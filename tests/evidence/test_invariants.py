"""Each invariant is one that can be broken: what a hand in the database does, and the sentence that names it."""

import pytest
from sqlalchemy import Engine, insert, text

from models.people import commissioners
from tests.workflows.guangzhou.roads import in_publicity, investigated, open_call, publish, submitted
from tests.world import APPLICANT, DISTRICT, SECOND, settle
from workflows import stored
from workflows.invariants import broken

GUARDS = ("entries_update", "entries_delete")
CASE = "(SELECT id FROM cases WHERE state = 'certified')"
EDITS = {
    "UPDATE cases SET state = 'concluded' WHERE state = 'certified'": "stands at concluded, its last entry at",
    "UPDATE cases SET version = version + 1 WHERE state = 'certified'": "its version or head is not its last entry's",
    "UPDATE cases SET due_at = due_at - 1 WHERE due_step IS NOT NULL": "is not the one that its last entry gave",
    "UPDATE cases SET due_step = NULL, due_from = NULL, due_at = NULL": "waits for None, its state for",
    "UPDATE cases SET slot = 'x' WHERE state = 'rejected'": "has ended, and still holds x",
    "UPDATE cases SET state = 'investigating' WHERE state = 'dismissed'": "was announced over the objection",
    "UPDATE notices SET serial = 9 WHERE serial = 2": "its notices are numbered 1 to 9, and there are 2",
    f"UPDATE entries SET recorded_at = 1 WHERE seq = 2 AND case_id = {CASE}": "was recorded before the one before it",
    f"UPDATE entries SET actor = 'u-x' WHERE seq = 2 AND case_id = {CASE}": "columns say something else than its bytes",
    f"DELETE FROM entries WHERE seq = 3 AND case_id = {CASE}": "the sequence has a gap",
    f"DELETE FROM entries WHERE case_id = {CASE}": "has no history",
}


@pytest.fixture
def walked(db: Engine) -> Engine:
    """One application rejected, one certified after an objection that was dismissed."""
    settle(db)
    open_call(db)
    submitted(db, address="示例路 2 号").take("reject", DISTRICT, on="2026-02-03", reason="示例")
    case = in_publicity(db)
    heard = investigated(case).take("hear", APPLICANT, on="2026-09-30", statement="示例")
    heard.take("dismiss", SECOND, on="2026-10-08", findings="不属实")
    publish(db, case.wait(until="2026-10-11 00:02:00"), kind="announcement", at="2026-10-12")
    return db


def test_each_is_noticed_and_named(walked: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "SOME", 3)  # several pages
    on = " ON entries" if walked.dialect.name == "postgresql" else ""
    with walked.connect() as connection:
        assert list(broken(connection)) == []
    for edit, sentence in EDITS.items():
        with walked.connect() as connection:
            for trigger in GUARDS:
                connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
            connection.execute(text(edit))
            said = list(broken(connection))
            assert any(sentence in one for one in said), (edit, said)
            connection.rollback()


def test_what_is_counted_is_counted_again(walked: Engine) -> None:
    row = {"number": "GZ-1", "book": "guangzhou", "name": "示例", "office": "gz-bureau", "data": "{}", "filed_at": 1,
           "case_id": 1, "load": 3, "search": ""}  # fmt: skip
    with walked.connect() as connection:
        connection.execute(insert(commissioners).values(row))
        assert list(broken(connection)) == ["GZ-1: serves 0 enterprises, and 3 are counted"]
        connection.rollback()
