"""Guideline, part 4 (1): how a station is certified, step by step."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.register import stations
from tests.walk import moment, refused
from tests.workflows.guangzhou.roads import (
    FORM,
    appointed,
    drafted,
    in_bureau_decision,
    in_publicity,
    publish,
    submitted,
)
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, NEIGHBOUR
from workflows.instants import local


def test_the_whole_road_from_application_to_plaque(gz: Engine) -> None:
    case = submitted(gz, "2026-02-02")
    case.take("return_for_correction", DISTRICT, on="2026-02-03", gaps=["场地证明未盖章"])
    assert case.state == "returned"
    case.take("resubmit", APPLICANT, on="2026-02-04")
    case.take("forward", DISTRICT, on="2026-02-05", opinion="同意")
    case.take("appoint", HQ, on="2026-02-05", preliminary_opinion="符合", experts=[e.account for e in EXPERTS[:3]])
    scores = {"premises_score": 20, "capability_score": 20, "structure_score": 20, "staff_score": 20, "opinion": "好"}
    for expert in EXPERTS[:3]:
        case.take("score", expert, on="2026-02-06", **scores)
    case.take("recommend", HQ, on="2026-02-09", opinion="推荐")
    publish(gz, case, at="2026-09-28")
    assert case.state == "publicity"
    case.wait(until="2026-10-11 00:02:00")
    publish(gz, case, kind="announcement", at="2026-10-12")
    assert case.state == "certified"
    asked = select(stations.c.plaque, stations.c.name, stations.c.valid_until)
    (station,) = transaction(gz, lambda present: present.connection.execute(asked).all())
    assert station == ("GZ-ZD-2026-0001", FORM["station_name"], "2029-10-12")
    assert case.trail == [
        "submit", "return_for_correction", "resubmit", "forward", "appoint", "score", "score", "score", "recommend",
        "shortlist", "conclude", "announce",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "due"),
    [("2026-09-28", "2026-10-11T00:00:00+08:00"), ("2026-02-11", "2026-02-26T00:00:00+08:00")],
)
def test_publicity_lasts_five_working_days_from_the_official_page(gz: Engine, published: str, due: str) -> None:
    case = in_publicity(gz, published)
    assert local(case.row.due_at or 0) == due
    day = due[:10]
    assert refused(case_early(case, f"{day} 00:01:59")) == ["not_due"]
    case.wait(until=f"{day} 00:02:00")
    assert case.state == "concluded"
    assert local(case.row.entered_at) == due


def case_early(case, until):
    from workflows.actors import CLOCK

    return case.attempted("conclude", CLOCK, on=until)


def test_a_publicity_that_needs_next_years_notice_is_provisional(gz: Engine) -> None:
    case = in_publicity(gz, "2026-12-25")
    assert case.row.provisional == 1
    assert refused(case_early(case, "2027-01-06")) == ["not_due", "provisional"]


def test_refusals_change_nothing(gz: Engine) -> None:
    case = submitted(gz)
    before = case.row
    assert refused(case.attempted("forward", APPLICANT, on="2026-02-03", opinion="x")) == [
        "not_permitted",
        "wrong_role",
    ]
    assert refused(case.attempted("forward", NEIGHBOUR, on="2026-02-03", opinion="x")) == [
        "not_permitted",
        "wrong_desk",
    ]
    assert refused(case.attempted("forward", DISTRICT, on="2026-02-03")) == ["invalid", "field_missing"]
    assert refused(case.attempted("forward", DISTRICT, on="2026-02-03", opinion="x", fee=3)) == [
        "invalid",
        "field_unknown",
    ]
    assert refused(case.attempted("recommend", HQ, on="2026-02-03", opinion="x")) == ["wrong_state", "wrong_state"]
    assert case.row == before


def test_submitting_needs_a_call_two_staff_and_every_paper(empty_gz: Engine) -> None:
    case = drafted(empty_gz, full_time_staff=1)
    outcome = case.attempted("submit", APPLICANT, on="2026-02-02")
    assert refused(outcome) == ["refused", "no_open_call", "too_few_staff"]


def test_scores_and_separation(gz: Engine) -> None:
    case = appointed(gz)
    scores = {"premises_score": 20, "capability_score": 20, "structure_score": 20, "staff_score": 20, "opinion": "好"}
    for expert in EXPERTS[:2]:
        case.take("score", expert, on="2026-02-06", **scores)
    assert refused(case.attempted("recommend", HQ, on="2026-02-06", opinion="x")) == ["refused", "too_few_scores"]
    assert refused(case.attempted("score", EXPERTS[3], on="2026-02-06", **scores)) == ["not_permitted", "wrong_role"]


def test_shortlisting_outside_a_notice_is_refused(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    assert refused(case.attempted("shortlist", BUREAU, on="2026-02-10")) == ["refused", "needs_notice"]


def test_an_objection_in_time_is_dismissed_and_the_station_announced(gz: Engine) -> None:
    from workflows.actors import PUBLIC

    case = in_publicity(gz, "2026-09-28")
    said = {"by": "person", "name": "示例公民", "contact": "000", "text": "场地不实"}
    outcome = case.attempted("object", PUBLIC, on="2026-10-10 23:59:59", **said)
    (objection,) = outcome.caused
    assert objection.number.startswith("GZ-2026-")
    assert refused(case.attempted("object", PUBLIC, on="2026-10-11 00:00:00", **said)) == ["deadline_passed"] * 2
    case.wait(until="2026-10-11 00:03:00")
    assert refused(case.attempted("object", PUBLIC, on="2026-10-11 09:00:00", **said)) == ["deadline_passed"] * 2
    from tests.walk import Walk

    walk = Walk(gz, objection)
    from workflows.errors import Refused

    with pytest.raises(Refused) as error:
        publish(gz, case, kind="announcement", at="2026-10-12")
    assert [r.code for r in error.value.reasons] == ["open_objection"]
    from tests.world import SECOND

    walk.take("admit", SECOND, on="2026-10-12")
    walk.take("dismiss", SECOND, on="2026-10-13", findings="经查不属实")
    publish(gz, case, kind="announcement", at="2026-10-14")
    assert case.state == "certified"


def test_due_is_reckoned_from_the_page_and_kept_by_objections(gz: Engine) -> None:
    case = in_publicity(gz, "2026-09-28")
    assert case.row.due_from == moment("2026-09-28")
