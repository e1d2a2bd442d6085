"""Measures, art. 18 (2), 24: who is ordered to leave (WH-18.2, WH-24), after a hearing (the office's own rule)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.staging import title_of
from tests.workflows.wuhan.roads import (
    about,
    certified,
    closed_on,
    left,
    mobile,
    person_of,
    publish,
    resident,
    revoked,
)
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN
from workflows.engine import fire
from workflows.errors import NotPermitted, Refused
from workflows.instants import local
from workflows.moves import Attempt, Entry

FACTS = {"ground": "damage", "facts": "示例事实"}


def drafted(db: Engine, subject: Walk, *, whom: str = "station", on: str = "2026-07-01") -> Walk:
    return about(db, "revocation", HQ, "wh-hq", subject, on=on, whom=whom).hand_in("evidence")


def in_decision(db: Engine, subject: Walk, *, whom: str = "station") -> Walk:
    """Proposed, served and heard."""
    case = revoked(db, about(db, "revocation", HQ, "wh-hq", subject, on="2026-07-01", whom=whom), on="2026-07-01")
    return case.take("state", APPLICANT, on="2026-07-02", statement="示例陈述")


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


def test_the_desk_of_a_station_closes_with_its_title(wh: Engine) -> None:
    station = certified(wh)
    publish(wh, in_decision(wh, station), at="2026-07-10")
    assert closed_on(wh, station) == "2026-07-10"


def test_who_says_nothing_within_five_working_days_of_service_has_waived(wh: Engine) -> None:
    case = drafted(wh, certified(wh)).take("propose", HQ, on="2026-07-01", **FACTS)
    case.take("serve", HQ, on="2026-07-03", served_on="2026-07-01", served_how="post")
    assert local(case.row.due_at or 0) == "2026-07-09T00:00:00+08:00"
    late = case.attempted("state", APPLICANT, on="2026-07-09 00:00:00", statement="x")
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-07-09 00:00:00")
    assert (case.state, case.row.form["waived"]) == ("decision", True)


def test_service_lies_not_ahead(wh: Engine) -> None:
    case = drafted(wh, certified(wh)).take("propose", HQ, on="2026-07-01", **FACTS)
    ahead = case.attempted("serve", HQ, on="2026-07-01", served_on="2026-07-02", served_how="direct")
    assert refused(ahead) == ["refused", "date_ahead"]


def test_headquarters_alone_proposes_with_ground_facts_and_evidence(wh: Engine) -> None:
    station = certified(wh)
    with pytest.raises(NotPermitted):
        about(wh, "revocation", APPLICANT, "wh-hq", station, on="2026-07-01")
    case = about(wh, "revocation", HQ, "wh-hq", station, on="2026-07-01")
    assert refused(case.attempted("propose", JIANGAN, on="2026-07-01", **FACTS)) == ["not_permitted", "wrong_role"]
    assert refused(case.attempted("propose", HQ, on="2026-07-01", **FACTS)) == ["invalid", "material_missing"]
    ground = case.hand_in("evidence").attempted("propose", HQ, on="2026-07-01", facts="示例事实")
    assert refused(ground) == ["invalid", "field_missing"]


def test_dropped_or_dismissed_with_its_reason_the_title_stands(wh: Engine) -> None:
    station = certified(wh)
    assert drafted(wh, station).take("drop", HQ, on="2026-07-02", reason="证据不足").state == "dismissed"
    case = in_decision(wh, station)
    assert refused(case.attempted("dismiss", HQ, on="2026-07-03", reason="x")) == ["refused", "same_person"]
    assert refused(case.attempted("dismiss", HQ2, on="2026-07-03")) == ["invalid", "field_missing"]
    assert case.take("dismiss", HQ2, on="2026-07-03", reason="情节轻微").state == "dismissed"
    assert title_of(wh, station).ended_at is None


@pytest.mark.parametrize(("whom", "code"), [("station", "no_title"), ("commissioner", "no_commissioner")])
def test_nobody_who_has_left_is_ordered_to(wh: Engine, whom: str, code: str) -> None:
    gone = certified(wh) if whom == "station" else mobile(wh)
    left(wh, gone, on="2026-07-01", whom=whom)
    case = drafted(wh, gone, whom=whom, on="2026-07-02")
    assert refused(case.attempted("propose", HQ, on="2026-07-02", **FACTS)) == ["refused", code]


def test_a_title_ends_once(wh: Engine) -> None:
    station = certified(wh)
    first, second = in_decision(wh, station), in_decision(wh, station)
    publish(wh, first, at="2026-07-10")
    with pytest.raises(Refused) as error:
        publish(wh, second, at="2026-07-13")
    assert [r.code for r in error.value.reasons] == ["no_title"]


def test_a_commissioner_leaves_once_though_two_orders_are_given_together(wh: Engine) -> None:
    person = resident(wh, certified(wh))
    orders = [in_decision(wh, person, whom="commissioner") for _ in range(4)]

    def revoke(case: Walk) -> str:
        attempt = Attempt(case.id, "revoke", HQ2, data={"opinion": "情节属实"})
        told = transaction(wh, lambda present: fire(present.connection, [attempt], at=moment("2026-07-03"))[0])
        return "revoked" if isinstance(told, Entry) else refused(told)[1]

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(revoke, orders))
    assert outcomes.count("revoked") == 1
    assert set(outcomes) <= {"revoked", "no_commissioner", "commissioner_ended"}
    others = [case for case in orders if case.state == "decision"]
    assert (len(others), person_of(wh, person).ended_how) == (3, "revoked")
    again = others[0].attempted("revoke", HQ2, on="2026-07-06", opinion="x")
    assert refused(again) == ["refused", "no_commissioner"]
