"""Measures, art. 16: plaques come from headquarters' one numbered register; a new one voids the old (WH-16)."""

from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.staging import history_of, title_of
from tests.workflows.wuhan.roads import about, certified, left
from tests.workflows.wuhan.world import APPLICANT, HQ, JIANGAN

LOST = {"cause": "lost", "explanation": "搬迁时遗失"}


def requested(db: Engine, station: Walk) -> Walk:
    case = about(db, "plaque", APPLICANT, "wh-jiangan", station, on="2026-06-10")
    return case.take("request", APPLICANT, on="2026-06-10", **LOST)


def test_a_damaged_plaque_is_replaced_by_the_next_number(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "plaque", APPLICANT, "wh-jiangan", station, on="2026-06-10")
    case.take("request", APPLICANT, on="2026-06-10", cause="damaged", explanation="破损").take(
        "reissue", HQ, on="2026-06-11"
    )
    assert title_of(wh, station).plaque == "WH-FWZ-2026-0002"


def test_the_old_number_stays_known(wh: Engine) -> None:
    station = certified(wh)
    requested(wh, station).take("reissue", HQ, on="2026-06-11")
    assert history_of(wh, station.number, "plaque") == ['"WH-FWZ-2026-0001"', '"WH-FWZ-2026-0002"']
    assert title_of(wh, station).plaque_state == "out"


def test_headquarters_declines_with_its_reason_and_nothing_changes(wh: Engine) -> None:
    station = certified(wh)
    case = requested(wh, station)
    assert refused(case.attempted("reissue", JIANGAN, on="2026-06-11")) == ["not_permitted", "wrong_role"]
    assert refused(case.attempted("decline", HQ, on="2026-06-11")) == ["invalid", "field_missing"]
    case.take("decline", HQ, on="2026-06-11", reason="原牌匾完好")
    assert (case.state, title_of(wh, station).plaque) == ("declined", "WH-FWZ-2026-0001")


def test_a_station_that_has_left_gets_no_plaque(wh: Engine) -> None:
    station = certified(wh)
    running = requested(wh, station)
    left(wh, station, on="2026-06-11")
    assert running.state == "discontinued"
    late = about(wh, "plaque", APPLICANT, "wh-jiangan", station, on="2026-06-12")
    assert refused(late.attempted("request", APPLICANT, on="2026-06-12", **LOST)) == ["refused", "no_title"]


def test_returned_and_resubmitted_or_lapsed_after_the_offices_time(wh: Engine) -> None:
    case = requested(wh, certified(wh)).take("return_for_correction", HQ, on="2026-06-11", gaps=["说明不详"])
    case.take("resubmit", APPLICANT, on="2026-06-12", explanation="六月搬迁时遗失")
    case.take("return_for_correction", HQ, on="2026-06-15", gaps=["说明不详"])
    # 10 working days, 19 June being the Dragon Boat holiday: the last day is 30 June.
    assert refused(case.attempted("lapse", HQ, on="2026-06-30", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", HQ, on="2026-07-01", reason="逾期").state == "lapsed"


def test_withdrawn_before_it_is_issued(wh: Engine) -> None:
    assert requested(wh, certified(wh)).take("withdraw", APPLICANT, on="2026-06-11").state == "withdrawn"
