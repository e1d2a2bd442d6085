"""Setting Wuhan's decisions aside (the text is silent: the office's own rule): the register as it stood before."""

from typing import Any

from sqlalchemy import Engine, select

from models.database import transaction
from models.office import offices
from tests.walk import refused
from tests.workflows.staging import children, history_of, opened, title_of
from tests.workflows.wuhan.roads import (
    about,
    certified,
    closed_on,
    drafted,
    drafted_reversal,
    graded,
    left,
    mobile,
    person_of,
    recommended,
    set_aside,
)
from tests.workflows.wuhan.test_appeal import handled
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN, ORGANISATION, PERSON, WUCHANG
from workflows.actors import Actor

ERROR: dict[str, Any] = {"basis": "own_error", "reason": "示例"}


def test_a_certification_set_aside_closes_its_desk_and_what_waits_there_goes_to_the_district(wh: Engine) -> None:
    appeal, station, _ = handled(wh)
    assert appeal.row.office == station.number.lower()
    reversal = opened(
        wh, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", station.number), party=ORGANISATION, on="2026-07-06"
    )
    reversal.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="own_error", reason="示例")
    reversal.take("order", HQ2, on="2026-07-07")
    assert (reversal.state, station.state) == ("reversed", "certified")
    assert title_of(wh, station).ended_how == "reversed"
    closes = select(offices.c.closes_on).where(offices.c.code == station.number.lower())
    assert transaction(wh, lambda p: p.connection.execute(closes).scalar_one()) == "2026-07-07"
    assert (appeal.state, appeal.row.office) == ("triage", "wh-jiangan")


def test_a_deregistration_set_aside_puts_everything_back(wh: Engine) -> None:
    person = mobile(wh)
    own = Actor("u-mobile", contacts=frozenset([PERSON, ("commissioner", person.number)]))
    case = about(wh, "exit", own, "wh-wuchang", person, on="2026-07-01", whom="commissioner")
    case.take("apply", own, on="2026-07-01", reason="调离").take("verify", WUCHANG, on="2026-07-02", opinion="属实")
    case.take("deregister", HQ, on="2026-07-03")
    back = opened(wh, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", case.number), party=PERSON, on="2026-07-06")
    back.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="own_error", reason="误办")
    back.take("order", HQ2, on="2026-07-07")
    assert person_of(wh, person).ended_at is None
    assert history_of(wh, person.number, "ended_how")[-1] == "null"


def test_a_station_that_stands_again_has_its_desk_again(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    case.take("apply", APPLICANT, on="2026-07-01", reason="业务调整")
    case.take("verify", JIANGAN, on="2026-07-02", opinion="属实")
    case.take("deregister", HQ, on="2026-07-03")
    assert closed_on(wh, station) == "2026-07-03"
    of = ("case", case.number)
    back = opened(wh, "wuhan/2026/reversal", HQ, "wh-hq", about=of, party=ORGANISATION, on="2026-07-06")
    back.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="judgment", reason="示例判决")
    back.take("order", HQ2, on="2026-07-07")
    assert (title_of(wh, station).ended_at, closed_on(wh, station)) == (None, None)


def test_a_filing_set_aside_takes_the_commissioner_out(wh: Engine) -> None:
    person = mobile(wh)
    back = opened(wh, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", person.number), party=PERSON, on="2026-07-06")
    back.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="own_error", reason="误备案")
    back.take("order", HQ2, on="2026-07-07")
    assert person_of(wh, person).ended_how == "reversed"


def test_who_left_the_register_since_is_not_taken_out_again(wh: Engine) -> None:
    person = mobile(wh)
    left(wh, person, on="2026-07-03", whom="commissioner")
    back = set_aside(wh, person)
    assert refused(back.attempted("order", HQ2, on="2026-07-07")) == ["refused", "commissioner_ended"]
    assert person_of(wh, person).ended_how == "deregistered"


def test_it_is_decided_anew_with_the_old_data(wh: Engine) -> None:
    case = recommended(wh).take("not_select", HQ, on="2026-06-02", reason="未入选")
    back = drafted_reversal(wh, case).take("propose", HQ, on="2026-07-06", **ERROR, anew=True)
    back.take("order", HQ2, on="2026-07-07")
    (anew,) = children(wh, back, "certification")
    assert (case.state, anew.state) == ("rejected", "draft")  # the old case keeps its state
    assert anew.row.form["station_name"] == case.row.form["station_name"]


def test_two_persons_of_headquarters_and_the_second_may_leave_it_as_it_is(wh: Engine) -> None:
    station = certified(wh)
    back = set_aside(wh, station)
    assert refused(back.attempted("order", HQ, on="2026-07-07")) == ["refused", "same_person"]
    assert refused(back.attempted("dismiss", HQ, on="2026-07-07", reason="x")) == ["refused", "same_person"]
    assert refused(back.attempted("order", JIANGAN, on="2026-07-07"))[0] == "not_permitted"
    assert back.take("dismiss", HQ2, on="2026-07-07", reason="维持").state == "dismissed"
    assert title_of(wh, station).ended_at is None


def test_only_what_is_decided_by_the_office_that_decided_and_only_once(wh: Engine) -> None:
    running, station = drafted(wh, address="示例路 9 号").take("submit", APPLICANT, on="2026-06-01"), certified(wh)
    undecided = drafted_reversal(wh, running).attempted("propose", HQ, on="2026-07-06", **ERROR)
    assert refused(undecided) == ["refused", "not_decided"]
    elsewhere = drafted_reversal(wh, station, by=JIANGAN, office="wh-jiangan")
    assert refused(elsewhere.attempted("propose", JIANGAN, on="2026-07-06", **ERROR)) == ["refused", "other_office"]
    first, second = set_aside(wh, station), drafted_reversal(wh, station)
    assert refused(second.attempted("propose", HQ, on="2026-07-06", **ERROR)) == ["refused", "limit_reached"]
    first.take("order", HQ2, on="2026-07-07")
    assert refused(second.attempted("propose", HQ, on="2026-07-08", **ERROR)) == ["refused", "set_aside"]


def test_an_assessment_is_done_anew_with_a_closing_day_of_its_own(wh: Engine) -> None:
    station = certified(wh)
    failed = graded(wh, station.number, "fail")
    back = drafted_reversal(wh, failed, on="2026-12-21")
    without = back.attempted("propose", HQ, on="2026-12-21", **ERROR, anew=True)
    assert refused(without) == ["refused", "closing_day"]
    back.take("propose", HQ, on="2026-12-21", **ERROR, anew=True, anew_until="2027-01-31").take(
        "order", HQ2, on="2026-12-22"
    )
    (anew,) = children(wh, back, "assessment")
    assert (anew.state, anew.row.form["closes_on"]) == ("open", "2027-01-31")
    assert "no_report" not in anew.row.form


def test_a_change_set_aside_restores_the_value_before(wh: Engine) -> None:
    station = certified(wh)
    given = {"kind": "name", "old_value": "旧", "new_value": "示例新名服务站", "changed_on": "2026-06-05"}
    case = about(wh, "change", APPLICANT, "wh-jiangan", station, on="2026-06-10", **given).hand_in("proof_of_change")
    case.take("submit", APPLICANT, on="2026-06-10").take("approve", JIANGAN, on="2026-06-11", opinion="同意")
    case.take("file", HQ, on="2026-06-12")
    set_aside(wh, case).take("order", HQ2, on="2026-07-07")
    assert title_of(wh, station).name == "示例园区服务站"
