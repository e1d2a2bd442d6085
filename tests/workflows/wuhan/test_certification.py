"""Measures, art. 12, 13, 16: how a station is certified (WH-2, WH-4, WH-6, WH-12, WH-13.1, WH-13.2, WH-16)."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.office import offices
from tests.walk import Walk, refused
from tests.workflows.staging import children, title_of
from tests.workflows.wuhan.roads import DAY, FORM, PAPERS, certified, drafted, recommended
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN, WUCHANG, holding


def test_the_whole_road_from_application_to_plaque(wh: Engine) -> None:
    case = drafted(wh).take("submit", APPLICANT, on=DAY)
    case.take("return_for_correction", JIANGAN, on="2026-06-02", gaps=["缺场地证明"])
    case.take("resubmit", APPLICANT, on="2026-06-03")
    assert refused(case.attempted("recommend", WUCHANG, on="2026-06-04", opinion="x"))[0] == "not_permitted"
    case.take("recommend", JIANGAN, on="2026-06-04", opinion="同意推荐")
    case.take("certify", HQ, on="2026-06-05", opinion="同意认定")
    title = title_of(wh, case)
    assert (title.kind, title.plaque, title.name) == ("station", "WH-FWZ-2026-0001", FORM["station_name"])
    assert title.valid_until is None
    assert case.trail == ["submit", "return_for_correction", "resubmit", "recommend", "certify"]


def test_certifying_opens_a_filing_for_head_liaison_and_each_commissioner(wh: Engine) -> None:
    filings = children(wh, certified(wh), "filing")
    assert [f.row.subject_name for f in filings] == ["示例站长", "示例联系人", "示例专员"]
    assert {f.state for f in filings} == {"draft"}


def test_a_certified_station_has_its_desk_below_its_district(wh: Engine) -> None:
    station = certified(wh)
    asked = select(offices.c.level, offices.c.parent).where(offices.c.code == station.number.lower())
    assert transaction(wh, lambda present: present.connection.execute(asked).one()) == ("station", "wh-jiangan")


def test_the_register_keeps_carrier_area_head_and_liaison(wh: Engine) -> None:
    kept = title_of(wh, certified(wh)).data
    for name in ("carrier", "area", "head", "liaison"):
        assert f'"{name}":"{FORM[name]}"' in kept


@pytest.mark.parametrize("missing", ["clean_record", "premises", "stable_staff", "head", "liaison", "capability"])
def test_each_condition_is_declared(wh: Engine, missing: str) -> None:
    case = drafted(wh, **{missing: None})
    assert refused(case.attempted("submit", APPLICANT, on=DAY)) == ["invalid", "field_missing"]


@pytest.mark.parametrize("missing", PAPERS)
def test_each_paper_is_needed(wh: Engine, missing: str) -> None:
    case = Walk.open(wh, "wuhan/2026/certification", APPLICANT, "wh-jiangan", on=DAY, data=FORM)
    case.hand_in(*(kind for kind in PAPERS if kind != missing))
    assert refused(case.attempted("submit", APPLICANT, on=DAY)) == ["invalid", "material_missing"]


def test_one_application_for_the_same_premises_and_none_beside_a_title(wh: Engine) -> None:
    first = drafted(wh).take("submit", APPLICANT, on=DAY)
    assert refused(drafted(wh).attempted("submit", APPLICANT, on=DAY)) == ["refused", "limit_reached"]
    first.take("recommend", JIANGAN, on=DAY, opinion="同意").take("certify", HQ, on=DAY, opinion="同意")
    assert refused(drafted(wh).attempted("submit", APPLICANT, on=DAY)) == ["refused", "title_in_force"]


def test_what_comes_back_corrected_is_held_against_the_others(wh: Engine) -> None:
    first, second = drafted(wh), drafted(wh, address="示例路 9 号")
    first.take("submit", APPLICANT, on=DAY).take("return_for_correction", JIANGAN, on=DAY, gaps=["地址有误"])
    second.take("submit", APPLICANT, on=DAY)
    moved = {"on": "2026-06-02", "address": "示例路 9 号"}
    assert refused(first.attempted("resubmit", APPLICANT, **moved)) == ["refused", "limit_reached"]
    second.take("recommend", JIANGAN, on=DAY, opinion="同意").take("certify", HQ, on=DAY, opinion="同意")
    assert refused(first.attempted("resubmit", APPLICANT, **moved)) == ["refused", "title_in_force"]


def test_a_returned_one_lapses_only_after_the_offices_time(wh: Engine) -> None:
    case = drafted(wh).take("submit", APPLICANT, on=DAY)
    case.take("return_for_correction", JIANGAN, on="2026-06-02", gaps=["缺场地证明"])
    assert refused(case.attempted("lapse", JIANGAN, on="2026-06-16", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", JIANGAN, on="2026-06-17", reason="逾期").state == "lapsed"


def test_the_district_rejects_with_its_reason_and_the_premises_are_free_again(wh: Engine) -> None:
    case = drafted(wh).take("submit", APPLICANT, on=DAY)
    assert refused(case.attempted("reject", JIANGAN, on="2026-06-02")) == ["invalid", "field_missing"]
    assert case.take("reject", JIANGAN, on="2026-06-02", reason="不符合条件").state == "rejected"
    assert drafted(wh, on="2026-06-03").take("submit", APPLICANT, on="2026-06-03").state == "district_review"


def test_headquarters_may_not_select_and_says_why(wh: Engine) -> None:
    case = recommended(wh)
    assert refused(case.attempted("not_select", HQ, on=DAY)) == ["invalid", "field_missing"]
    assert case.take("not_select", HQ, on=DAY, reason="未入选").state == "rejected"


def test_headquarters_sends_it_back_to_the_district(wh: Engine) -> None:
    case = recommended(wh).take("send_back", HQ, on="2026-06-02", reason="初审意见不详")
    assert (case.state, case.row.office) == ("district_review", "wh-jiangan")


def test_who_recommended_neither_certifies_nor_refuses(wh: Engine) -> None:
    both = holding(HQ, JIANGAN)
    case = drafted(wh).take("submit", APPLICANT, on=DAY).take("recommend", both, on=DAY, opinion="同意推荐")
    assert refused(case.attempted("certify", both, on=DAY, opinion="x")) == ["refused", "same_person"]
    assert refused(case.attempted("not_select", both, on=DAY, reason="x")) == ["refused", "same_person"]
    assert case.take("certify", HQ2, on=DAY, opinion="同意认定").state == "certified"


def test_nobody_recommends_their_own(wh: Engine) -> None:
    case = drafted(wh).take("submit", APPLICANT, on=DAY)
    own = replace(JIANGAN, contacts=APPLICANT.contacts)
    assert refused(case.attempted("recommend", own, on=DAY, opinion="x")) == ["refused", "same_person"]


def test_withdrawn_until_the_last_decision_or_ended_on_proof(wh: Engine) -> None:
    assert recommended(wh).take("withdraw", APPLICANT, on="2026-06-02").state == "withdrawn"
    gone = recommended(wh)
    assert refused(gone.attempted("terminate", HQ, on="2026-06-02", reason="x")) == ["invalid", "material_missing"]
    assert gone.hand_in("proof_of_end").take("terminate", HQ, on="2026-06-02", reason="已注销").state == "discontinued"
