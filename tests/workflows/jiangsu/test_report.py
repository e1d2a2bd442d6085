"""Notice, parts 3 (2) and 5 (2): the ledger, its half-year sum, and what cities report by the seventh working day."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models import reference
from models.case import cases
from models.database import Present, transaction
from tests.walk import Walk, refused
from tests.workflows.jiangsu.halves import H1, confirmed
from tests.workflows.jiangsu.roads import enrolled
from tests.workflows.jiangsu.world import (
    CITY_CLERK,
    CLERK,
    PROVINCE_CLERK,
    WEST_CLERK,
    WEST_LEADER,
)
from tests.workflows.staging import about, attempted, do_duty
from workflows.books.jiangsu.v2022.sums import unconfirmed
from workflows.instants import local
from workflows.moves import Entry, Opening

FIGURES: dict[str, Any] = {
    **dict.fromkeys(("contacts", "visits", "services", "talks", "activities", "enterprises_served", "problems"), 0),
    **dict.fromkeys(("commissioners", "enterprises", "covered", "appeals", "appeals_answered"), 1),
    "results": "示例成效",
}
BOOK, DUTY = "jiangsu/2022", "half_year_reports"


def reported(db: Engine, on: str = "2026-06-30") -> Walk:
    do_duty(db, BOOK, DUTY, on=on)
    (case,) = about(db, "js-city", "report")
    return case


def test_each_city_owes_one_for_each_half_year_however_often_the_duty_runs(js: Engine) -> None:
    enrolled(js, on="2026-02-02")
    assert do_duty(js, BOOK, DUTY, on="2026-06-29") == []
    assert len(do_duty(js, BOOK, DUTY, on="2026-06-30")) == 1
    assert do_duty(js, BOOK, DUTY, on="2026-06-30") == []
    assert do_duty(js, BOOK, DUTY, on="2026-07-01") == []
    assert len(do_duty(js, BOOK, DUTY, on="2027-08-01")) == 2  # after an outage: what was missed, and once
    assert [case.row.form["half"] for case in about(js, "js-city", "report")] == ["2026-H1", "2026-H2", "2027-H1"]


def test_two_schedulers_at_once_open_one(js: Engine) -> None:
    enrolled(js)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: do_duty(js, BOOK, DUTY, on="2026-06-30"), range(4)))
    assert len(about(js, "js-city", "report")) == 1


def test_without_a_pool_nothing_is_owed(js: Engine) -> None:
    assert do_duty(js, BOOK, DUTY, on="2026-06-30") == []


@pytest.mark.parametrize("opened_on", ["2026-06-30", "2026-07-03"])
def test_seven_working_days_run_from_the_30th_of_june_whenever_it_was_opened(js: Engine, opened_on: str) -> None:
    enrolled(js)
    case = reported(js, opened_on)
    assert local(case.row.due_at or 0) == "2026-07-10T00:00:00+08:00"
    assert local(case.row.due_from or 0) == "2026-06-30T00:00:00+08:00"


def test_submitted_in_time_and_accepted_by_the_province(js: Engine) -> None:
    confirmed(js, enrolled(js))
    case = reported(js)
    assert refused(case.attempted("submit", CLERK, on="2026-07-02", **FIGURES))[0] == "not_permitted"
    case.take("submit", CITY_CLERK, on="2026-07-02", **FIGURES)
    assert (case.state, case.row.office) == ("submitted", "js-province")
    assert "late" not in case.row.form
    assert refused(case.attempted("accept", CITY_CLERK, on="2026-07-03"))[0] == "not_permitted"
    case.take("accept", PROVINCE_CLERK, on="2026-07-03")
    assert case.state == "accepted"


def test_overdue_by_the_clock_it_is_taken_late_and_marked(js: Engine) -> None:
    confirmed(js, enrolled(js))
    case = reported(js)
    too_late = case.attempted("submit", CITY_CLERK, on="2026-07-10", **FIGURES)
    assert refused(too_late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-07-10 00:00:01")
    assert (case.state, case.row.office) == ("overdue", "js-city")
    case.take("submit", CITY_CLERK, on="2026-07-13", **FIGURES)
    assert (case.state, case.row.form["late"]) == ("submitted", True)


def test_an_incomplete_report_comes_back_and_goes_again(js: Engine) -> None:
    confirmed(js, enrolled(js))
    case = reported(js).take("submit", CITY_CLERK, on="2026-07-02", **FIGURES)
    case.take("return_for_correction", PROVINCE_CLERK, on="2026-07-03", gaps=["附件5 缺县区数据"])
    assert (case.state, case.row.office) == ("returned", "js-city")
    case.take("resubmit", CITY_CLERK, on="2026-07-06", contacts=3)
    assert (case.state, case.row.form["contacts"]) == ("submitted", 3)


def test_nobody_opens_a_report_by_hand(js: Engine) -> None:
    opening = Opening("jiangsu/2022/report", CITY_CLERK, "js-city", ("office", "js-city", "示例市"))
    assert refused(attempted(js, opening, on="2026-06-30")) == ["opened_by_system"]


def test_a_commissioner_who_has_not_confirmed_is_named_and_the_city_says_why(js: Engine) -> None:
    here, there = enrolled(js), enrolled(js, 2, WEST_CLERK, WEST_LEADER)
    confirmed(js, here)
    case = reported(js)
    outcome = case.attempted("submit", CITY_CLERK, on="2026-07-02", **FIGURES)
    assert refused(outcome) == ["refused", "unconfirmed"]
    assert there.number in str(outcome) and here.number not in str(outcome)
    case.take("submit", CITY_CLERK, on="2026-07-02", **FIGURES, unconfirmed_reason="专员病假")


def test_who_joined_after_the_half_year_needs_not_confirm(js: Engine) -> None:
    confirmed(js, enrolled(js))
    enrolled(js, 2, on="2026-07-01")

    def asked(present: Present) -> list[str]:
        return unconfirmed(present.connection, reference.current(present.connection), "js-city", H1)

    assert transaction(js, asked) == []


def test_a_city_s_report_has_no_party(js: Engine) -> None:
    enrolled(js)
    (outcome,) = do_duty(js, BOOK, DUTY, on="2026-06-30")
    assert isinstance(outcome, Entry)
    asked = select(cases.c.parties).where(cases.c.id == outcome.case)
    assert transaction(js, lambda present: present.connection.execute(asked).scalar_one()) == "[]"


def test_late_or_completed_it_says_why_too_and_one_that_is_returned_has_its_gaps(js: Engine) -> None:
    enrolled(js)
    case = reported(js).wait(until="2026-07-10 00:00:01")
    why = {"unconfirmed_reason": "专员病假"}
    assert refused(case.attempted("submit", CITY_CLERK, on="2026-07-13", **FIGURES)) == ["refused", "unconfirmed"]
    case.take("submit", CITY_CLERK, on="2026-07-13", **FIGURES, **why)
    unsaid = case.attempted("return_for_correction", PROVINCE_CLERK, on="2026-07-14")
    assert refused(unsaid) == ["invalid", "field_missing"]
    case.take("return_for_correction", PROVINCE_CLERK, on="2026-07-14", gaps=["附件4"])
    silent = case.attempted("resubmit", CITY_CLERK, on="2026-07-15", unconfirmed_reason="")
    assert refused(silent) == ["refused", "unconfirmed"]
    assert case.take("resubmit", CITY_CLERK, on="2026-07-15").row.form["late"] is True


@pytest.mark.parametrize("state", ["due", "overdue", "submitted", "returned"])
def test_a_city_s_report_ends_on_proof_that_its_office_is_gone(js: Engine, state: str) -> None:
    confirmed(js, enrolled(js))
    case = reported(js)
    if state == "overdue":
        case.wait(until="2026-07-10 00:00:01")
    if state in ("submitted", "returned"):
        case.take("submit", CITY_CLERK, on="2026-07-02", **FIGURES)
    if state == "returned":
        case.take("return_for_correction", PROVINCE_CLERK, on="2026-07-02", gaps=["附件4"])
    clerk = PROVINCE_CLERK if state == "submitted" else CITY_CLERK
    day = "2026-07-02" if state == "due" else "2026-07-10"
    assert refused(case.attempted("terminate", clerk, on=day, reason="撤并")) == ["invalid", "material_missing"]
    assert case.hand_in("proof_of_end").take("terminate", clerk, on=day, reason="撤并").state == "discontinued"
