"""Measures, chapter 4: how an institution is certified, by whom recommended, and when it may apply again."""

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
    open_call,
    publish,
    recommend,
    runs_until,
    submitted,
)
from tests.workflows.hubei.world import (
    APPLICANT,
    CENTRE,
    CHAMBER,
    CITY,
    HUANGSHI,
    OTHER,
    SECOND,
    TRAINING,
    YICHANG,
)
from tests.workflows.staging import title_of
from workflows.actors import PUBLIC
from workflows.errors import Refused
from workflows.instants import local


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


def test_a_city_centre_recommends_in_its_own_area_only(hb: Engine) -> None:
    case = drafted(hb, office="hb-huangshi")
    assert refused(case.attempted("submit", APPLICANT, on=DAY)) == ["refused", "other_area"]
    assert refused(submitted(hb).attempted("recommend", HUANGSHI, on=DAY, **RECOMMENDATION)) == [
        "not_permitted", "wrong_desk",
    ]  # fmt: skip


def test_an_association_recommends_its_members_only(hb: Engine) -> None:
    assert refused(drafted(hb, office="hb-chamber").attempted("submit", APPLICANT, on=DAY)) == ["refused", "no_member"]
    member = drafted(hb, office="hb-chamber", by=OTHER, area="示例襄阳").take("submit", OTHER, on=DAY)
    assert recommend(member, CHAMBER).state == "centre_review"


def test_a_department_of_the_centre_recommends_everywhere(hb: Engine) -> None:
    case = submitted(hb, office="hb-training", area="示例恩施")
    assert recommend(case, TRAINING).state == "centre_review"


def test_who_recommends_others_is_recommended_by_a_department(hb: Engine) -> None:
    own = drafted(hb, by=CITY)
    assert refused(own.attempted("submit", CITY, on=DAY)) == ["refused", "own_unit"]
    other = drafted(hb, by=CITY, office="hb-huangshi", area="示例黄石")
    assert refused(other.attempted("submit", CITY, on=DAY)) == ["refused", "recommends_others"]
    assert drafted(hb, by=CITY, office="hb-training").take("submit", CITY, on=DAY).state == "recommender_review"


def test_the_centre_passes_by_a_notice_and_by_another_person(hb: Engine) -> None:
    case = submitted(hb)
    stood_in = case.hand_in("recommendation_form").attempted("recommend", CENTRE, on=DAY, **RECOMMENDATION)
    assert refused(stood_in) == ["not_permitted", "wrong_desk"]
    case.take("recommend", YICHANG, on=DAY, **RECOMMENDATION)
    assert refused(case.attempted("pass", CENTRE, on=DAY)) == ["refused", "needs_notice"]
    assert refused(case.attempted("reject", YICHANG, on=DAY, reason="x")) == ["not_permitted", "wrong_role"]


def test_an_upheld_objection_stops_the_announcement(hb: Engine) -> None:
    case = recommend(submitted(hb))
    publish(hb, case, at="2026-03-09")
    said = {"by": "person", "name": "示例公民", "contact": "000", "text": "人数不实"}
    (filed,) = case.attempted("object", PUBLIC, on="2026-03-16 23:59:59", **said).caused
    objection = Walk(hb, filed)
    objection.take("admit", CENTRE, on="2026-03-17")
    objection.take("hear", APPLICANT, on="2026-03-17", statement="属实")
    recommender = objection.attempted("uphold", YICHANG, on="2026-03-18", findings="属实")
    assert refused(recommender)[0] == "not_permitted"
    objection.take("uphold", SECOND, on="2026-03-18", findings="属实")
    case.wait(until="2026-03-18")
    with pytest.raises(Refused) as error:
        publish(hb, case, kind="announcement", at="2026-03-18")
    assert [r.code for r in error.value.reasons] == ["upheld_objection"]
    case.take("reject", CENTRE, on="2026-03-19", ground="upheld_objection", reason="异议成立")
    assert case.state == "rejected"


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
