"""Guideline, part 4 (4): changes of a station are reported within 30 days of their completion."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from tests.walk import refused
from tests.workflows.guangzhou.stations import about_station, certified
from tests.workflows.staging import history_of, title_of
from tests.world import APPLICANT, BUREAU, DISTRICT, ORGANISATION, RIVAL
from workflows.errors import NotPermitted

CODE = ORGANISATION[1]
NAME = {"kind": "name", "old_value": "示例产业园服务站", "new_value": "示例新站", "changed_on": "2026-11-02",
        "credit_code": CODE}  # fmt: skip


def drafted(db: Engine, on: str = "2026-11-02"):
    station = certified(db)
    return station, about_station(db, "change", station, on=on).hand_in("proof_of_change")


def test_the_register_shows_the_new_name_and_keeps_the_old(gz: Engine) -> None:
    station, change = drafted(gz)
    change.take("submit", APPLICANT, on="2026-11-03", **NAME)
    assert title_of(gz, station).name == "示例产业园服务站"
    change.take("file", BUREAU, on="2026-11-04")
    assert change.state == "filed"
    assert title_of(gz, station).name == "示例新站"
    assert history_of(gz, station.number, "name") == ['"示例产业园服务站"', '"示例新站"']


@pytest.mark.parametrize(("reported", "late"), [("2026-12-02 23:59:59", False), ("2026-12-03 00:00:00", True)])
def test_thirty_days_from_the_day_of_the_change_then_it_is_marked_late(gz: Engine, reported: str, late: bool) -> None:
    _, change = drafted(gz)
    change.take("submit", APPLICANT, on=reported, **NAME)
    assert change.row.form.get("late", False) is late


def test_paper_received_in_time_is_in_time_though_it_is_entered_later(gz: Engine) -> None:
    _, change = drafted(gz)
    change.take("submit", DISTRICT, on="2026-12-08", counter=("示例单位", "2026-12-02"), **NAME)
    assert "late" not in change.row.form


def test_lateness_is_kept_through_a_correction(gz: Engine) -> None:
    _, change = drafted(gz)
    change.take("submit", APPLICANT, on="2026-12-09", **NAME)
    change.take("return_for_correction", BUREAU, on="2026-12-10", gaps=["证明不清"])
    change.take("resubmit", APPLICANT, on="2026-12-11")
    assert change.row.form["late"] is True


def test_another_entity_needs_a_certification(gz: Engine) -> None:
    _, change = drafted(gz)
    other = {**NAME, "credit_code": "91440101MA5ANOTHER"}
    assert refused(change.attempted("submit", APPLICANT, on="2026-11-03", **other)) == ["refused", "other_entity"]


def test_a_change_ahead_of_time_is_refused(gz: Engine) -> None:
    _, change = drafted(gz)
    ahead = {**NAME, "changed_on": "2026-11-04"}
    assert refused(change.attempted("submit", APPLICANT, on="2026-11-03", **ahead)) == ["refused", "date_ahead"]


def test_only_the_stations_operator_changes_it(gz: Engine) -> None:
    station = certified(gz)
    with pytest.raises(NotPermitted):
        about_station(gz, "change", station, on="2026-11-02", by=RIVAL)


def test_an_address_in_another_district_moves_the_station_there_and_both_are_told(gz: Engine) -> None:
    station, change = drafted(gz)
    moved = {**NAME, "kind": "address", "old_value": "示例路 1 号", "new_value": "示例路 9 号"}
    wrong = change.attempted("submit", APPLICANT, on="2026-11-03", **moved, new_office="gz-hq")
    assert refused(wrong) == ["refused", "no_district"]
    change.take("submit", APPLICANT, on="2026-11-03", **moved, new_office="gz-yuexiu")
    change.take("file", BUREAU, on="2026-11-04")
    assert (title_of(gz, station).office, title_of(gz, station).address) == ("gz-yuexiu", "示例路 9 号")
    asked = select(outbox.c.reader).where(outbox.c.case_id == change.id, outbox.c.reader.startswith("office:"))
    told = transaction(gz, lambda present: set(present.connection.execute(asked).scalars()))
    assert told == {"office:gz-tianhe", "office:gz-yuexiu"}


def test_withdrawn_before_it_is_filed(gz: Engine) -> None:
    station, change = drafted(gz)
    change.take("submit", APPLICANT, on="2026-11-03", **NAME)
    assert refused(change.attempted("file", DISTRICT, on="2026-11-04"))[0] == "not_permitted"
    change.take("withdraw", APPLICANT, on="2026-11-04")
    assert title_of(gz, station).name == "示例产业园服务站"


def test_a_later_version_of_the_service_rules_is_filed_as_a_change(gz: Engine) -> None:
    """Those of the application count as filed (GZC-2.3)."""
    station, change = drafted(gz)
    later = {**NAME, "kind": "service_rules", "old_value": "申报时提交", "new_value": "2026 年第二版"}
    change.take("submit", APPLICANT, on="2026-11-03", **later).take("file", BUREAU, on="2026-11-04")
    first, second = history_of(gz, station.number, "service_rules")
    assert "申报时提交" in first
    assert second == '"2026 年第二版"'
