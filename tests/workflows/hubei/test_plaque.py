"""Measures, art. 13 (near HB-13): plaques come from one numbered register; a new one voids the old."""

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import about, certified, ended, just_ended
from tests.workflows.hubei.world import APPLICANT, CENTRE, YICHANG
from tests.workflows.staging import history_of, title_of

LOST = {"cause": "lost", "explanation": "搬迁时遗失"}


@pytest.fixture
def institution(hb: Engine) -> Walk:
    return certified(hb)


def requested(db: Engine, institution: Walk) -> Walk:
    case = about(db, "plaque", APPLICANT, "hb-yichang", institution, on="2026-06-01")
    return case.take("request", APPLICANT, on="2026-06-01", **LOST)


def test_a_new_plaque_has_a_new_number(hb: Engine) -> None:
    institution = certified(hb)
    request = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-04-01")
    request.take("request", APPLICANT, on="2026-04-01", cause="lost", explanation="搬迁时遗失")
    request.take("reissue", CENTRE, on="2026-04-02")
    assert title_of(hb, institution).plaque == "HB-YX-2026-0002"


def test_the_old_number_stays_known(hb: Engine, institution: Walk) -> None:
    case = requested(hb, institution)
    assert refused(case.attempted("reissue", YICHANG, on="2026-06-02"))[0] == "not_permitted"
    assert case.take("reissue", CENTRE, on="2026-06-02").state == "issued"
    assert title_of(hb, institution).plaque_state == "out"
    assert history_of(hb, institution.number, "plaque") == ['"HB-YX-2026-0001"', '"HB-YX-2026-0002"']


def test_declined_with_reasons_nothing_changes(hb: Engine, institution: Walk) -> None:
    case = requested(hb, institution)
    assert refused(case.attempted("decline", CENTRE, on="2026-06-02")) == ["invalid", "field_missing"]
    case.take("decline", CENTRE, on="2026-06-02", reason="原牌匾完好")
    assert (case.state, title_of(hb, institution).plaque) == ("declined", "HB-YX-2026-0001")


def test_a_title_that_has_ended_gets_no_plaque(hb: Engine, institution: Walk) -> None:
    ended(hb, institution)
    case = about(hb, "plaque", APPLICANT, "hb-yichang", institution, on="2026-06-01")
    assert refused(case.attempted("request", APPLICANT, on="2026-06-01", **LOST)) == ["refused", "no_title"]


def test_nor_does_whoever_comes_at_the_moment_of_its_end(hb: Engine, institution: Walk) -> None:
    case = requested(hb, institution)
    with just_ended(hb, institution):
        assert refused(case.attempted("reissue", CENTRE, on="2026-06-02")) == ["refused", "no_title"]
    case.take("return_for_correction", CENTRE, on="2026-06-02", gaps=["说明不详"])
    with just_ended(hb, institution):
        assert refused(case.attempted("resubmit", APPLICANT, on="2026-06-03")) == ["refused", "no_title"]
    ended(hb, institution, on="2026-06-04")
    assert (case.state, case.trail[-1]) == ("discontinued", "discontinue")


def test_returned_completed_and_issued(hb: Engine, institution: Walk) -> None:
    case = requested(hb, institution).take("return_for_correction", CENTRE, on="2026-06-02", gaps=["说明不详"])
    case.take("resubmit", APPLICANT, on="2026-06-03", explanation="五月搬迁时遗失")
    assert case.take("reissue", CENTRE, on="2026-06-04").state == "issued"


def test_a_returned_one_lapses_only_after_the_offices_time(hb: Engine, institution: Walk) -> None:
    case = requested(hb, institution).take("return_for_correction", CENTRE, on="2026-06-01", gaps=["说明不详"])
    assert refused(case.attempted("lapse", CENTRE, on="2026-06-15", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", CENTRE, on="2026-06-16", reason="逾期").state == "lapsed"


def standing_at(db: Engine, institution: Walk, state: str) -> Walk:
    if state == "draft":
        return about(db, "plaque", APPLICANT, "hb-yichang", institution, on="2026-06-01")
    case = requested(db, institution)
    if state == "returned":
        case.take("return_for_correction", CENTRE, on="2026-06-01", gaps=["说明不详"])
    return case


@pytest.mark.parametrize("state", ["draft", "review", "returned"])
def test_it_is_taken_back_and_ends_on_proof_that_the_party_is_gone(hb: Engine, institution: Walk, state: str) -> None:
    back, gone = (standing_at(hb, institution, state) for _ in range(2))
    assert back.take("withdraw", APPLICANT, on="2026-06-02").state == "withdrawn"
    desk = YICHANG if state == "draft" else CENTRE
    assert refused(gone.attempted("terminate", desk, on="2026-06-02", reason="注销")) == ["invalid", "material_missing"]
    assert gone.hand_in("proof_of_end").take("terminate", desk, on="2026-06-02", reason="注销").state == "discontinued"
