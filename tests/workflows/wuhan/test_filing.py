"""Measures, art. 3, 14, 15: how a commissioner is filed and published (WH-3, WH-14, WH-15.1, WH-15.2)."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.people import commissioners
from models.user import contacts
from tests.walk import Walk, refused
from tests.workflows.staging import children, history_of, opened
from tests.workflows.wuhan.roads import DAY, PERSONAL, certified, mobile, person_of, resident
from tests.workflows.wuhan.test_change import change
from tests.workflows.wuhan.world import APPLICANT, HQ, JIANGAN, MOBILE, PERSON

KNOWN = {"name": "示例", "kind": "mobile", **PERSONAL}


def drafted(db: Engine, station: Walk) -> Walk:
    """The first of those that the certification opened, with the person's declaration."""
    return children(db, station, "filing")[0].hand_in("declaration")


def submitted(db: Engine) -> Walk:
    return drafted(db, certified(db)).take("submit", APPLICANT, on=DAY, **PERSONAL)


def test_a_resident_is_filed_with_their_own_declaration(wh: Engine) -> None:
    station = certified(wh)
    filing = children(wh, station, "filing")[0]
    assert refused(filing.attempted("submit", APPLICANT, on=DAY, **PERSONAL)) == ["invalid", "material_missing"]
    filed = resident(wh, station)
    row = person_of(wh, filed)
    assert (row.name, row.kind, row.station, row.office) == ("示例站长", "resident", station.number, "wh-jiangan")


@pytest.mark.parametrize("missing", PERSONAL)
def test_each_condition_is_declared(wh: Engine, missing: str) -> None:
    given = {name: value for name, value in PERSONAL.items() if name != missing}
    outcome = drafted(wh, certified(wh)).attempted("submit", APPLICANT, on=DAY, **given)
    assert refused(outcome) == ["invalid", "field_missing"]


def test_below_junior_college_nobody_is_filed(wh: Engine) -> None:
    filing = children(wh, certified(wh), "filing")[0].hand_in("declaration")
    lower = {**PERSONAL, "education": "lower"}
    assert refused(filing.attempted("submit", APPLICANT, on=DAY, **lower)) == ["refused", "education"]
    priority = {**PERSONAL, "priority": "mentor"}
    assert refused(filing.attempted("submit", APPLICANT, on=DAY, **priority)) == ["refused", "no_priority_paper"]
    assert filing.hand_in("priority_paper").take("submit", APPLICANT, on=DAY, **priority).state == "hq_verification"


def test_a_mobile_commissioner_needs_the_employers_consent_or_says_that_there_is_none(wh: Engine) -> None:
    filing = opened(wh, "wuhan/2026/filing", MOBILE, "wh-hq", about=PERSON, party=PERSON, on=DAY).hand_in("declaration")
    given = {"name": "示例", "kind": "mobile", **PERSONAL}
    assert refused(filing.attempted("submit", MOBILE, on=DAY, **given, employed=True)) == ["refused", "no_consent"]
    assert refused(filing.attempted("submit", MOBILE, on=DAY, **given)) == ["refused", "no_consent"]
    filing.hand_in("no_employer_statement").take("submit", MOBILE, on=DAY, **given)
    assert refused(filing.attempted("file", HQ, on=DAY)) == ["invalid", "field_missing"]  # verified: no violation
    filing.take("file", HQ, on=DAY, no_violation=True)
    row = person_of(wh, filing)
    assert (row.kind, row.station, row.account) == ("mobile", None, "u-mobile")


def test_a_resident_belongs_to_a_station_of_the_unit_and_a_mobile_one_to_none(wh: Engine) -> None:
    station = certified(wh)
    own = drafted(wh, station)
    elsewhere = own.attempted("submit", APPLICANT, on=DAY, **PERSONAL, station="WH-2026-999999")
    assert refused(elsewhere) == ["refused", "no_station"]
    free = opened(wh, "wuhan/2026/filing", MOBILE, "wh-hq", about=PERSON, party=PERSON, on=DAY)
    free.hand_in("declaration", "no_employer_statement")
    tied = free.attempted("submit", MOBILE, on=DAY, **KNOWN, station=station.number)
    assert refused(tied) == ["refused", "no_station"]
    foreign = free.attempted("submit", MOBILE, on=DAY, **{**KNOWN, "kind": "resident"}, station=station.number)
    assert refused(foreign) == ["refused", "no_station"]


def test_a_resident_of_a_unit_that_runs_the_station_no_more_is_not_filed(wh: Engine) -> None:
    station = certified(wh)
    case = drafted(wh, station).take("submit", APPLICANT, on=DAY, **PERSONAL)
    other = {"kind": "operator", "new_value": "示例新单位", "credit_code": "91420100MA4NEW0001"}
    changed = change(wh, station, on="2026-06-10", **other).take("submit", APPLICANT, on="2026-06-10")
    changed.take("approve", JIANGAN, on="2026-06-10", opinion="同意").take("file", HQ, on="2026-06-10")
    assert refused(case.attempted("file", HQ, on="2026-06-11", no_violation=True)) == ["refused", "no_station"]


def test_the_register_shows_name_kind_and_station_and_nothing_of_the_person(wh: Engine) -> None:
    station = certified(wh)
    filed = resident(wh, station)
    shown = [history_of(wh, filed.number, field) for field in ("name", "kind", "station")]
    assert shown == [['"示例站长"'], ['"resident"'], [f'"{station.number}"']]
    assert [history_of(wh, filed.number, field) for field in ("education", "ability", "healthy")] == [[], [], []]


def test_a_mobile_commissioner_speaks_for_themself_and_a_residents_unit_for_its_own(wh: Engine) -> None:
    filed, _ = mobile(wh), resident(wh, certified(wh))
    asked = select(contacts.c.user_id, contacts.c.number).where(contacts.c.kind == "commissioner")
    assert transaction(wh, lambda p: p.connection.execute(asked).all()) == [("u-mobile", filed.number)]


def test_rejected_with_the_violation_named_nobody_enters_the_register(wh: Engine) -> None:
    case = submitted(wh)
    assert refused(case.attempted("reject", HQ, on="2026-06-02")) == ["invalid", "field_missing"]
    assert case.take("reject", HQ, on="2026-06-02", reason="有违规情形").state == "rejected"
    asked = select(commissioners.c.number)
    assert transaction(wh, lambda p: p.connection.execute(asked).all()) == []


def test_returned_and_resubmitted_or_lapsed_after_the_offices_time(wh: Engine) -> None:
    case = submitted(wh).take("return_for_correction", HQ, on="2026-06-02", gaps=["声明未签名"])
    lower = case.attempted("resubmit", APPLICANT, on="2026-06-03", education="lower")
    assert refused(lower) == ["refused", "education"]
    case.take("resubmit", APPLICANT, on="2026-06-03")
    case.take("return_for_correction", HQ, on="2026-06-03", gaps=["声明未签名"])
    assert refused(case.attempted("lapse", HQ, on="2026-06-17", reason="逾期")) == ["refused", "target_runs"]
    assert case.take("lapse", HQ, on="2026-06-18", reason="逾期").state == "lapsed"


def test_withdrawn_before_it_is_filed(wh: Engine) -> None:
    assert submitted(wh).take("withdraw", APPLICANT, on="2026-06-02").state == "withdrawn"
