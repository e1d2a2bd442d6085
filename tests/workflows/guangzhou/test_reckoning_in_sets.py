"""Reckoning anew goes in sets: killed between two, begun beside a step, and as cheap for many as for few."""

from typing import Any

import pytest
from sqlalchemy import Engine

from models.case import cases
from models.database import transaction
from models.reference import current
from tests.statements import watched
from tests.walk import moment, refused
from tests.workflows.notices import last_day, notice, publicity, reckon_all, records, take_in
from workflows import reckoning
from workflows.errors import Refused
from workflows.taking_in import start

NEW_YEAR = notice(["01-01", "01-02", "01-03", "01-04"])
EARLIER = notice(["01-01"], ["01-02", "01-03"])


def test_no_second_notice_while_the_first_is_followed(gz: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoning, "SET", 1)
    for n in range(2):
        publicity(gz, "2026-12-28", f"示例路 {n} 号")
    at = moment("2026-12-30")
    transaction(gz, lambda p: start(p.connection, NEW_YEAR, by="u-settings", at=at))
    assert transaction(gz, lambda p: reckoning.carry_on(p.connection, at=at, now=p.now))
    with pytest.raises(Refused) as busy:
        transaction(gz, lambda p: start(p.connection, EARLIER, by="u-settings", at=at))
    assert "reckoning" in refused(busy.value)


def test_who_had_begun_before_the_notice_is_found_by_the_second_look(gz: Engine) -> None:
    case, _ = publicity(gz, "2026-12-28", "示例路 1 号")
    kept = case.row
    take_in(gz, NEW_YEAR, on="2026-12-30", again=False)
    late: dict[str, Any] = {
        "due_at": kept.due_at,
        "provisional": 1,
        "wake_at": kept.wake_at,
    }  # as a step of before would leave it
    undone = cases.update().where(cases.c.id == case.id).values(**late)
    transaction(gz, lambda p: p.connection.execute(undone))
    assert reckon_all(gz, moment("2026-12-30")) == 0
    reckon_all(gz, moment("2026-12-30"), later=reckoning.LOOK_AGAIN + 1_000_000)
    assert last_day(case) == "2027-01-06" and len(records(case)) == 2


def test_statements_do_not_grow_with_the_set(gz: Engine) -> None:
    for n in range(4):
        publicity(gz, "2026-12-28", f"示例路 {n} 号")
    took, sent, at = [], [], moment("2026-12-30")
    engine = watched(gz, lambda when, sql: sent.append(sql) if when == "before" else None)
    for size, some in ((2, NEW_YEAR), (4, notice(["01-01", "01-04", "01-05"], number="示例〔2026〕3号"))):
        transaction(gz, lambda p, some=some: start(p.connection, some, by="u-settings", at=at))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reckoning, "SET", size)
            transaction(engine, lambda p: current(p.connection))
            sent.clear()
            transaction(engine, lambda p: reckoning.carry_on(p.connection, at=at, now=p.now))
        took.append(len(sent))
        reckon_all(gz, at)
    engine.dispose()
    assert took[0] == took[1] <= 13, sent
