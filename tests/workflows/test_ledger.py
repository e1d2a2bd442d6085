"""Service records: each taken in once, known by its sender's number, refused with its reason."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from models.database import transaction
from models.ledger import ledger, platform_accounts
from tests.walk import moment
from tests.workflows.jiangsu.roads import enrolled
from tests.workflows.jiangsu.world import FIRM, settle
from workflows.ledger import Record, take_accounts, take_in

NOW = moment("2026-03-05")


@pytest.fixture
def helper(db: Engine) -> str:
    settle(db)
    return enrolled(db).number


def visit(helper: str, **other: Any) -> Record:
    given = {"kind": "visit", "on_day": "2026-03-05", "content": "示例走访", "enterprise": FIRM[1], **other}
    return Record(book="jiangsu", commissioner=helper, **given)


def taken(db: Engine, *records: Record) -> list[Any]:
    return transaction(db, lambda present: take_in(present.connection, records, by="u-helper1", at=NOW))


def fields(answer: Any) -> list[str]:
    return [reason.field for reason in answer]


def count(db: Engine) -> int:
    asked = select(func.count()).select_from(ledger)
    return transaction(db, lambda present: int(present.connection.execute(asked).scalar_one()))


def test_what_is_typed_in_is_kept_and_marked_as_not_the_platforms(db: Engine, helper: str) -> None:
    taken(db, visit(helper), visit(helper))
    asked = select(ledger.c.platform, ledger.c.entered_by, ledger.c.at)
    rows = transaction(db, lambda present: present.connection.execute(asked).all())
    assert rows == [(0, "u-helper1", NOW)] * 2


def test_sent_again_it_is_the_same_record(db: Engine, helper: str) -> None:
    one, other = visit(helper, external_id="A-1", platform=True), visit(helper, external_id="A-2")
    first = taken(db, one, one, other)
    assert first[0] == first[1] != first[2]
    assert taken(db, other, replace(one, content="改动过的内容")) == [first[2], first[0]]
    assert count(db) == 2


def test_a_wrong_record_is_refused_with_its_reason_and_the_rest_are_taken(db: Engine, helper: str) -> None:
    answers = taken(
        db, visit(helper), visit("JS-2026-999999"), visit(helper, kind="call"), visit(helper, on_day="2026-03-06"),
        visit(helper, on_day="soon"), visit(helper, content=" "), visit(helper, satisfaction=101),
        Record(book="jiangsu", kind="visit", on_day="2026-03-05", content="x"),
        visit(helper, station="JS-2026-000001"), replace(visit(helper), book="wuhan"),
    )  # fmt: skip
    assert isinstance(answers[0], int) and count(db) == 1
    named = ["commissioner", "kind", "on_day", "on_day", "content", "satisfaction", "commissioner", "station"]
    assert [fields(answer) for answer in answers[1:]] == [[name] for name in (*named, "commissioner")]


def test_the_newest_account_list_counts(db: Engine) -> None:
    def listed(dated: str, activated: int | None) -> int:
        row = {"subject_kind": "station", "subject_number": "WH-2026-000001", "issued_at": 1, "activated_at": activated}
        return transaction(db, lambda present: take_accounts(present.connection, "wuhan", [row], dated=dated))

    assert [listed("2026-09-01", None), listed("2026-10-01", 5), listed("2026-08-01", None)] == [1, 1, 0]
    a = platform_accounts.c
    asked = select(a.activated_at, a.list_dated)
    assert transaction(db, lambda present: present.connection.execute(asked).all()) == [(5, "2026-10-01")]
