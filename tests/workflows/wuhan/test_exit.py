"""Measures, art. 18: leaving by oneself, being deemed to have left, and being ordered to leave."""

from sqlalchemy import Engine, select

from models.database import transaction
from models.office import offices
from tests.walk import Walk, refused
from tests.workflows.staging import children, history_of, opened, title_of
from tests.workflows.wuhan.roads import (
    about,
    certified,
    dispatched,
    mobile,
    person_of,
    publish,
    resident,
    revoked,
)
from tests.workflows.wuhan.world import (
    APPLICANT,
    ENTERPRISE,
    FIRM,
    HQ,
    HQ2,
    JIANGAN,
    ORGANISATION,
    PERSON,
    WUCHANG,
)
from workflows.actors import Actor


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


def complained(db: Engine, station: Walk) -> Walk:
    case = opened(db, "wuhan/2026/complaint", FIRM, "wh-hq", about=("station", station.number), party=ENTERPRISE,
                  on="2026-07-05")  # fmt: skip
    return case.take("file", FIRM, on="2026-07-05", facts="示例事实", contact_name="示例", contact="000")


def test_a_complaint_is_answered_and_weighed(wh: Engine) -> None:
    station = certified(wh)
    case = complained(wh, station)
    assert case.row.party == {ORGANISATION, ENTERPRISE}
    assert refused(case.attempted("answer", FIRM, on="2026-07-06", statement="x"))[0] == "not_permitted"
    case.take("answer", APPLICANT, on="2026-07-06", statement="示例说明")
    case.take("substantiate", HQ, on="2026-07-07", findings="属实", fault="slight")
    assert children(wh, case, "revocation") == []
    again = complained(wh, station).take("substantiate", HQ, on="2026-07-08", findings="属实", fault="clear")
    (draft,) = children(wh, again, "revocation")
    assert draft.row.form["ground"] == "complaint"
    assert draft.row.party == {ORGANISATION}  # the enterprise isn't a party to it
    assert complained(wh, station).take("dismiss", HQ, on="2026-07-09", findings="不实").state == "unfounded"


def test_an_ordered_exit_of_a_station_by_a_notice_of_another_person(wh: Engine) -> None:
    station = certified(wh)
    person = resident(wh, station)
    case = revoked(wh, about(wh, "revocation", HQ, "wh-hq", station, on="2026-07-01"), on="2026-07-01")
    case.wait(until="2026-07-09 00:00:01")
    assert refused(case.attempted("revoke", HQ2, on="2026-07-10")) == ["refused", "needs_notice"]
    leaving = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-07-01")
    publish(wh, case, at="2026-07-10")
    assert (case.state, leaving.state) == ("revoked", "discontinued")
    assert title_of(wh, station).ended_how == "revoked"
    assert person_of(wh, person).station is None


def test_an_ordered_exit_of_a_commissioner_needs_no_notice(wh: Engine) -> None:
    person = resident(wh, certified(wh))
    case = about(wh, "revocation", HQ, "wh-hq", person, on="2026-07-01", whom="commissioner")
    revoked(wh, case, on="2026-07-01").take("state", APPLICANT, on="2026-07-02", statement="示例陈述")
    assert refused(case.attempted("revoke", HQ, on="2026-07-03", opinion="示例")) == ["refused", "same_person"]
    assert refused(case.attempted("revoke", HQ2, on="2026-07-03")) == ["refused", "field_missing"]
    assert case.take("revoke", HQ2, on="2026-07-03", opinion="情节属实").state == "revoked"
    assert person_of(wh, person).ended_how == "revoked"


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


def closed_on(db: Engine, station: Walk) -> str | None:
    asked = select(offices.c.closes_on).where(offices.c.code == station.number.lower())
    return transaction(db, lambda present: present.connection.execute(asked).scalar_one())


def test_a_filing_set_aside_takes_the_commissioner_out(wh: Engine) -> None:
    person = mobile(wh)
    back = opened(wh, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", person.number), party=PERSON, on="2026-07-06")
    back.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="own_error", reason="误备案")
    back.take("order", HQ2, on="2026-07-07")
    assert person_of(wh, person).ended_how == "reversed"
