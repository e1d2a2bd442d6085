"""Measures, art. 3 (HB-3): what the register says of an institution is kept up to date; no period is set for it."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import RENAMED, about, certified, ended, just_ended
from tests.workflows.hubei.world import APPLICANT, CENTRE, YICHANG
from tests.workflows.staging import history_of, title_of


def drafted(db: Engine, institution: Walk, on: str = "2026-06-01", **form: Any) -> Walk:
    case = about(db, "change", APPLICANT, "hb-yichang", institution, on=on, **{**RENAMED, **form})
    return case.hand_in("proof_of_change")


def submitted(db: Engine) -> Walk:
    return drafted(db, certified(db)).take("submit", APPLICANT, on="2026-06-01")


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


@pytest.mark.parametrize("kind", ["address", "contact_name", "contact_phone", "legal_representative"])
def test_each_kind_is_a_field_of_the_register(hb: Engine, kind: str) -> None:
    institution = certified(hb)
    case = drafted(hb, institution, kind=kind, new_value="示例新值").take("submit", APPLICANT, on="2026-06-01")
    case.take("file", CENTRE, on="2026-06-02")
    assert history_of(hb, institution.number, kind)[-1] == '"示例新值"'


def test_a_change_lies_not_ahead(hb: Engine) -> None:
    case = drafted(hb, certified(hb), changed_on="2026-06-02")
    assert refused(case.attempted("submit", APPLICANT, on="2026-06-01")) == ["refused", "date_ahead"]
    case.take("submit", APPLICANT, on="2026-06-02").take(
        "return_for_correction", CENTRE, on="2026-06-03", gaps=["日期"]
    )
    ahead = case.attempted("resubmit", APPLICANT, on="2026-06-04", changed_on="2026-06-05")
    assert refused(ahead) == ["refused", "date_ahead"]
    assert case.take("resubmit", APPLICANT, on="2026-06-05", changed_on="2026-06-05").state == "centre_filing"


def test_a_title_that_has_ended_is_not_changed(hb: Engine) -> None:
    institution = certified(hb)
    ended(hb, institution)
    case = drafted(hb, institution)
    assert refused(case.attempted("submit", APPLICANT, on="2026-06-01")) == ["refused", "no_title"]


def test_nor_by_whoever_comes_at_the_moment_of_its_end(hb: Engine) -> None:
    institution = certified(hb)
    case = drafted(hb, institution).take("submit", APPLICANT, on="2026-06-01")
    with just_ended(hb, institution):
        assert refused(case.attempted("file", CENTRE, on="2026-06-02")) == ["refused", "no_title"]
    case.take("return_for_correction", CENTRE, on="2026-06-02", gaps=["证明不清"])
    with just_ended(hb, institution):
        assert refused(case.attempted("resubmit", APPLICANT, on="2026-06-03")) == ["refused", "no_title"]


def test_open_changes_end_with_the_title(hb: Engine) -> None:
    institution = certified(hb)
    filing, returned = (drafted(hb, institution).take("submit", APPLICANT, on="2026-06-01") for _ in range(2))
    returned.take("return_for_correction", CENTRE, on="2026-06-02", gaps=["证明不清"])
    ended(hb, institution, on="2026-06-03")
    assert [case.trail[-1] for case in (filing, returned)] == ["discontinue", "discontinue"]


def test_a_returned_one_lapses_only_after_the_offices_time(hb: Engine) -> None:
    case = submitted(hb)
    assert refused(case.attempted("return_for_correction", CENTRE, on="2026-06-01")) == ["invalid", "field_missing"]
    case.take("return_for_correction", CENTRE, on="2026-06-01", gaps=["证明不清"])
    assert refused(case.attempted("lapse", YICHANG, on="2026-06-16", reason="逾期"))[0] == "not_permitted"
    assert refused(case.attempted("lapse", CENTRE, on="2026-06-15", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", CENTRE, on="2026-06-16", reason="逾期").state == "lapsed"


def standing_at(db: Engine, institution: Walk, state: str) -> Walk:
    case = drafted(db, institution)
    if state != "draft":
        case.take("submit", APPLICANT, on="2026-06-01")
    if state == "returned":
        case.take("return_for_correction", CENTRE, on="2026-06-01", gaps=["证明不清"])
    return case


@pytest.mark.parametrize("state", ["draft", "centre_filing", "returned"])
def test_it_is_taken_back_before_it_is_filed_and_ends_on_proof_that_the_party_is_gone(hb: Engine, state: str) -> None:
    institution = certified(hb)
    back, gone = (standing_at(hb, institution, state) for _ in range(2))
    assert back.take("withdraw", APPLICANT, on="2026-06-02").state == "withdrawn"
    desk = YICHANG if state == "draft" else CENTRE
    assert refused(gone.attempted("terminate", desk, on="2026-06-02", reason="注销")) == ["invalid", "material_missing"]
    assert gone.hand_in("proof_of_end").take("terminate", desk, on="2026-06-02", reason="注销").state == "discontinued"
    assert title_of(hb, institution).name == "示例服务机构"
