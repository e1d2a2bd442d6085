"""Guideline, part 4 (1) 1: one call a year, and applying in its window."""

from typing import Any

from sqlalchemy import Engine

from tests.walk import Walk, moment, refused
from tests.workflows.guangzhou.roads import drafted, open_call
from tests.world import APPLICANT, BUREAU, DISTRICT, HQ
from workflows.instants import local

CALL = "guangzhou/2025/call"
WINDOW: dict[str, Any] = {"title": "示例通知", "year": 2026, "opens_on": "2026-03-01", "closes_on": "2026-03-31"}


def draft(db: Engine, on: str = "2026-01-10") -> Walk:
    return Walk.open(db, CALL, BUREAU, "gz-bureau", on=on)


def scheduled(db: Engine, **other: Any) -> Walk:
    return draft(db).take("schedule", BUREAU, on="2026-01-10", **{**WINDOW, **other})


def test_a_call_opens_closes_and_finishes_by_the_clock(empty_gz: Engine) -> None:
    call = scheduled(empty_gz)
    assert (call.state, local(call.row.due_at or 0)) == ("scheduled", "2026-03-01T00:00:00+08:00")
    call.wait(until="2026-03-01 00:00:00")
    assert (call.state, local(call.row.due_at or 0)) == ("open", "2026-04-01T00:00:00+08:00")
    call.wait(until="2026-04-01 00:00:00")
    assert (call.state, local(call.row.due_at or 0)) == ("closed", "2027-01-01T00:00:00+08:00")
    call.wait(until="2027-01-02")
    assert (call.state, local(call.row.entered_at)) == ("finished", "2027-01-01T00:00:00+08:00")
    assert call.row.due_at is None


def test_the_clock_is_never_early(empty_gz: Engine) -> None:
    from workflows.actors import CLOCK

    call = scheduled(empty_gz)
    assert refused(call.attempted("open", CLOCK, on="2026-02-28 23:59:59")) == ["not_due"]
    assert refused(call.attempted("close", CLOCK, on="2027-03-01")) == ["wrong_state", "wrong_state"]


def test_one_call_a_year(empty_gz: Engine) -> None:
    first = scheduled(empty_gz)
    second = draft(empty_gz)
    assert refused(second.attempted("schedule", BUREAU, on="2026-01-11", **WINDOW)) == ["refused", "limit_reached"]
    next_year = {**WINDOW, "year": 2027, "opens_on": "2027-03-01", "closes_on": "2027-03-31"}
    draft(empty_gz).take("schedule", BUREAU, on="2026-01-11", **next_year)
    first.take("cancel", BUREAU, on="2026-01-12", reason="示例理由")
    assert first.state == "cancelled"
    second.take("schedule", BUREAU, on="2026-01-12", **WINDOW)


def test_a_finished_year_has_no_second_call(empty_gz: Engine) -> None:
    call = scheduled(empty_gz)
    for until in ("2026-03-01", "2026-04-01 00:00:00"):
        call.wait(until=until)
    later = {**WINDOW, "opens_on": "2026-05-01", "closes_on": "2026-05-31"}
    assert refused(draft(empty_gz).attempted("schedule", BUREAU, on="2026-04-02", **later)) == [
        "refused",
        "limit_reached",
    ]


def test_a_window_lies_in_its_year_and_ends_after_it_begins(empty_gz: Engine) -> None:
    for wrong in ({"closes_on": "2026-02-28"}, {"opens_on": "2025-12-31"}, {"year": 2027}):
        outcome = draft(empty_gz).attempted("schedule", BUREAU, on="2026-01-10", **{**WINDOW, **wrong})
        assert refused(outcome) == ["refused", "window"]
    over = draft(empty_gz).attempted("schedule", BUREAU, on="2026-04-01", **WINDOW)
    assert refused(over) == ["refused", "window"]


def test_a_window_that_began_before_it_was_scheduled_opens_now_and_not_backdated(empty_gz: Engine) -> None:
    call = draft(empty_gz).take("schedule", BUREAU, on="2026-03-10", **WINDOW).wait(until="2026-03-10 09:00:01")
    assert call.row.entered_at == moment("2026-03-10")


def test_extending_needs_a_later_end_and_moves_the_clock(empty_gz: Engine) -> None:
    call = scheduled(empty_gz)
    earlier = call.attempted("extend", BUREAU, on="2026-02-01", closes_on="2026-03-31", reason="示例")
    assert refused(earlier) == ["refused", "later_end"]
    call.take("extend", BUREAU, on="2026-02-01", closes_on="2026-04-10", reason="示例")
    assert (call.state, local(call.row.due_at or 0)) == ("scheduled", "2026-03-01T00:00:00+08:00")
    call.wait(until="2026-03-01").take("extend", BUREAU, on="2026-03-20", closes_on="2026-04-15", reason="示例")
    assert (call.state, local(call.row.due_at or 0)) == ("open", "2026-04-16T00:00:00+08:00")
    late = call.attempted("extend", BUREAU, on="2026-04-16 00:00:00", closes_on="2026-04-20", reason="示例")
    assert refused(late) == ["deadline_passed", "deadline_passed"]


def test_a_closed_call_is_reopened_to_a_later_end(empty_gz: Engine) -> None:
    call = scheduled(empty_gz).wait(until="2026-03-01").wait(until="2026-04-01")
    past = call.attempted("reopen", BUREAU, on="2026-04-20", closes_on="2026-04-19", reason="示例")
    assert refused(past) == ["refused", "later_end"]
    call.take("reopen", BUREAU, on="2026-04-20", closes_on="2026-04-30", reason="示例")
    assert (call.state, local(call.row.due_at or 0)) == ("open", "2026-05-01T00:00:00+08:00")


def test_a_call_extended_into_the_next_year_finishes_with_its_end(empty_gz: Engine) -> None:
    call = scheduled(empty_gz, opens_on="2026-12-01", closes_on="2026-12-31").wait(until="2026-12-01")
    call.take("extend", BUREAU, on="2026-12-20", closes_on="2027-01-15", reason="示例").wait(
        until="2027-01-16 00:00:00"
    )
    assert local(call.row.due_at or 0) == "2027-01-16T00:00:00+08:00"


def test_a_draft_is_cancelled_but_an_open_call_is_not(empty_gz: Engine) -> None:
    assert draft(empty_gz).take("cancel", BUREAU, on="2026-01-11", reason="示例").state == "cancelled"
    call = open_call(empty_gz)
    assert refused(call.attempted("cancel", BUREAU, on="2026-02-02", reason="示例")) == ["wrong_state", "wrong_state"]


def test_only_the_bureau_schedules(empty_gz: Engine) -> None:
    assert refused(draft(empty_gz).attempted("schedule", HQ, on="2026-01-10", **WINDOW)) == [
        "not_permitted",
        "wrong_role",
    ]


def test_applying_only_in_the_window(empty_gz: Engine) -> None:
    call, case = scheduled(empty_gz), drafted(empty_gz, on="2026-02-02")
    assert refused(case.attempted("submit", APPLICANT, on="2026-02-28 23:59:59")) == ["refused", "no_open_call"]
    call.wait(until="2026-03-01")
    assert refused(case.attempted("submit", APPLICANT, on="2026-04-01 00:00:00")) == ["refused", "no_open_call"]
    case.take("submit", APPLICANT, on="2026-03-31 23:59:59")


def test_paper_received_in_the_window_counts_though_it_is_entered_after_it(empty_gz: Engine) -> None:
    scheduled(empty_gz).wait(until="2026-03-01").wait(until="2026-04-01")
    case = drafted(empty_gz, on="2026-04-01")
    late = case.attempted("submit", DISTRICT, on="2026-04-02", counter=("示例单位", "2026-04-01 00:00:00"))
    assert refused(late) == ["refused", "no_open_call"]
    case.take("submit", DISTRICT, on="2026-04-02", counter=("示例单位", "2026-03-31 17:00:00"))
    assert case.row.entered_at == moment("2026-03-31 17:00:00")


def test_submitted_cases_run_on_when_the_call_closes(empty_gz: Engine) -> None:
    call = scheduled(empty_gz).wait(until="2026-03-01")
    case = drafted(empty_gz, on="2026-03-02").take("submit", APPLICANT, on="2026-03-02")
    call.wait(until="2026-04-01")
    case.take("return_for_correction", DISTRICT, on="2026-04-02", gaps=["一"]).take(
        "resubmit", APPLICANT, on="2026-04-03"
    )
    assert case.state == "district_review"
