"""Measures, art. 15 to 18 (HB-15 to HB-18): how an institution's title is taken away, and who is heard before."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import RENAMED, about, certified, ended, not_published, proposed, publish
from tests.workflows.hubei.world import APPLICANT, CENTRE, HUANGSHI, OTHER, SECOND, YICHANG
from tests.workflows.staging import title_of
from workflows.errors import NotPermitted, Refused
from workflows.instants import local

FACTS: dict[str, Any] = {"ground": "hb15", "facts": "示例事实"}


def drafted(db: Engine, institution: Walk, *, on: str = "2026-05-06", **data: Any) -> Walk:
    return about(db, "revocation", YICHANG, "hb-yichang", institution, on=on, **data)


def test_who_recommended_proposes_and_the_centre_revokes_on_a_notice(hb: Engine) -> None:
    institution = certified(hb)
    change = about(hb, "change", APPLICANT, "hb-yichang", institution, on="2026-04-01", **RENAMED)
    case = proposed(hb, institution)
    case.wait(until="2026-05-15 00:00:01")  # 5 working days from service; 9 May 2026 is worked
    assert refused(case.attempted("revoke", SECOND, on="2026-05-20")) == ["refused", "needs_notice"]
    publish(hb, case, kind="revocation", at="2026-05-20")
    assert (case.state, change.state) == ("revoked", "discontinued")
    assert title_of(hb, institution).ended_how == "revoked"


def test_another_recommender_may_not_propose(hb: Engine) -> None:
    case = about(hb, "revocation", HUANGSHI, "hb-huangshi", certified(hb), on="2026-05-06").hand_in("evidence")
    outcome = case.attempted("propose", HUANGSHI, on="2026-05-06", ground="hb15", facts="示例")
    assert refused(outcome) == ["refused", "not_its_recommender"]


def test_the_centre_proposes_and_another_of_it_decides(hb: Engine) -> None:
    case = about(hb, "revocation", CENTRE, "hb-centre", certified(hb), on="2026-05-06").hand_in("evidence")
    case.take("propose", CENTRE, on="2026-05-06", ground="hb18_3", facts="示例判决")
    case.take("serve", CENTRE, on="2026-05-06", served_on="2026-05-06", served_how="direct")
    case.take("state", APPLICANT, on="2026-05-07", statement="已上诉")
    with pytest.raises(Refused) as error:
        publish(hb, case, kind="revocation", at="2026-05-08")  # by the same person
    assert [r.code for r in error.value.reasons] == ["same_person"]
    assert case.take("dismiss", SECOND, on="2026-05-09", reason="尚未生效").state == "dismissed"


def test_an_institution_ends_its_title_at_its_own_request(hb: Engine) -> None:
    institution = certified(hb)
    case = about(hb, "revocation", APPLICANT, "hb-yichang", institution, on="2026-05-06")
    case.take("request", APPLICANT, on="2026-05-06", reason="业务调整")
    publish(hb, case, kind="revocation", at="2026-05-08")
    assert title_of(hb, institution).ended_how == "ended at own request"


def test_proposing_needs_evidence_and_may_be_dropped(hb: Engine) -> None:
    case = drafted(hb, certified(hb))
    assert refused(case.attempted("propose", YICHANG, on="2026-05-06", **FACTS)) == ["invalid", "material_missing"]
    assert case.take("drop", YICHANG, on="2026-05-06", reason="证据不足").state == "dismissed"


def test_who_says_nothing_within_five_working_days_of_service_has_waived(hb: Engine) -> None:
    case = proposed(hb, certified(hb))
    assert local(case.row.due_at or 0) == "2026-05-14T00:00:00+08:00"  # 8, 9 (worked), 11, 12, 13 May
    late = case.attempted("state", APPLICANT, on="2026-05-14 00:00:00", statement="x")
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-05-14 00:00:00")
    assert (case.state, case.row.office, case.row.form["waived"]) == ("decision", "hb-centre", True)


def test_service_lies_not_ahead_and_another_institution_has_no_say(hb: Engine) -> None:
    case = drafted(hb, certified(hb)).hand_in("evidence").take("propose", YICHANG, on="2026-05-06", **FACTS)
    ahead = case.attempted("serve", YICHANG, on="2026-05-07", served_on="2026-05-08", served_how="post")
    assert refused(ahead) == ["refused", "date_ahead"]
    case.take("serve", YICHANG, on="2026-05-08", served_on="2026-05-08", served_how="post")
    assert refused(case.attempted("state", OTHER, on="2026-05-09", statement="x")) == ["not_permitted", "wrong_role"]


def test_open_cases_of_the_title_end_with_it_and_only_those(hb: Engine) -> None:
    institution = certified(hb)
    beside = [about(hb, name, APPLICANT, "hb-yichang", institution, on="2026-04-01") for name in ("change", "plaque")]
    other = drafted(hb, institution)
    ended(hb, institution)
    assert [case.state for case in beside] == ["discontinued", "discontinued"]
    assert other.state == "draft"  # another revocation isn't ended so


def test_a_title_ends_once(hb: Engine) -> None:
    institution = certified(hb)
    case = proposed(hb, institution).take("state", APPLICANT, on="2026-05-07", statement="不服")
    own = about(hb, "revocation", APPLICANT, "hb-yichang", institution, on="2026-05-06")
    late = drafted(hb, institution).hand_in("evidence")
    ended(hb, institution)
    assert not_published(hb, case, kind="revocation", at="2026-05-11") == ["refused", "no_title"]
    assert refused(late.attempted("propose", YICHANG, on="2026-05-11", **FACTS)) == ["refused", "no_title"]
    assert refused(own.attempted("request", APPLICANT, on="2026-05-11", reason="x")) == ["refused", "no_title"]
    assert case.take("dismiss", CENTRE, on="2026-05-11", reason="称号已终止").state == "dismissed"


def test_who_proposed_does_not_dismiss_it_either(hb: Engine) -> None:
    both = replace(YICHANG, grants=YICHANG.grants | CENTRE.grants)
    case = proposed(hb, certified(hb)).take("state", APPLICANT, on="2026-05-08", statement="不服")
    assert refused(case.attempted("dismiss", YICHANG, on="2026-05-09", reason="x"))[0] == "not_permitted"
    assert refused(case.attempted("dismiss", both, on="2026-05-09", reason="x")) == ["refused", "same_person"]


def test_a_request_is_the_institutions_own_and_a_proposal_the_offices(hb: Engine) -> None:
    institution = certified(hb)
    own = about(hb, "revocation", APPLICANT, "hb-yichang", institution, on="2026-05-06").hand_in("evidence")
    assert refused(own.attempted("propose", YICHANG, on="2026-05-06", **FACTS)) == ["refused", "own_request"]
    case = drafted(hb, institution)
    assert refused(case.attempted("request", APPLICANT, on="2026-05-06", reason="x")) == ["refused", "not_own_request"]
    with pytest.raises(NotPermitted):
        about(hb, "revocation", OTHER, "hb-yichang", institution, on="2026-05-06")


def test_a_request_on_paper_is_taken_in_at_the_counter_unless_the_office_began_on_a_ground(hb: Engine) -> None:
    institution = certified(hb)
    paper = ("示例单位", "2026-05-06")
    begun = drafted(hb, institution, ground="hb18_1")
    turned = begun.attempted("request", YICHANG, on="2026-05-06", counter=paper, reason="x")
    assert refused(turned) == ["refused", "not_own_request"]
    case = drafted(hb, institution).take("request", YICHANG, on="2026-05-06", counter=paper, reason="业务调整")
    publish(hb, case, kind="revocation", at="2026-05-08")
    assert title_of(hb, institution).ended_how == "ended at own request"


def test_a_notice_that_revoked_is_not_withdrawn(hb: Engine) -> None:
    case = proposed(hb, certified(hb)).take("state", APPLICANT, on="2026-05-08", statement="不服")
    notice = publish(hb, case, kind="revocation", at="2026-05-11")
    assert refused(notice.attempted("withdraw", CENTRE, on="2026-05-12", reason="x")) == ["refused", "announced"]
