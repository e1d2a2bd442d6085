"""Guideline, part 4 (3) 6: an assessment missed without reason, or failed after rectification, costs the title."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, insert

from models.database import transaction
from models.runs import assessment_runs
from tests.walk import Walk, moment, refused
from tests.workflows.guangzhou.stations import certified
from tests.workflows.staging import about, children, do_duty
from tests.world import APPLICANT, BUREAU, HQ, SECOND
from workflows.instants import local

REPORT = {"services": "服务企业百家", "enterprises_served": 100, "talks_held": 3, "full_time_staff": 3}


def set_run(db: Engine, *, agreed: bool = True) -> None:
    run = {
        "book": "guangzhou", "year": 2026, "criteria": "示例标准", "closes_on": "2026-11-30", "data": "{}",
        "set_by": HQ.account, "set_at": moment("2026-10-20"), "agreed_by": BUREAU.account if agreed else None,
    }  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(assessment_runs).values(run)))


@pytest.fixture
def assessment(gz: Engine) -> Walk:
    station = certified(gz)
    set_run(gz)
    do_duty(gz, "guangzhou/2025", "assessments", on="2026-10-21")
    (case,) = about(gz, station.number, "assessment")
    return case


def test_the_run_opens_one_assessment_a_station_once_the_bureau_agreed(gz: Engine) -> None:
    certified(gz)
    set_run(gz, agreed=False)
    assert do_duty(gz, "guangzhou/2025", "assessments", on="2026-10-21") == []


def test_the_run_opens_each_assessment_once_and_none_after_it_closed(gz: Engine, assessment: Walk) -> None:
    assert do_duty(gz, "guangzhou/2025", "assessments", on="2026-10-22") == []
    assert assessment.row.form == {"year": 2026, "closes_on": "2026-11-30", "criteria": "示例标准"}
    assert local(assessment.row.due_at or 0) == "2026-12-01T00:00:00+08:00"


def reported(case: Walk) -> Walk:
    return case.hand_in("self_assessment").take("report", APPLICANT, on="2026-11-02", **REPORT)


def test_reported_and_passed(gz: Engine, assessment: Walk) -> None:
    reported(assessment).take("pass", HQ, on="2026-11-03", opinion="合格")
    assert assessment.state == "passed"


def test_missed_then_excused_for_a_reason(gz: Engine, assessment: Walk) -> None:
    assessment.wait(until="2026-12-01 00:00:00")
    assert assessment.state == "missed"
    assessment.take("excuse", HQ, on="2026-12-02", reason="疫情停业")
    assessment.take("pass", HQ, on="2026-12-03", opinion="补考核合格")
    assert assessment.state == "passed"


def test_missed_without_reason_the_bureau_fails_it_and_a_revocation_is_drafted(gz: Engine, assessment: Walk) -> None:
    assessment.wait(until="2026-12-01 00:00:00")
    assert refused(assessment.attempted("fail", HQ, on="2026-12-02", reason="x"))[0] == "not_permitted"
    assessment.take("fail", BUREAU, on="2026-12-02", reason="无故不参加")
    (draft,) = children(gz, assessment, "revocation")
    assert draft.state == "draft"
    assert draft.row.form == {"ground": "assessment", "source": assessment.number}
    assert draft.row.subject_number == assessment.row.subject_number


def test_rectification_has_thirty_days_and_then_somebody_looks_again(gz: Engine, assessment: Walk) -> None:
    reported(assessment).take("require_rectification", HQ, on="2026-11-03", demands=["补足人员"])
    assert local(assessment.row.due_at or 0) == "2026-12-04T00:00:00+08:00"
    assessment.wait(until="2026-12-04 00:00:00")
    assert assessment.state == "reassessment"
    assert assessment.row.form["not_rectified"] is True
    assessment.take("fail", SECOND, on="2026-12-05", reason="整改后仍不合格")
    assert assessment.state == "failed"
    assert len(children(gz, assessment, "revocation")) == 1


def test_rectified_in_time_it_passes(gz: Engine, assessment: Walk) -> None:
    reported(assessment).take("require_rectification", HQ, on="2026-11-03", demands=["补足人员"])
    assessment.take("rectified", APPLICANT, on="2026-11-20", rectified="已补足")
    assessment.take("pass", HQ, on="2026-11-23", opinion="整改合格")
    assert (assessment.state, children(gz, assessment, "revocation")) == ("passed", [])


def test_nobody_fails_what_they_required_to_be_put_right(gz: Engine, assessment: Walk) -> None:
    both = replace(HQ, grants=HQ.grants | BUREAU.grants)
    reported(assessment).take("require_rectification", both, on="2026-11-03", demands=["补足人员"])
    assessment.take("rectified", APPLICANT, on="2026-11-20", rectified="已补足")
    assert refused(assessment.attempted("fail", both, on="2026-11-23", reason="x")) == ["refused", "same_person"]
