"""Measures, art. 16, 17: changes at a station, within 15 working days or late; and a new plaque."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.staging import history_of, title_of
from tests.workflows.wuhan.roads import about, certified, person_of, resident
from tests.workflows.wuhan.world import APPLICANT, HQ, JIANGAN, WUCHANG


def change(db: Engine, station: Walk, *, on: str, office: str = "wh-jiangan", **data: Any) -> Walk:
    given = {"old_value": "示例旧值", "changed_on": "2026-06-05", **data}
    case = about(db, "change", APPLICANT, office, station, on=on, **given)
    return case.hand_in("proof_of_change")


# 15 working days from 5 June 2026; 19 June is the Dragon Boat holiday: the last day is 29 June.
@pytest.mark.parametrize(("on", "late"), [("2026-06-29 23:59:59", None), ("2026-06-30 00:00:00", True)])
def test_a_late_report_is_taken_and_marked(wh: Engine, on: str, late: bool | None) -> None:
    case = change(wh, certified(wh), on=on, kind="head", new_value="示例新站长")
    assert case.take("submit", APPLICANT, on=on).row.form.get("late") is late


def test_the_district_decides_and_headquarters_files(wh: Engine) -> None:
    station = certified(wh)
    case = change(wh, station, on="2026-06-10", kind="name", new_value="示例新名服务站").take(
        "submit", APPLICANT, on="2026-06-10"
    )
    assert refused(case.attempted("approve", HQ, on="2026-06-11", opinion="x")) == ["not_permitted", "wrong_desk"]
    case.take("approve", JIANGAN, on="2026-06-11", opinion="同意")
    assert title_of(wh, station).name == "示例园区服务站"
    case.take("file", HQ, on="2026-06-12")
    assert title_of(wh, station).name == "示例新名服务站"
    assert history_of(wh, station.number, "name") == ['"示例园区服务站"', '"示例新名服务站"']


def test_another_operator_is_named_by_its_code(wh: Engine) -> None:
    station = certified(wh)
    case = change(wh, station, on="2026-06-10", kind="operator", new_value="示例新单位")
    assert refused(case.attempted("submit", APPLICANT, on="2026-06-10")) == ["refused", "no_credit_code"]
    case.take("submit", APPLICANT, on="2026-06-10", credit_code="91420100MA4NEW0001")
    case.take("approve", JIANGAN, on="2026-06-11", opinion="同意").take("file", HQ, on="2026-06-12")
    row = title_of(wh, station)
    assert (row.operator, row.subject_number) == ("示例新单位", "91420100MA4NEW0001")


def test_an_address_in_another_district_is_decided_there(wh: Engine) -> None:
    station = certified(wh)
    head = change(wh, station, on="2026-06-10", office="wh-wuchang", kind="head", new_value="x")
    assert refused(head.attempted("submit", APPLICANT, on="2026-06-10")) == ["refused", "other_district"]
    moved = change(wh, station, on="2026-06-10", office="wh-wuchang", kind="address", new_value="示例新路 1 号")
    moved.take("submit", APPLICANT, on="2026-06-10").take("approve", WUCHANG, on="2026-06-11", opinion="同意")
    moved.take("file", HQ, on="2026-06-12")
    row = title_of(wh, station)
    assert (row.address, row.office) == ("示例新路 1 号", "wh-wuchang")


def test_a_commissioner_moves_by_one_change_at_the_new_station(wh: Engine) -> None:
    old, new = certified(wh), certified(wh, address="示例路 4 号")
    person = resident(wh, old)
    case = change(wh, new, on="2026-06-10", kind="commissioner", new_value="示例站长调入")
    assert refused(case.attempted("submit", APPLICANT, on="2026-06-10")) == ["refused", "no_commissioner"]
    case.take("submit", APPLICANT, on="2026-06-10", commissioner=person.number)
    case.take("approve", JIANGAN, on="2026-06-11", opinion="同意").take("file", HQ, on="2026-06-12")
    assert person_of(wh, person).station == new.number
    assert history_of(wh, person.number, "station") == [f'"{old.number}"', f'"{new.number}"']


def test_a_change_that_the_district_refuses_changes_nothing(wh: Engine) -> None:
    station = certified(wh)
    case = change(wh, station, on="2026-06-10", kind="name", new_value="x").take("submit", APPLICANT, on="2026-06-10")
    assert case.take("reject", JIANGAN, on="2026-06-11", reason="材料不实").state == "rejected"
    assert title_of(wh, station).name == "示例园区服务站"


def test_a_damaged_plaque_is_replaced_by_the_next_number(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "plaque", APPLICANT, "wh-jiangan", station, on="2026-06-10")
    case.take("request", APPLICANT, on="2026-06-10", cause="damaged", explanation="破损").take(
        "reissue", HQ, on="2026-06-11"
    )
    assert title_of(wh, station).plaque == "WH-FWZ-2026-0002"
