"""Measures, art. 14 and 15 (HB-14, HB-15): one call a year, applying in its window, and who is told to apply again."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from tests.walk import Walk, moment, refused
from tests.workflows.hubei.roads import certified, drafted, open_call, runs_until
from tests.workflows.hubei.world import APPLICANT, CENTRE, YICHANG
from workflows.actors import CLOCK
from workflows.instants import local

WINDOW: dict[str, Any] = {"title": "示例通知", "year": 2026, "opens_on": "2026-03-02", "closes_on": "2026-03-31"}


def draft(db: Engine, on: str = "2026-01-10") -> Walk:
    return Walk.open(db, "hubei/1/call", CENTRE, "hb-centre", on=on)


def scheduled(db: Engine, **other: Any) -> Walk:
    return draft(db).take("schedule", CENTRE, on="2026-01-10", **{**WINDOW, **other})


def stands(call: Walk) -> tuple[str, str]:
    return call.state, local(call.row.due_at or 0)


def test_a_call_opens_closes_and_finishes_by_the_clock(empty_hb: Engine) -> None:
    call = scheduled(empty_hb)
    assert stands(call) == ("scheduled", "2026-03-02T00:00:00+08:00")
    assert refused(call.attempted("open", CLOCK, on="2026-03-01 23:59:59")) == ["not_due"]
    assert stands(call.wait(until="2026-03-02 00:00:00")) == ("open", "2026-04-01T00:00:00+08:00")
    assert refused(call.attempted("close", CLOCK, on="2026-03-31 23:59:59")) == ["not_due"]
    assert stands(call.wait(until="2026-04-01 00:00:00")) == ("closed", "2027-01-01T00:00:00+08:00")
    call.wait(until="2027-01-02")
    assert (call.state, local(call.row.entered_at)) == ("finished", "2027-01-01T00:00:00+08:00")
    assert call.row.due_at is None


def test_only_the_centre_schedules_and_one_a_year(empty_hb: Engine) -> None:
    first, second = scheduled(empty_hb), draft(empty_hb)
    assert refused(second.attempted("schedule", YICHANG, on="2026-01-11", **WINDOW)) == ["not_permitted", "wrong_role"]
    assert refused(second.attempted("schedule", CENTRE, on="2026-01-11", **WINDOW)) == ["refused", "limit_reached"]
    assert first.take("cancel", CENTRE, on="2026-01-12", reason="示例理由").state == "cancelled"
    second.take("schedule", CENTRE, on="2026-01-12", **WINDOW)


def test_a_window_lies_in_its_year_and_ends_after_it_begins(empty_hb: Engine) -> None:
    for wrong in ({"closes_on": "2026-03-01"}, {"opens_on": "2025-12-31"}, {"year": 2027}):
        outcome = draft(empty_hb).attempted("schedule", CENTRE, on="2026-01-10", **{**WINDOW, **wrong})
        assert refused(outcome) == ["refused", "window"]
    over = draft(empty_hb).attempted("schedule", CENTRE, on="2026-04-01", **WINDOW)
    assert refused(over) == ["refused", "window"]


def test_a_window_that_began_before_it_was_scheduled_opens_now_and_not_backdated(empty_hb: Engine) -> None:
    call = draft(empty_hb).take("schedule", CENTRE, on="2026-03-10", **WINDOW).wait(until="2026-03-10 09:00:01")
    assert call.row.entered_at == moment("2026-03-10")


def test_extending_needs_a_later_end_and_moves_the_clock(empty_hb: Engine) -> None:
    call = scheduled(empty_hb)
    same = call.attempted("extend", CENTRE, on="2026-02-02", closes_on="2026-03-31", reason="示例")
    assert refused(same) == ["refused", "later_end"]
    call.take("extend", CENTRE, on="2026-02-02", closes_on="2026-04-10", reason="示例")
    assert stands(call) == ("scheduled", "2026-03-02T00:00:00+08:00")
    call.wait(until="2026-03-02").take("extend", CENTRE, on="2026-03-20", closes_on="2026-04-15", reason="示例")
    assert stands(call) == ("open", "2026-04-16T00:00:00+08:00")
    sooner = call.attempted("extend", CENTRE, on="2026-03-20", closes_on="2026-04-14", reason="示例")
    assert refused(sooner) == ["refused", "later_end"]
    late = call.attempted("extend", CENTRE, on="2026-04-16 00:00:00", closes_on="2026-04-20", reason="示例")
    assert refused(late) == ["deadline_passed", "deadline_passed"]


def test_a_closed_call_is_reopened_to_a_later_end(empty_hb: Engine) -> None:
    call = scheduled(empty_hb).wait(until="2026-03-02").wait(until="2026-04-01")
    past = call.attempted("reopen", CENTRE, on="2026-04-20", closes_on="2026-04-19", reason="示例")
    assert refused(past) == ["refused", "later_end"]
    call.take("reopen", CENTRE, on="2026-04-20", closes_on="2026-04-30", reason="示例")
    assert stands(call) == ("open", "2026-05-01T00:00:00+08:00")


def test_a_call_extended_into_the_next_year_finishes_with_its_end(empty_hb: Engine) -> None:
    call = scheduled(empty_hb, opens_on="2026-12-01", closes_on="2026-12-31").wait(until="2026-12-01")
    call.take("extend", CENTRE, on="2026-12-20", closes_on="2027-01-15", reason="示例").wait(
        until="2027-01-16 00:00:00"
    )
    assert stands(call) == ("closed", "2027-01-16T00:00:00+08:00")


def test_a_draft_is_cancelled_with_a_reason_and_an_open_call_is_not(empty_hb: Engine) -> None:
    call = draft(empty_hb)
    assert refused(call.attempted("cancel", CENTRE, on="2026-01-11")) == ["invalid", "field_missing"]
    assert call.take("cancel", CENTRE, on="2026-01-11", reason="示例").state == "cancelled"
    opened = open_call(empty_hb)
    assert refused(opened.attempted("cancel", CENTRE, on="2026-02-02", reason="x")) == ["wrong_state", "wrong_state"]


def test_applying_only_in_the_window(empty_hb: Engine) -> None:
    call, case = scheduled(empty_hb), drafted(empty_hb, on="2026-02-02", operating_since="2020-01-01")
    assert refused(case.attempted("submit", APPLICANT, on="2026-03-01 23:59:59")) == ["refused", "no_open_call"]
    call.wait(until="2026-03-02")
    assert refused(case.attempted("submit", APPLICANT, on="2026-04-01 00:00:00")) == ["refused", "no_open_call"]
    case.take("submit", APPLICANT, on="2026-03-31 23:59:59")


def test_paper_received_in_the_window_counts_though_it_is_entered_after_it(empty_hb: Engine) -> None:
    scheduled(empty_hb).wait(until="2026-03-02").wait(until="2026-04-01")
    case = drafted(empty_hb, on="2026-04-01")
    late = case.attempted("submit", YICHANG, on="2026-04-02", counter=("示例单位", "2026-04-01 00:00:00"))
    assert refused(late) == ["refused", "no_open_call"]
    case.take("submit", YICHANG, on="2026-04-02", counter=("示例单位", "2026-03-31 17:00:00"))
    assert case.row.entered_at == moment("2026-03-31 17:00:00")


def test_submitted_cases_run_on_when_the_call_closes(empty_hb: Engine) -> None:
    call = scheduled(empty_hb).wait(until="2026-03-02")
    case = drafted(empty_hb).take("submit", APPLICANT, on="2026-03-02")
    call.wait(until="2026-04-01")
    case.take("return_for_correction", YICHANG, on="2026-04-02", gaps=["一"])
    assert case.take("resubmit", APPLICANT, on="2026-04-03").state == "recommender_review"


@pytest.mark.parametrize(("until", "told"), [("2029-02-28", 1), ("2028-12-31", 0), ("2030-01-01", 0)])
def test_in_the_year_of_expiry_the_open_call_reminds_whoever_speaks_for_the_institution(
    hb: Engine, until: str, told: int
) -> None:
    runs_until(hb, certified(hb), until)
    open_call(hb, 2029)
    o = outbox.c
    asked = select(o.reader, o.given).where(o.topic == "expires_this_year")
    rows = [tuple(row) for row in transaction(hb, lambda p: p.connection.execute(asked).all())]
    assert rows == [("account:u-applicant", f'{{"plaque":"HB-YX-2026-0001","until":"{until}"}}')] * told
