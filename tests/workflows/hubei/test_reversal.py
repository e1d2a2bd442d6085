"""Setting a decision aside (the text is silent: the office's own rule): the register as it stood before."""

from typing import Any

from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import (
    PAPERS,
    RENAMED,
    about,
    certified,
    in_publicity,
    investigated,
    not_published,
    proposed,
    publish,
    set_run,
    submitted,
)
from tests.workflows.hubei.world import APPLICANT, CENTRE, ORGANISATION, SECOND, YICHANG
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import children, do_duty, opened, title_of
from workflows.actors import Actor, Role

JUDGMENT: dict[str, Any] = {"basis": "judgment", "reason": "判决撤销"}
COLLEAGUE = Actor("u-colleague", frozenset({(Role.RECOMMENDER, "hb-yichang")}))


def drafted(db: Engine, case: Walk, *, by: Actor = CENTRE, office: str = "hb-centre", on: str = "2026-06-01") -> Walk:
    about = ("case", case.number)
    walk = opened(db, "hubei/1/reversal", by, office, about=about, party=ORGANISATION, on=on)
    return walk.hand_in("basis_paper")


def set_aside(db: Engine, case: Walk, **more: Any) -> Walk:
    walk = drafted(db, case).take("propose", CENTRE, on="2026-06-01", **JUDGMENT, **more)
    return walk.take("order", SECOND, on="2026-06-02")


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


def test_a_change_set_aside_restores_the_value_before(hb: Engine) -> None:
    institution = certified(hb)
    change = about(hb, "change", APPLICANT, "hb-yichang", institution, on="2026-05-06", **RENAMED)
    change.hand_in("proof_of_change").take("submit", APPLICANT, on="2026-05-06").take("file", CENTRE, on="2026-05-07")
    set_aside(hb, change)
    assert title_of(hb, institution).name == "示例服务机构"


def test_a_plaque_set_aside_gives_the_old_number_back(hb: Engine) -> None:
    institution = certified(hb)
    plaque = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-05-06")
    plaque.take("request", APPLICANT, on="2026-05-06", cause="lost", explanation="遗失")
    plaque.take("reissue", CENTRE, on="2026-05-07")
    set_aside(hb, plaque)
    assert title_of(hb, institution).plaque == "HB-YX-2026-0001"


def test_a_certification_set_aside_ends_the_title_and_is_decided_anew_without_a_call(hb: Engine) -> None:
    institution = certified(hb)
    running = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-05-06")
    reversal = set_aside(hb, institution, anew=True)
    assert (title_of(hb, institution).ended_how, running.state) == ("reversed", "discontinued")
    (anew,) = children(hb, reversal, "certification")
    anew.hand_in(*PAPERS).take("submit", APPLICANT, on="2027-02-01")  # the call of 2026 is over
    assert anew.state == "recommender_review"


def test_a_rejection_by_the_recommender_is_set_aside_by_the_recommender(hb: Engine) -> None:
    case = submitted(hb).take("reject", YICHANG, on="2026-03-03", reason="不符合条件")
    elsewhere = drafted(hb, case)
    assert refused(elsewhere.attempted("propose", CENTRE, on="2026-06-01", **JUDGMENT)) == ["refused", "other_office"]
    walk = drafted(hb, case, by=YICHANG, office="hb-yichang")
    walk.take("propose", YICHANG, on="2026-06-01", **JUDGMENT, anew=True).take("order", COLLEAGUE, on="2026-06-02")
    (anew,) = children(hb, walk, "certification")
    assert (anew.state, case.state) == ("draft", "rejected")


def test_two_persons_decide_on_a_paper(hb: Engine) -> None:
    institution = certified(hb)
    about = ("case", institution.number)
    walk = opened(hb, "hubei/1/reversal", CENTRE, "hb-centre", about=about, party=ORGANISATION, on="2026-06-01")
    assert refused(walk.attempted("propose", CENTRE, on="2026-06-01", **JUDGMENT)) == ["invalid", "material_missing"]
    walk.hand_in("basis_paper").take("propose", CENTRE, on="2026-06-01", **JUDGMENT)
    assert refused(walk.attempted("order", CENTRE, on="2026-06-02")) == ["refused", "same_person"]
    assert refused(walk.attempted("dismiss", CENTRE, on="2026-06-02", reason="x")) == ["refused", "same_person"]
    assert refused(walk.attempted("order", YICHANG, on="2026-06-02")) == ["not_permitted", "wrong_desk"]
    walk.take("dismiss", SECOND, on="2026-06-02", reason="维持")
    assert (walk.state, title_of(hb, institution).ended_at) == ("dismissed", None)


def test_only_what_is_decided_and_only_once(hb: Engine) -> None:
    institution = certified(hb)
    running = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-05-06")
    undecided = drafted(hb, running).attempted("propose", CENTRE, on="2026-06-01", **JUDGMENT)
    assert refused(undecided) == ["refused", "not_decided"]
    first, second = drafted(hb, institution), drafted(hb, institution)
    first.take("propose", CENTRE, on="2026-06-01", **JUDGMENT)
    assert refused(second.attempted("propose", CENTRE, on="2026-06-01", **JUDGMENT)) == ["refused", "limit_reached"]
    first.take("order", SECOND, on="2026-06-02")
    assert refused(second.attempted("propose", CENTRE, on="2026-06-03", **JUDGMENT)) == ["refused", "set_aside"]


def test_a_failed_assessment_is_done_anew_with_a_closing_day_of_its_own(hb: Engine) -> None:
    institution = certified(hb)
    set_run(hb, closes="2026-04-10")
    do_duty(hb, "hubei/1", "assessments", on="2026-04-01")
    (failed,) = cases_about(hb, institution.number, "assessment")
    failed.wait(until="2026-04-11 00:00:00")
    failed.take("assess", YICHANG, on="2026-04-13", activities=[], public_service=0, opinion="未提交")
    failed.take("require_rectification", CENTRE, on="2026-04-14", demands=["补足公益服务"])
    failed.take("rectified", APPLICANT, on="2026-04-15", rectified="无法整改").take(
        "fail", SECOND, on="2026-04-16", reason="x"
    )
    walk = drafted(hb, failed)
    without = walk.attempted("propose", CENTRE, on="2026-06-01", **JUDGMENT, anew=True)
    assert refused(without) == ["refused", "closing_day"]
    walk.take("propose", CENTRE, on="2026-06-01", **JUDGMENT, anew=True, anew_until="2026-06-30")
    walk.take("order", SECOND, on="2026-06-02")
    (anew,) = children(hb, walk, "assessment")
    assert (anew.state, anew.row.form["closes_on"], "no_report" in anew.row.form) == ("open", "2026-06-30", False)


def test_an_objection_dismissed_in_error_is_investigated_anew_before_the_announcement(hb: Engine) -> None:
    case = in_publicity(hb)
    objection = investigated(case).take("dismiss", SECOND, on="2026-03-11", findings="不属实")
    case.wait(until="2026-03-17 00:02:00")
    (anew,) = children(hb, set_aside(hb, objection, anew=True), "objection")
    assert not_published(hb, case, kind="announcement", at="2026-06-03") == ["refused", "open_objection"]
    anew.take("admit", CENTRE, on="2026-06-03").take("hear", APPLICANT, on="2026-06-03", statement="说明")
    anew.take("uphold", SECOND, on="2026-06-03", findings="属实")
    assert not_published(hb, case, kind="announcement", at="2026-06-04") == ["refused", "upheld_objection"]


def test_an_objection_upheld_in_error_no_longer_stops_the_announcement(hb: Engine) -> None:
    case = in_publicity(hb)
    objection = investigated(case).take("hear", APPLICANT, on="2026-03-11", statement="说明")
    objection.take("uphold", SECOND, on="2026-03-11", findings="属实")
    case.wait(until="2026-03-17 00:02:00")
    set_aside(hb, objection)
    gone = case.attempted("reject", CENTRE, on="2026-06-03", ground="upheld_objection", reason="x")
    assert refused(gone) == ["refused", "no_upheld_objection"]
    publish(hb, case, kind="announcement", at="2026-06-03")
    assert (case.state, objection.state) == ("certified", "upheld")
