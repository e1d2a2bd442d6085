"""Measures, art. 18 (1): a station or commissioner leaves by itself (WH-18.1); deemed exits: test_deemed_exits.py."""

import pytest
from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.staging import children, title_of
from tests.workflows.wuhan.money import clawback, paid
from tests.workflows.wuhan.roads import (
    about,
    applied,
    certified,
    closed_on,
    complained,
    dispatched,
    left,
    mobile,
    person_of,
    resident,
)
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN, PERSON, holding
from workflows.actors import SYSTEM, Actor
from workflows.engine import fire
from workflows.moves import Attempt


def test_a_station_leaves_by_itself_and_its_commissioners_stay_filed(wh: Engine) -> None:
    station = certified(wh)
    person, sent = resident(wh, station), mobile(wh)
    dispatch = dispatched(wh, sent, station)
    case = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    case.take("apply", APPLICANT, on="2026-07-01", reason="业务调整").take(
        "verify", JIANGAN, on="2026-07-02", opinion="属实"
    )
    case.take("deregister", HQ, on="2026-07-03")
    assert title_of(wh, station).ended_how == "deregistered"
    assert (person_of(wh, person).station, person_of(wh, person).ended_at) == (None, None)
    assert (dispatch.state, person_of(wh, sent).station) == ("discontinued", None)
    assert {f.state for f in children(wh, station, "filing")} == {"filed", "discontinued"}


def test_the_desk_of_a_station_closes_with_it(wh: Engine) -> None:
    station = certified(wh)
    assert closed_on(wh, station) is None
    left(wh, station, on="2026-07-03")
    assert closed_on(wh, station) == "2026-07-03"


def test_one_leaves_through_its_own_district(wh: Engine) -> None:
    station = certified(wh)
    elsewhere = about(wh, "exit", APPLICANT, "wh-wuchang", station, on="2026-07-01")
    assert refused(elsewhere.attempted("apply", APPLICANT, on="2026-07-01", reason="x")) == [
        "refused",
        "other_district",
    ]
    person = mobile(wh)
    own = Actor("u-mobile", contacts=frozenset([PERSON, ("commissioner", person.number)]))
    dispatched(wh, person, station).take("recall", HQ2, on="2026-06-20", reason="任务完成")
    wrong = about(wh, "exit", own, "wh-wuchang", person, on="2026-07-01", whom="commissioner")
    assert refused(wrong.attempted("apply", own, on="2026-07-01", reason="x")) == ["refused", "other_district"]
    right = about(wh, "exit", own, "wh-jiangan", person, on="2026-07-01", whom="commissioner")
    right.take("apply", own, on="2026-07-01", reason="调离").take("verify", JIANGAN, on="2026-07-02", opinion="属实")
    assert right.take("deregister", HQ, on="2026-07-03").state == "deregistered"
    assert person_of(wh, person).ended_how == "deregistered"


def test_nobody_leaves_from_under_a_complaint_or_a_revocation(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    case.take("apply", APPLICANT, on="2026-07-01", reason="业务调整").take(
        "verify", JIANGAN, on="2026-07-02", opinion="属实"
    )
    complaint = complained(wh, station)
    assert refused(case.attempted("deregister", HQ, on="2026-07-06")) == ["refused", "open_against"]
    complaint.take("substantiate", HQ, on="2026-07-07", findings="属实", fault="clear")
    assert refused(case.attempted("deregister", HQ, on="2026-07-08")) == ["refused", "open_against"]
    (draft,) = children(wh, complaint, "revocation")
    draft.take("drop", HQ, on="2026-07-09", reason="同意其自行退出")
    assert case.take("deregister", HQ, on="2026-07-10").state == "deregistered"


def test_nobody_leaves_from_under_a_clawback(wh: Engine) -> None:
    station = certified(wh)
    running = clawback(wh, paid(wh, station))
    case = applied(wh, station, on="2027-02-01").take("verify", JIANGAN, on="2027-02-01", opinion="属实")
    assert refused(case.attempted("deregister", HQ, on="2027-02-02")) == ["refused", "open_against"]
    running.take("drop", HQ, on="2027-02-02", reason="查无实据")
    assert case.take("deregister", HQ, on="2027-02-03").state == "deregistered"


def test_one_open_exit_and_none_of_who_has_left(wh: Engine) -> None:
    station = certified(wh)
    case = applied(wh, station, on="2026-07-01")
    second = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    assert refused(second.attempted("apply", APPLICANT, on="2026-07-01", reason="x")) == ["refused", "limit_reached"]
    case.take("verify", JIANGAN, on="2026-07-02", opinion="属实").take("deregister", HQ, on="2026-07-03")
    assert second.state == "discontinued"
    late = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-06")
    assert refused(late.attempted("apply", APPLICANT, on="2026-07-06", reason="x")) == ["refused", "no_title"]


def test_a_commissioner_who_has_left_does_not_leave_again(wh: Engine) -> None:
    person = mobile(wh)
    left(wh, person, on="2026-07-01", whom="commissioner")
    own = Actor("u-commissioner", contacts=frozenset([("commissioner", person.number)]))
    late = about(wh, "exit", own, "wh-jiangan", person, on="2026-07-02", whom="commissioner")
    assert refused(late.attempted("apply", own, on="2026-07-02", reason="x")) == ["refused", "no_commissioner"]


def test_who_verified_does_not_deregister(wh: Engine) -> None:
    both = holding(HQ, JIANGAN)
    case = applied(wh, certified(wh), on="2026-07-01").take("verify", both, on="2026-07-02", opinion="属实")
    assert refused(case.attempted("deregister", both, on="2026-07-03")) == ["refused", "same_person"]
    assert case.take("deregister", HQ2, on="2026-07-03").state == "deregistered"


def test_who_applied_is_neither_deemed_to_have_left_nor_kept(wh: Engine) -> None:
    station = certified(wh)
    draft = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    assert by_the_duty(draft, "deem", on="2026-07-01") == ["refused", "not_deemed"]
    assert by_the_duty(draft, "keep", on="2026-07-01") == ["refused", "not_deemed"]
    draft.take("apply", APPLICANT, on="2026-07-01", reason="x").take("verify", JIANGAN, on="2026-07-02", opinion="属实")
    assert refused(draft.attempted("keep", HQ, on="2026-07-03", reason="x")) == ["refused", "not_deemed"]


def by_the_duty(case: Walk, step: str, *, on: str) -> list[str]:
    attempt = Attempt(case.id, step, SYSTEM)
    return refused(transaction(case.db, lambda present: fire(present.connection, [attempt], at=moment(on))[0]))


def test_the_district_rejects_with_its_reason_and_headquarters_sends_back(wh: Engine) -> None:
    station = certified(wh)
    case = applied(wh, station, on="2026-07-01").take("verify", JIANGAN, on="2026-07-02", opinion="属实")
    case.take("send_back", HQ, on="2026-07-03", reason="核实不详")
    assert (case.state, case.row.office) == ("district_verification", "wh-jiangan")
    assert refused(case.attempted("reject", JIANGAN, on="2026-07-06")) == ["invalid", "field_missing"]
    assert case.take("reject", JIANGAN, on="2026-07-06", reason="非本单位申请").state == "rejected"
    assert title_of(wh, station).ended_at is None


def test_returned_and_resubmitted_or_lapsed_after_the_offices_time(wh: Engine) -> None:
    case = applied(wh, certified(wh), on="2026-07-01").take(
        "return_for_correction", JIANGAN, on="2026-07-01", gaps=["x"]
    )
    case.take("resubmit", APPLICANT, on="2026-07-02", reason="停止运营")
    case.take("return_for_correction", JIANGAN, on="2026-07-02", gaps=["理由不详"])
    assert refused(case.attempted("lapse", JIANGAN, on="2026-07-16", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", JIANGAN, on="2026-07-17", reason="逾期").state == "lapsed"


@pytest.mark.parametrize("verified", [False, True])
def test_withdrawn_before_it_is_deregistered(wh: Engine, verified: bool) -> None:
    station = certified(wh)
    case = applied(wh, station, on="2026-07-01")
    if verified:
        case.take("verify", JIANGAN, on="2026-07-02", opinion="属实")
    assert case.take("withdraw", APPLICANT, on="2026-07-03").state == "withdrawn"
    assert title_of(wh, station).ended_at is None
