"""Guideline, part 4 (1) 3: plaques come from one numbered register; a new one voids the old."""

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.guangzhou.stations import about_station, certified
from tests.workflows.staging import history_of, title_of
from tests.world import APPLICANT, BUREAU

LOST = {"cause": "lost", "explanation": "搬迁时遗失"}


@pytest.fixture
def station(gz: Engine) -> Walk:
    return certified(gz)


def requested(db: Engine, station: Walk) -> Walk:
    return about_station(db, "plaque", station, on="2026-11-02").take("request", APPLICANT, on="2026-11-02", **LOST)


def test_a_lost_plaque_is_reissued_under_a_new_number_and_the_old_stays_known(gz: Engine, station: Walk) -> None:
    case = requested(gz, station).take("reissue", BUREAU, on="2026-11-03")
    assert case.state == "issued"
    assert (title_of(gz, station).plaque, title_of(gz, station).plaque_state) == ("GZ-ZD-2026-0002", "out")
    assert history_of(gz, station.number, "plaque") == ['"GZ-ZD-2026-0001"', '"GZ-ZD-2026-0002"']


def test_declined_with_reasons_nothing_changes(gz: Engine, station: Walk) -> None:
    case = requested(gz, station)
    assert refused(case.attempted("decline", BUREAU, on="2026-11-03")) == ["invalid", "field_missing"]
    case.take("decline", BUREAU, on="2026-11-03", reason="原牌匾完好")
    assert (case.state, title_of(gz, station).plaque) == ("declined", "GZ-ZD-2026-0001")


def test_returned_completed_and_issued(gz: Engine, station: Walk) -> None:
    case = requested(gz, station).take("return_for_correction", BUREAU, on="2026-11-03", gaps=["说明不详"])
    case.take("resubmit", APPLICANT, on="2026-11-04", explanation="十月搬迁时遗失")
    case.take("reissue", BUREAU, on="2026-11-05")
    assert case.state == "issued"


def test_a_returned_one_lapses_only_after_the_offices_time(gz: Engine, station: Walk) -> None:
    case = requested(gz, station).take("return_for_correction", BUREAU, on="2026-11-03", gaps=["说明不详"])
    assert refused(case.attempted("lapse", BUREAU, on="2026-11-17", reason="逾期")) == ["refused", "target_runs"]
    case.take("lapse", BUREAU, on="2026-11-18", reason="逾期")
    assert case.state == "lapsed"
