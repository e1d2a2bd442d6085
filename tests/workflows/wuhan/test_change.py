"""Measures, art. 17: changes at a station, reported within 15 working days or late (WH-17)."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from tests.walk import Walk, refused
from tests.workflows.staging import history_of, title_of
from tests.workflows.wuhan.roads import about, certified, left, person_of, resident
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN, WUCHANG, holding


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


def test_the_district_that_a_station_leaves_is_told(wh: Engine) -> None:
    station = certified(wh)
    moved = change(wh, station, on="2026-06-10", office="wh-wuchang", kind="address", new_value="示例新路 1 号")
    moved.take("submit", APPLICANT, on="2026-06-10").take("approve", WUCHANG, on="2026-06-11", opinion="同意")
    asked = select(outbox.c.reader).where(outbox.c.case_id == moved.id, outbox.c.topic == "told")
    assert transaction(wh, lambda p: p.connection.execute(asked).all()) == []
    moved.take("file", HQ, on="2026-06-12")
    assert transaction(wh, lambda p: p.connection.execute(asked).all()) == [("office:wh-jiangan",)]


def test_a_change_lies_not_ahead(wh: Engine) -> None:
    case = change(wh, certified(wh), on="2026-06-04", kind="head", new_value="示例新站长")
    assert refused(case.attempted("submit", APPLICANT, on="2026-06-04")) == ["refused", "date_ahead"]


def test_a_station_that_has_left_changes_no_more(wh: Engine) -> None:
    station = certified(wh)
    running = change(wh, station, on="2026-06-10", kind="name", new_value="x").take(
        "submit", APPLICANT, on="2026-06-10"
    )
    left(wh, station, on="2026-06-11")
    assert running.state == "discontinued"
    late = change(wh, station, on="2026-06-12", kind="name", new_value="x")
    assert refused(late.attempted("submit", APPLICANT, on="2026-06-12")) == ["refused", "no_title"]


def test_who_approved_does_not_file(wh: Engine) -> None:
    both = holding(HQ, JIANGAN)
    case = change(wh, certified(wh), on="2026-06-10", kind="name", new_value="x").take(
        "submit", APPLICANT, on="2026-06-10"
    )
    case.take("approve", both, on="2026-06-11", opinion="同意")
    assert refused(case.attempted("file", both, on="2026-06-12")) == ["refused", "same_person"]
    case.take("send_back", HQ2, on="2026-06-12", reason="意见不详")
    assert (case.state, case.row.office) == ("district_review", "wh-jiangan")


def test_returned_with_its_lateness_and_lapsed_after_the_offices_time(wh: Engine) -> None:
    case = change(wh, certified(wh), on="2026-07-01", kind="head", new_value="x").take(
        "submit", APPLICANT, on="2026-07-01"
    )
    case.take("return_for_correction", JIANGAN, on="2026-07-02", gaps=["证明不清"])
    case.take("resubmit", APPLICANT, on="2026-07-03", new_value="示例新站长")
    assert case.row.form["late"] is True
    case.take("return_for_correction", JIANGAN, on="2026-07-03", gaps=["证明不清"])
    assert refused(case.attempted("lapse", JIANGAN, on="2026-07-17", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", JIANGAN, on="2026-07-18", reason="逾期").state == "lapsed"


def test_withdrawn_before_it_is_filed(wh: Engine) -> None:
    station = certified(wh)
    case = change(wh, station, on="2026-06-10", kind="name", new_value="x").take("submit", APPLICANT, on="2026-06-10")
    case.take("approve", JIANGAN, on="2026-06-11", opinion="同意").take("withdraw", APPLICANT, on="2026-06-11")
    assert (case.state, title_of(wh, station).name) == ("withdrawn", "示例园区服务站")
