"""Measures, art. 9 and 18 (HB-9, HB-18): the year's assessment, and what is put right before anybody fails."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import certified, ended, set_run
from tests.workflows.hubei.world import APPLICANT, CENTRE, HUANGSHI, ORGANISATION, SECOND, YICHANG
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import children, do_duty
from workflows.instants import local
from workflows.moves import Entry

# Each line: date, firms, satisfaction.
GOOD = ["2026-05-08, 20, 85", "2026-06-08, 20, 79.9", "2026-07-08, 20, 79", "2026-08-08，20，80%"]
BAD = [*GOOD, "2026-09-08, 20, 60"]


def reported(db: Engine, activities: list[str], public_service: int = 4) -> Walk:
    institution = certified(db)
    set_run(db)
    (begun,) = do_duty(db, "hubei/1", "assessments", on="2026-12-01")
    assert isinstance(begun, Entry)
    case = Walk(db, begun)
    given: dict[str, Any] = {"activities": activities, "public_service": public_service}
    case.take("report", APPLICANT, on="2027-01-15", **given)
    assert case.row.subject_number == institution.number
    return case


def scored(db: Engine, activities: list[str], public_service: int = 4) -> Walk:
    return reported(db, activities, public_service).take("assess", YICHANG, on="2027-02-02", opinion="属实")


def of_the_first_half(db: Engine, closes: str = "2026-06-30") -> Walk:
    """The assessment of a run that closes when the year's notice of holidays is in."""
    certified(db)
    set_run(db, closes=closes)
    (begun,) = do_duty(db, "hubei/1", "assessments", on="2026-06-01")
    assert isinstance(begun, Entry)
    return Walk(db, begun)


def test_the_assessment_is_opened_once_by_the_run(hb: Engine) -> None:
    case = scored(hb, GOOD)
    do_duty(hb, "hubei/1", "assessments", on="2026-12-02")
    assert len(cases_about(hb, case.row.subject_number or "", "assessment")) == 1
    case.take("pass", CENTRE, on="2027-02-10")
    assert case.state == "passed"


def test_80_passes_and_three_below_do_not(hb: Engine) -> None:
    case = scored(hb, GOOD)
    demanded = case.attempted("require_rectification", CENTRE, on="2027-02-10", demands=["服务质量"])
    assert refused(demanded) == ["refused", "nothing_to_rectify"]
    assert case.take("pass", CENTRE, on="2027-02-10").state == "passed"


def test_three_activities_under_80_are_put_right_first(hb: Engine) -> None:
    case = scored(hb, BAD)
    assert refused(case.attempted("pass", CENTRE, on="2027-02-10")) == ["refused", "under_80"]
    case.take("require_rectification", CENTRE, on="2027-02-10", demands=["提高满意度"])
    case.take("rectified", APPLICANT, on="2027-02-20", rectified="已更换团队")
    assert refused(case.attempted("fail", CENTRE, on="2027-03-01", reason="仍不胜任")) == ["refused", "same_person"]
    case.take("fail", SECOND, on="2027-03-01", reason="仍不胜任")
    (draft,) = children(hb, case, "revocation")
    assert (draft.state, draft.row.form["ground"], draft.row.office) == ("draft", "hb18_1", "hb-centre")


def test_public_service_below_the_target_and_no_rectification(hb: Engine) -> None:
    case = scored(hb, GOOD, public_service=3)
    case.take("require_rectification", CENTRE, on="2027-02-10", demands=["补足公益服务"])
    assert case.row.due_step == "rectification_due"
    assert case.row.provisional == 1  # the notice of 2027 is not in: nobody's time is over before it is certain
    case.take("rectified", APPLICANT, on="2027-03-01", rectified="无法整改")
    case.take("fail", SECOND, on="2027-04-01", reason="经协调仍不愿整改")
    (draft,) = children(hb, case, "revocation")
    assert draft.row.form["ground"] == "hb18_4"
    draft.take("drop", CENTRE, on="2027-04-02", reason="已补足")
    assert draft.state == "dismissed"


def test_who_misses_the_report_is_assessed_all_the_same(hb: Engine) -> None:
    certified(hb)
    set_run(hb, closes="2026-12-20")
    (begun,) = do_duty(hb, "hubei/1", "assessments", on="2026-12-01")
    assert isinstance(begun, Entry)
    case = Walk(hb, begun).wait(until="2026-12-21 00:00:01")
    assert case.row.form["no_report"] is True
    unread = case.attempted("assess", YICHANG, on="2026-12-22", activities=["五月一场"], public_service=0, opinion="x")
    assert refused(unread) == ["refused", "activity"]
    case.take("assess", YICHANG, on="2026-12-22", activities=BAD, public_service=0, opinion="未提交")
    assert case.state == "scoring"


def test_without_a_run_and_after_it_closed_none_is_opened(hb: Engine) -> None:
    certified(hb)
    assert do_duty(hb, "hubei/1", "assessments", on="2026-06-01") == []
    set_run(hb, closes="2026-06-30")
    assert do_duty(hb, "hubei/1", "assessments", on="2026-07-01") == []


def test_reporting_ends_with_the_closing_day(hb: Engine) -> None:
    case = of_the_first_half(hb)
    assert case.row.form["public_service_target"] == 4
    assert local(case.row.due_at or 0) == "2026-07-01T00:00:00+08:00"
    given: dict[str, Any] = {"activities": GOOD[:1], "public_service": 4}
    late = case.attempted("report", APPLICANT, on="2026-07-01 00:00:00", **given)
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.take("report", APPLICANT, on="2026-06-30 23:59:59", **given)
    assert (case.state, case.row.office, "no_report" in case.row.form) == ("recommender_scoring", "hb-yichang", False)


def test_only_who_recommended_assesses(hb: Engine) -> None:
    case = reported(hb, GOOD)
    assert refused(case.attempted("assess", HUANGSHI, on="2027-02-02", opinion="x")) == ["not_permitted", "wrong_desk"]
    assert refused(case.attempted("assess", YICHANG, on="2027-02-02")) == ["invalid", "field_missing"]


def test_rectification_is_over_after_thirty_days_and_looked_at_all_the_same(hb: Engine) -> None:
    case = of_the_first_half(hb).wait(until="2026-07-01 00:00:00")
    case.take("assess", YICHANG, on="2026-07-02", activities=BAD, public_service=4, opinion="属实")
    case.take("require_rectification", CENTRE, on="2026-07-06", demands=["提高满意度"])
    assert local(case.row.due_at or 0) == "2026-08-06T00:00:00+08:00"
    case.wait(until="2026-08-06 00:00:00")
    assert (case.state, case.row.form["not_rectified"]) == ("reassessment", True)
    assert refused(case.attempted("pass", CENTRE, on="2026-08-07")) == ["invalid", "field_missing"]
    assert case.take("pass", CENTRE, on="2026-08-07", opinion="已查看，合格").state == "passed"


def test_who_assessed_for_the_recommender_does_not_fail_it_at_the_centre(hb: Engine) -> None:
    case = scored(hb, BAD).take("require_rectification", CENTRE, on="2027-02-10", demands=["提高满意度"])
    case.take("rectified", APPLICANT, on="2027-02-20", rectified="已更换团队")
    both = replace(YICHANG, grants=YICHANG.grants | CENTRE.grants)
    assert refused(case.attempted("fail", both, on="2027-03-01", reason="x")) == ["refused", "same_person"]


def towards(case: Walk, state: str) -> Walk:
    """As far as this state, from a run that nobody reported for."""
    if state != "open":
        case.wait(until="2026-07-01 00:00:00")
    if state not in ("open", "recommender_scoring"):
        case.take("assess", YICHANG, on="2026-07-02", activities=BAD, public_service=4, opinion="属实")
    if state in ("rectification", "reassessment"):
        case.take("require_rectification", CENTRE, on="2026-07-06", demands=["提高满意度"])
    if state == "reassessment":
        case.take("rectified", APPLICANT, on="2026-07-07", rectified="已更换团队")
    assert case.state == state
    return case


@pytest.mark.parametrize("on_proof", [True, False])
@pytest.mark.parametrize("state", ["open", "recommender_scoring", "scoring", "rectification", "reassessment"])
def test_wherever_it_stands_it_ends_with_the_title_or_on_proof(hb: Engine, state: str, on_proof: bool) -> None:
    case = towards(of_the_first_half(hb), state)
    desk = YICHANG if state in ("open", "recommender_scoring") else CENTRE
    day = "2026-06-15" if state == "open" else "2026-07-08"
    assert refused(case.attempted("terminate", desk, on=day, reason="注销")) == ["invalid", "material_missing"]
    if on_proof:
        case.hand_in("proof_of_end").take("terminate", desk, on=day, reason="注销")
    else:
        (institution,) = cases_about(hb, ORGANISATION[1], "certification")
        ended(hb, institution, on=day)
    assert case.trail[-1] == ("terminate" if on_proof else "discontinue")
