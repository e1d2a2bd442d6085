"""Guideline, part 4 (3), and convention, part 1 (10): how a station's title and plaque are taken away."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import Walk, refused
from tests.workflows.guangzhou.roads import publish
from tests.workflows.guangzhou.stations import about_station, certified, in_decision, revoke
from tests.workflows.staging import children, title_of
from tests.world import APPLICANT, BUREAU, HQ, RIVAL, SECOND
from workflows.actors import SYSTEM
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.instants import local
from workflows.reading import visible

FACTS = {"ground": "breach", "facts": "严重违反公约"}


@pytest.fixture
def station(gz: Engine) -> Walk:
    return certified(gz)


def drafted(db: Engine, station: Walk, on: str = "2026-11-02") -> Walk:
    return about_station(db, "revocation", station, on=on, by=HQ, office="gz-hq").hand_in("evidence")


def test_proposed_served_heard_and_revoked_by_the_bureau_on_a_notice(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station).take("propose", HQ, on="2026-11-02", **FACTS)
    case.take("serve", HQ, on="2026-11-03", served_on="2026-11-03", served_how="direct")
    assert refused(case.attempted("state", RIVAL, on="2026-11-04", statement="x")) == ["not_permitted", "wrong_role"]
    case.take("state", APPLICANT, on="2026-11-04", statement="已整改")
    assert case.state == "decision"
    assert refused(case.attempted("revoke", BUREAU, on="2026-11-05")) == ["refused", "needs_notice"]
    revoke(gz, case, at="2026-11-06")
    assert case.state == "revoked"
    title = title_of(gz, station)
    assert (title.ended_how, title.ended_by, title.plaque_state) == ("revoked", case.id, "out")


def test_who_says_nothing_within_five_working_days_of_service_has_waived(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station).take("propose", HQ, on="2026-11-02", **FACTS)
    case.take("serve", HQ, on="2026-11-05", served_on="2026-11-03", served_how="post")
    assert local(case.row.due_at or 0) == "2026-11-11T00:00:00+08:00"
    late = case.attempted("state", APPLICANT, on="2026-11-11 00:00:00", statement="x")
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-11-11 00:00:00")
    assert (case.state, case.row.form["waived"]) == ("decision", True)


def test_service_lies_not_ahead(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station).take("propose", HQ, on="2026-11-02", **FACTS)
    ahead = case.attempted("serve", HQ, on="2026-11-03", served_on="2026-11-04", served_how="direct")
    assert refused(ahead) == ["refused", "date_ahead"]


def test_the_open_cases_of_the_title_end_with_it_and_only_those(gz: Engine, station: Walk) -> None:
    (convention,), (report,) = children(gz, station, "convention"), children(gz, station, "report")
    plaque = about_station(gz, "plaque", station, on="2026-11-02")
    other = drafted(gz, station)
    case = in_decision(gz, about_station(gz, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq"))
    revoke(gz, case)
    assert [w.state for w in (convention, report, plaque)] == ["discontinued"] * 3
    assert convention.trail == ["discontinue"]
    assert other.state == "draft"  # another revocation isn't ended so
    assert station.state == "certified"


def test_a_title_ends_once(gz: Engine, station: Walk) -> None:
    cases = [in_decision(gz, about_station(gz, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq"))
             for _ in range(2)]  # fmt: skip
    revoke(gz, cases[0])
    with pytest.raises(Refused) as error:
        revoke(gz, cases[1])
    assert [r.code for r in error.value.reasons] == ["no_title"]
    cases[1].take("dismiss", BUREAU, on="2026-11-17", reason="称号已终止")
    late = drafted(gz, station, on="2026-11-18")
    assert refused(late.attempted("propose", HQ, on="2026-11-18", **FACTS)) == ["refused", "no_title"]


def test_a_title_ends_once_though_two_notices_end_it_together(gz: Engine, station: Walk) -> None:
    cases = [in_decision(gz, about_station(gz, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq"))
             for _ in range(4)]  # fmt: skip

    def attempt(case: Walk) -> str:
        try:
            revoke(gz, case)
        except Refused as refusal:
            return refusal.reasons[0].code
        return "revoked"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, cases))
    assert outcomes.count("revoked") == 1
    assert set(outcomes) <= {"revoked", "no_title", "title_ended"}
    assert sorted(case.state for case in cases) == ["decision"] * 3 + ["revoked"]


def test_who_proposed_does_not_decide(gz: Engine, station: Walk) -> None:
    both = replace(HQ, grants=HQ.grants | BUREAU.grants)
    case = drafted(gz, station).take("propose", both, on="2026-11-02", **FACTS)
    case.take("serve", HQ, on="2026-11-02", served_on="2026-11-02", served_how="direct")
    case.take("state", APPLICANT, on="2026-11-03", statement="x")
    assert refused(case.attempted("dismiss", both, on="2026-11-04", reason="x")) == ["refused", "same_person"]
    case.take("dismiss", SECOND, on="2026-11-04", reason="理由不足")
    assert title_of(gz, station).ended_at is None


def test_a_draft_is_the_offices_own_until_it_is_proposed(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station)

    def ties(actor):
        return transaction(gz, lambda p: visible(p.connection, case.number, actor, current(p.connection)))[1]

    assert "desk" in ties(HQ)
    with pytest.raises(NotFound):
        ties(APPLICANT)
    case.take("propose", HQ, on="2026-11-02", **FACTS)
    assert "party" in ties(APPLICANT)


def test_a_proposal_may_be_dropped(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station).take("drop", HQ, on="2026-11-03", reason="证据不足")
    assert case.state == "dismissed"


def test_a_station_asks_for_its_own_end_without_a_hearing(gz: Engine, station: Walk) -> None:
    case = about_station(gz, "revocation", station, on="2026-11-02", office="gz-hq")
    asked = {"reason": "停止运营"}
    proposed = case.hand_in("evidence").attempted("propose", HQ, on="2026-11-02", **FACTS)
    assert refused(proposed) == ["refused", "own_request"]
    case.take("request", APPLICANT, on="2026-11-02", **asked)
    assert case.state == "decision"
    revoke(gz, case, at="2026-11-04")
    assert title_of(gz, station).ended_how == "ended at own request"


def test_a_station_cannot_turn_a_proposal_into_its_own_request(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station)
    assert refused(case.attempted("request", APPLICANT, on="2026-11-02", reason="x")) == ["refused", "not_own_request"]


def test_another_station_has_no_say(gz: Engine, station: Walk) -> None:
    with pytest.raises(NotPermitted):
        about_station(gz, "revocation", station, on="2026-11-02", by=RIVAL, office="gz-hq")


def test_the_system_drafts_and_only_a_person_proposes(gz: Engine, station: Walk) -> None:
    case = drafted(gz, station)
    assert refused(case.attempted("propose", SYSTEM, on="2026-11-02", **FACTS)) == ["not_permitted", "wrong_role"]


def test_a_notice_that_revoked_is_not_withdrawn(gz: Engine, station: Walk) -> None:
    case = in_decision(gz, about_station(gz, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq"))
    notice = publish(gz, case, kind="revocation", at="2026-11-16")
    assert refused(notice.attempted("withdraw", BUREAU, on="2026-11-17", reason="x")) == ["refused", "announced"]
