"""The register of titles: what it says on which day, whose cases it knows, where its plaques are."""

from datetime import date

import pytest
from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.guangzhou.stations import about_station, certified, in_decision, revoke
from tests.workflows.staging import attempted, history_of, title_of
from tests.world import APPLICANT, HQ, ORGANISATION, OTHER, RIVAL, settle
from workflows.errors import Invalid, NotFound, NotPermitted, Refused
from workflows.moves import Opening
from workflows.title_state import state_of, take_back_plaque


@pytest.fixture
def station(db: Engine) -> Walk:
    settle(db)
    open_call(db)
    return certified(db)


def test_a_title_runs_through_24_00_of_its_last_day(db: Engine, station: Walk) -> None:
    title = title_of(db, station)
    said = [state_of(title, date.fromisoformat(day), renews=True).en for day in ("2029-10-12", "2029-10-13")]
    assert said == ["in force", "expired, awaiting renewal"]
    assert state_of(title, date(2029, 10, 13), renews=False).en == "expired"


def test_the_plaque_of_an_ended_title_comes_back(db: Engine, station: Walk) -> None:
    def back(at: str) -> None:
        transaction(db, lambda p: take_back_plaque(p.connection, station.number, "returned", at=moment(at)))

    with pytest.raises(Refused):
        back("2026-11-01")
    revoke(db, in_decision(db, about_station(db, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq")))
    back("2026-12-01")
    assert title_of(db, station).plaque_state == "returned"
    assert history_of(db, station.number, "plaque_state") == ['"out"', '"returned"']
    assert state_of(title_of(db, station), date(2026, 12, 1), renews=True).en == "revoked"
    with pytest.raises(NotFound):
        transaction(db, lambda p: take_back_plaque(p.connection, "GZ-2026-999999", "void", at=0))


def test_parties_are_the_registers_whatever_is_sent_along(db: Engine, station: Walk) -> None:
    stolen = Opening("guangzhou/2025/change", RIVAL, "gz-tianhe", ("station", station.number, "我的"), parties=(OTHER,))
    assert isinstance(attempted(db, stolen, on="2026-11-02"), NotPermitted)
    own = about_station(db, "change", station, on="2026-11-02")
    assert own.row.party == {ORGANISATION}
    assert own.row.subject_name == "示例产业园服务站"


def test_nobody_applies_for_an_organisation_that_isnt_theirs(db: Engine, station: Walk) -> None:
    stolen = Opening("guangzhou/2025/certification", RIVAL, "gz-tianhe", (*ORGANISATION, "示例单位"), parties=(OTHER,))
    assert isinstance(attempted(db, stolen, on="2026-11-02"), NotPermitted)


def test_a_title_that_isnt_there_has_no_cases(db: Engine, station: Walk) -> None:
    none = Opening("guangzhou/2025/change", APPLICANT, "gz-tianhe", ("station", "GZ-2026-999999", ""), (ORGANISATION,))
    assert isinstance(attempted(db, none, on="2026-11-02"), Invalid)
