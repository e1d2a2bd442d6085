"""Measures, chapter 4 (HB-11 to HB-15): how an institution is certified, by two persons, and applies again."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import (
    DAY,
    FORM,
    PAPERS,
    RECOMMENDATION,
    about,
    certified,
    drafted,
    in_conclusion,
    in_publicity,
    not_published,
    object_to,
    open_call,
    publish,
    recommend,
    recommended,
    runs_until,
    submitted,
)
from tests.workflows.hubei.world import APPLICANT, CENTRE, YICHANG
from tests.workflows.staging import title_of
from workflows.instants import local

BOTH = replace(YICHANG, grants=YICHANG.grants | CENTRE.grants)
LAPSED: dict[str, Any] = {"ground": "condition_lapsed", "reason": "示例"}


def test_the_whole_road_from_application_to_plaque(hb: Engine) -> None:
    case = submitted(hb)
    case.take("return_for_correction", YICHANG, on="2026-03-03", gaps=["征信截图缺来源"])
    case.take("resubmit", APPLICANT, on="2026-03-04")
    recommend(case, on="2026-03-05")
    publish(hb, case, at="2026-03-09")
    assert local(case.row.due_at or 0) == "2026-03-17T00:00:00+08:00"  # 5 working days: 10, 11, 12, 13, 16 March
    case.wait(until="2026-03-17 00:02:00")
    publish(hb, case, kind="announcement", at="2026-03-17")
    assert case.state == "certified"
    title = title_of(hb, case)
    assert (title.kind, title.plaque, title.name) == ("institution", "HB-YX-2026-0001", FORM["institution_name"])
    assert title.valid_until == "2029-03-17"
    assert case.trail == [
        "submit", "return_for_correction", "resubmit", "recommend", "pass", "conclude", "announce",
    ]  # fmt: skip


def test_without_a_call_nobody_applies(empty_hb: Engine) -> None:
    assert refused(drafted(empty_hb).attempted("submit", APPLICANT, on=DAY)) == ["refused", "no_open_call"]


@pytest.mark.parametrize("missing", PAPERS)
def test_each_of_the_six_kinds_of_material_is_needed(hb: Engine, missing: str) -> None:
    case = Walk.open(hb, "hubei/1/certification", APPLICANT, "hb-yichang", on=DAY, data=FORM)
    case.hand_in(*(kind for kind in PAPERS if kind != missing))
    assert refused(case.attempted("submit", APPLICANT, on=DAY)) == ["invalid", "material_missing"]


def test_the_centre_passes_by_a_notice_and_by_another_person(hb: Engine) -> None:
    case = submitted(hb)
    stood_in = case.hand_in("recommendation_form").attempted("recommend", CENTRE, on=DAY, **RECOMMENDATION)
    assert refused(stood_in) == ["not_permitted", "wrong_desk"]
    case.take("recommend", YICHANG, on=DAY, **RECOMMENDATION)
    assert refused(case.attempted("pass", CENTRE, on=DAY)) == ["refused", "needs_notice"]
    assert refused(case.attempted("reject", YICHANG, on=DAY, reason="x")) == ["not_permitted", "wrong_role"]


def test_it_applies_again_in_the_calendar_year_of_expiry(hb: Engine) -> None:
    title = certified(hb)
    assert refused(drafted(hb, on="2026-06-01").attempted("submit", APPLICANT, on="2026-06-01")) == [
        "refused", "title_in_force",
    ]  # fmt: skip
    open_call(hb, 2029)
    assert title_of(hb, title).valid_until == "2029-03-17"
    assert submitted(hb, on="2029-02-05").state == "recommender_review"


@pytest.mark.parametrize(("until", "how"), [("2026-12-31", "replaced"), ("2026-03-31", "expired")])
def test_the_new_title_ends_the_old_one_that_day(hb: Engine, until: str, how: str) -> None:
    old = certified(hb)
    running = about(hb, "change", APPLICANT, "hb-yichang", old, on="2026-04-01")
    runs_until(hb, old, until)
    new = certified(hb, on="2026-04-01", publicised="2026-04-08", announced="2026-04-16")
    before, after = title_of(hb, old), title_of(hb, new)
    assert (before.ended_how, before.ended_at, before.ended_by) == (how, after.certified_at, new.id)
    assert after.valid_until == "2029-04-16"
    assert running.state == "discontinued"


def test_who_recommended_decides_nothing_of_it_at_the_centre(hb: Engine) -> None:
    claim = {"relaxations": ["partners"], "relaxation_ground": "commended", "relaxation_reason": "成效明显"}
    case = submitted(hb, papers=("relaxation_proof",), partners=1, **claim)
    recommend(case, confirmed=["partners"])
    given = {"confirmed": ["partners"], "reason": "同意"}
    assert refused(case.attempted("confirm_relaxation", BOTH, on=DAY, **given)) == ["refused", "same_person"]
    assert refused(case.attempted("reject", BOTH, on=DAY, reason="x")) == ["refused", "same_person"]
    case.take("confirm_relaxation", CENTRE, on=DAY, **given)
    assert not_published(hb, case, at="2026-03-09", by=BOTH) == ["refused", "same_person"]
    publish(hb, case, at="2026-03-09")
    case.wait(until="2026-03-17 00:02:00")
    assert not_published(hb, case, kind="announcement", at="2026-03-17", by=BOTH) == ["refused", "same_person"]
    rejected = case.attempted("reject", BOTH, on="2026-03-17", heard_on="2026-03-17", **LAPSED)
    assert refused(rejected) == ["refused", "same_person"]


def test_the_centre_rejects_or_sends_back_with_reasons(hb: Engine) -> None:
    case = recommended(hb)
    assert refused(case.attempted("send_back", CENTRE, on="2026-03-03")) == ["invalid", "field_missing"]
    assert case.take("send_back", CENTRE, on="2026-03-03", reason="补充测评").state == "recommender_review"
    recommend(case, on="2026-03-04", version=2).take("reject", CENTRE, on="2026-03-05", reason="示例理由")
    assert case.state == "rejected"


def test_rejecting_after_publicity_needs_an_upheld_objection_or_a_hearing(hb: Engine) -> None:
    case = in_conclusion(hb)
    without = case.attempted("reject", CENTRE, on="2026-03-18", ground="upheld_objection", reason="x")
    assert refused(without) == ["refused", "no_upheld_objection"]
    assert refused(case.attempted("reject", CENTRE, on="2026-03-18", **LAPSED)) == ["refused", "not_heard"]
    ahead = case.attempted("reject", CENTRE, on="2026-03-18", heard_on="2026-03-19", **LAPSED)
    assert refused(ahead) == ["refused", "not_heard"]
    assert case.take("reject", CENTRE, on="2026-03-18", heard_on="2026-03-18", **LAPSED).state == "rejected"


def test_what_is_corrected_is_judged_anew_without_a_call(hb: Engine) -> None:
    case = submitted(hb).take("return_for_correction", YICHANG, on="2026-03-03", gaps=["人员名单"])
    fewer = case.attempted("resubmit", APPLICANT, on="2026-03-04", full_time_staff=7)
    assert refused(fewer) == ["refused", "below_staff"]
    assert case.take("resubmit", APPLICANT, on="2027-01-04").state == "recommender_review"  # the window is over


def test_a_returned_one_lapses_only_after_the_offices_time(hb: Engine) -> None:
    case = submitted(hb).take("return_for_correction", YICHANG, on="2026-06-01", gaps=["人员名单"])
    assert refused(case.attempted("lapse", YICHANG, on="2026-06-15", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", YICHANG, on="2026-06-16", reason="逾期").state == "lapsed"


def test_it_is_withdrawn_in_publicity_too_and_ends_on_proof_that_the_applicant_is_gone(hb: Engine) -> None:
    case = in_publicity(hb)
    objection = object_to(case)
    assert case.take("withdraw", APPLICANT, on="2026-03-11").state == "withdrawn"
    assert objection.state == "moot"
    gone = submitted(hb)
    assert refused(gone.attempted("terminate", YICHANG, on=DAY, reason="注销")) == ["invalid", "material_missing"]
    assert gone.hand_in("proof_of_end").take("terminate", YICHANG, on=DAY, reason="注销").state == "discontinued"
