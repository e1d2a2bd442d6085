"""Measures, art. 3, 13 and 15 to 18: change, plaque, assessment, revocation and reversal of an institution's title."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from tests.walk import Walk, refused
from tests.workflows.hubei.roads import about, certified, open_call, publish, runs_until, set_run
from tests.workflows.hubei.world import APPLICANT, CENTRE, HUANGSHI, SECOND, YICHANG
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import children, do_duty, history_of, opened, title_of
from workflows.errors import Refused
from workflows.moves import Entry

RENAMED = {"kind": "name", "old_value": "示例服务机构", "new_value": "示例新名机构", "changed_on": "2026-04-01"}


def test_a_change_shows_in_the_register_and_keeps_the_old(hb: Engine) -> None:
    institution = certified(hb)
    change = about(hb, "change", APPLICANT, "hb-yichang", institution, on="2026-09-01", **RENAMED)
    assert refused(change.attempted("submit", APPLICANT, on="2026-09-01")) == ["invalid", "material_missing"]
    change.hand_in("proof_of_change").take("submit", APPLICANT, on="2026-09-01")
    assert "late" not in change.row.form  # no period is set for it
    assert refused(change.attempted("file", YICHANG, on="2026-09-02"))[0] == "not_permitted"
    change.take("file", CENTRE, on="2026-09-02")
    assert title_of(hb, institution).name == "示例新名机构"
    assert history_of(hb, institution.number, "name") == ['"示例服务机构"', '"示例新名机构"']


def test_a_new_plaque_has_a_new_number(hb: Engine) -> None:
    institution = certified(hb)
    request = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-04-01")
    request.take("request", APPLICANT, on="2026-04-01", cause="lost", explanation="搬迁时遗失")
    request.take("reissue", CENTRE, on="2026-04-02")
    assert title_of(hb, institution).plaque == "HB-YX-2026-0002"


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


def proposed(db: Engine, institution: Walk, *, ground: str = "hb18_2") -> Walk:
    case = about(db, "revocation", YICHANG, "hb-yichang", institution, on="2026-05-06")
    case.hand_in("evidence").take("propose", YICHANG, on="2026-05-06", ground=ground, facts="示例事实")
    return case.take("serve", YICHANG, on="2026-05-07", served_on="2026-05-07", served_how="direct")


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


def test_a_revocation_set_aside_puts_the_title_back(hb: Engine) -> None:
    institution = certified(hb)
    case = proposed(hb, institution).take("state", APPLICANT, on="2026-05-08", statement="不服")
    publish(hb, case, kind="revocation", at="2026-05-20")
    reversal = opened(hb, "hubei/1/reversal", SECOND, "hb-centre", about=("case", case.number),
                      party=next(iter(APPLICANT.contacts)), on="2026-06-01")  # fmt: skip
    reversal.hand_in("basis_paper").take("propose", SECOND, on="2026-06-01", basis="reconsideration", reason="复议撤销")
    assert refused(reversal.attempted("order", SECOND, on="2026-06-02")) == ["refused", "same_person"]
    reversal.take("order", CENTRE, on="2026-06-02")
    row = title_of(hb, institution)
    assert (row.ended_at, row.ended_by, row.ended_how) == (None, None, None)
    assert case.state == "revoked"


@pytest.mark.parametrize(("until", "told"), [("2029-02-28", 1), ("2028-12-31", 0), ("2030-01-01", 0)])
def test_in_the_year_of_expiry_the_open_call_reminds_whoever_speaks_for_the_institution(
    hb: Engine, until: str, told: int
) -> None:
    runs_until(hb, certified(hb), until)
    open_call(hb, 2029)
    o = outbox.c
    asked = select(o.reader, o.given).where(o.topic == "expires_this_year")
    rows = [tuple(row) for row in transaction(hb, lambda p: p.connection.execute(asked).all())]
    assert rows == [("account:u-applicant", f'{{"plaque":"HB-YX-2026-0001","until":"{until}"}}')] * told
