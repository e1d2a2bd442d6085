"""Guideline, part 4 (2): after 3 years a title must be renewed with that year's call, or is revoked."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.guangzhou.stations import certified
from tests.workflows.staging import about, children, do_duty, history_of, title_of
from tests.world import APPLICANT, BUREAU, DISTRICT
from workflows.instants import local

FORM: dict[str, Any] = {"legal_person": True, "fixed_premises": True, "full_time_staff": 3, "services": "三年服务千家"}


@pytest.fixture
def station(gz: Engine) -> Walk:
    return certified(gz)  # on 2026-10-12: through 2029-10-12


def renewal(db: Engine, station: Walk) -> Walk:
    do_duty(db, "guangzhou/2025", "renewals", on="2029-01-01")
    (case,) = about(db, station.number, "renewal")
    return case.hand_in("renewal_form")


def call_of_2029(db: Engine, opens: str, closes: str) -> Walk:
    call = Walk.open(db, "guangzhou/2025/call", BUREAU, "gz-bureau", on="2029-01-05")
    call.take("schedule", BUREAU, on="2029-01-05", title="2029 示例通知", year=2029, opens_on=opens, closes_on=closes)
    return call


def test_it_is_opened_once_on_new_years_day_of_the_year_of_expiry(gz: Engine, station: Walk) -> None:
    assert do_duty(gz, "guangzhou/2025", "renewals", on="2028-12-31") == []
    case = renewal(gz, station)
    assert do_duty(gz, "guangzhou/2025", "renewals", on="2029-01-02") == []
    assert (case.state, case.row.form) == ("open", {"valid_until": "2029-10-12"})
    assert local(case.row.due_at or 0) == "2029-10-13T00:00:00+08:00"  # a title doesn't roll on to a working day


def test_four_schedulers_at_a_time_open_it_once(gz: Engine, station: Walk) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: do_duty(gz, "guangzhou/2025", "renewals", on="2029-01-01"), range(4)))
    assert len(about(gz, station.number, "renewal")) == 1


def test_it_waits_for_the_years_call(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    assert refused(case.attempted("apply", APPLICANT, on="2029-02-01", **FORM)) == ["refused", "no_open_call"]
    call_of_2029(gz, "2029-03-01", "2029-04-30")
    case.take("apply", APPLICANT, on="2029-03-05", **FORM)
    assert case.state == "review"


def test_too_few_staff_are_refused(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    call_of_2029(gz, "2029-03-01", "2029-04-30")
    few = {**FORM, "full_time_staff": 1}
    assert refused(case.attempted("apply", APPLICANT, on="2029-03-05", **few)) == ["refused", "too_few_staff"]


def test_confirmed_it_runs_three_years_from_the_old_end(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    call_of_2029(gz, "2029-03-01", "2029-04-30")
    case.take("apply", APPLICANT, on="2029-03-05", **FORM)
    case.take("return_for_correction", BUREAU, on="2029-03-06", gaps=["说明不足"])
    case.take("resubmit", APPLICANT, on="2029-05-10")  # no call is open any more, and none is needed
    assert refused(case.attempted("confirm", DISTRICT, on="2029-05-11", opinion="x"))[0] == "not_permitted"
    case.take("confirm", BUREAU, on="2029-05-11", opinion="通过")
    assert title_of(gz, station).valid_until == "2032-10-12"
    assert history_of(gz, station.number, "valid_until") == ['"2029-10-12"', '"2032-10-12"']
    assert len(do_duty(gz, "guangzhou/2025", "renewals", on="2032-01-01")) == 1


def test_over_the_gap_it_expires_and_may_still_apply_in_the_call_that_comes(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    call_of_2029(gz, "2029-11-01", "2029-11-30")
    case.wait(until="2029-10-13 00:00:00")
    assert case.state == "expired"
    assert refused(case.attempted("apply", APPLICANT, on="2029-10-31", **FORM)) == ["refused", "no_open_call"]
    assert refused(case.attempted("close", BUREAU, on="2029-11-30", reason="x")) == ["refused", "call_awaited"]
    case.take("apply", APPLICANT, on="2029-11-02", **FORM)
    case.take("confirm", BUREAU, on="2029-11-20", opinion="通过")
    assert title_of(gz, station).valid_until == "2032-10-12"


def test_who_lets_the_call_pass_is_failed_by_a_person_and_a_revocation_is_drafted(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    call_of_2029(gz, "2029-11-01", "2029-11-30")
    case.wait(until="2029-10-13 00:00:00")
    case.take("close", BUREAU, on="2029-12-01", reason="未在申报期内申请")
    assert case.state == "failed"
    (draft,) = children(gz, case, "revocation")
    assert draft.row.form["ground"] == "renewal"
    assert title_of(gz, station).ended_at is None  # only a revocation ends it


def test_failed_in_review_a_revocation_is_drafted(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    call_of_2029(gz, "2029-03-01", "2029-04-30")
    case.take("apply", APPLICANT, on="2029-03-05", **FORM)
    case.take("fail", BUREAU, on="2029-03-06", reason="不再符合条件")
    assert len(children(gz, case, "revocation")) == 1


def test_a_call_that_closed_before_the_title_expired_doesnt_count(gz: Engine, station: Walk) -> None:
    case = renewal(gz, station)
    case.wait(until="2029-10-13 00:00:00")
    assert refused(case.attempted("close", BUREAU, on="2029-12-01", reason="x")) == ["refused", "call_awaited"]
