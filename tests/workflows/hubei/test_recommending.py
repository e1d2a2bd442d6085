"""Measures, art. 9, 10 and 21 (HB-9, HB-10, HB-21): whom a recommending unit may put forward, and what it fills in."""

from sqlalchemy import Engine, delete, update

from models.database import transaction
from models.recommending import recommending_units
from tests.walk import refused
from tests.workflows.hubei.roads import DAY, RECOMMENDATION, drafted, recommend, submitted
from tests.workflows.hubei.world import APPLICANT, CHAMBER, CITY, HUANGSHI, ORGANISATION, OTHER, TRAINING, YICHANG
from workflows.actors import Actor


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


def strike(db: Engine, office: str) -> None:
    """The office recommends no longer."""
    known = delete(recommending_units).where(recommending_units.c.office == office)
    transaction(db, lambda present: present.connection.execute(known))


def test_an_office_that_is_not_set_up_as_a_unit_recommends_nobody(hb: Engine) -> None:
    case = submitted(hb, office="hb-training").hand_in("recommendation_form")
    strike(hb, "hb-training")
    assert refused(case.attempted("recommend", TRAINING, on=DAY, **RECOMMENDATION)) == ["refused", "no_unit"]
    case.take("return_for_correction", TRAINING, on="2026-03-03", gaps=["另选推荐单位"])
    assert refused(case.attempted("resubmit", APPLICANT, on="2026-03-04")) == ["refused", "no_unit"]
    case.take("withdraw", APPLICANT, on="2026-03-04")
    again = drafted(hb, office="hb-training")
    assert refused(again.attempted("submit", APPLICANT, on=DAY)) == ["refused", "no_unit"]


def test_a_unit_is_judged_as_it_is_set_up_when_it_recommends(hb: Engine) -> None:
    case = submitted(hb)
    case.take("return_for_correction", YICHANG, on="2026-03-03", gaps=["所在市州"])
    moved = case.attempted("resubmit", APPLICANT, on="2026-03-04", area="示例黄石")
    assert refused(moved) == ["refused", "other_area"]
    becomes = update(recommending_units).where(recommending_units.c.office == "hb-huangshi")
    transaction(hb, lambda present: present.connection.execute(becomes.values(credit_code=ORGANISATION[1])))
    assert refused(case.attempted("resubmit", APPLICANT, on="2026-03-04")) == ["refused", "recommends_others"]


def test_who_has_come_to_recommend_others_is_recommended_by_a_department(hb: Engine) -> None:
    case = submitted(hb).hand_in("recommendation_form")
    becomes = update(recommending_units).where(recommending_units.c.office == "hb-huangshi")
    transaction(hb, lambda present: present.connection.execute(becomes.values(credit_code=ORGANISATION[1])))
    assert refused(case.attempted("recommend", YICHANG, on=DAY, **RECOMMENDATION)) == ["refused", "recommends_others"]


def test_the_recommendation_form_is_filled_in_and_sealed(hb: Engine) -> None:
    case = submitted(hb)
    assert refused(case.attempted("recommend", YICHANG, on=DAY, **RECOMMENDATION)) == ["invalid", "material_missing"]
    case.hand_in("recommendation_form")
    unmeasured = {name: said for name, said in RECOMMENDATION.items() if name != "measured_satisfaction"}
    assert refused(case.attempted("recommend", YICHANG, on=DAY, **unmeasured)) == ["invalid", "field_missing"]


def test_not_recommended_with_reasons(hb: Engine) -> None:
    case = submitted(hb)
    assert refused(case.attempted("reject", YICHANG, on=DAY)) == ["invalid", "field_missing"]
    assert case.take("reject", YICHANG, on=DAY, reason="服务业绩不足").state == "rejected"
    assert submitted(hb).state == "recommender_review"  # it may apply again


def test_nobody_recommends_whom_they_speak_for(hb: Engine) -> None:
    case = submitted(hb).hand_in("recommendation_form")
    oneself = Actor(YICHANG.account, YICHANG.grants, APPLICANT.contacts)
    assert refused(case.attempted("recommend", oneself, on=DAY, **RECOMMENDATION)) == ["refused", "same_person"]
