"""Measures, art. 12 to 15: how a station is certified, and a commissioner filed and dispatched."""

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.staging import children, opened, title_of
from tests.workflows.wuhan.roads import (
    DAY,
    FORM,
    PAPERS,
    PERSONAL,
    about,
    certified,
    dispatched,
    drafted,
    mobile,
    person_of,
    recommended,
    resident,
)
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN, MOBILE, ORGANISATION, PERSON, WUCHANG


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


def test_headquarters_may_not_select_and_says_why(wh: Engine) -> None:
    case = recommended(wh)
    assert refused(case.attempted("not_select", HQ, on=DAY)) == ["invalid", "field_missing"]
    assert case.take("not_select", HQ, on=DAY, reason="未入选").state == "rejected"


def test_a_resident_is_filed_with_their_own_declaration(wh: Engine) -> None:
    station = certified(wh)
    filing = children(wh, station, "filing")[0]
    assert refused(filing.attempted("submit", APPLICANT, on=DAY, **PERSONAL)) == ["invalid", "material_missing"]
    filed = resident(wh, station)
    row = person_of(wh, filed)
    assert (row.name, row.kind, row.station, row.office) == ("示例站长", "resident", station.number, "wh-jiangan")


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


def test_headquarters_dispatches_with_the_commissioners_consent(wh: Engine) -> None:
    station, person = certified(wh), mobile(wh)
    case = about(wh, "dispatch", JIANGAN, "wh-jiangan", person, on=DAY, whom="commissioner")
    case.take("request", JIANGAN, on=DAY, station=station.number, need="缺少财税专员")
    assert refused(case.attempted("dispatch", HQ, on=DAY, station=station.number)) == ["invalid", "field_missing"]
    case.take("dispatch", HQ, on=DAY, station=station.number, consents=True)
    assert person_of(wh, person).station == station.number
    second = about(wh, "dispatch", HQ, "wh-hq", person, on=DAY, whom="commissioner")
    again = second.attempted("dispatch", HQ, on=DAY, station=station.number, consents=True)
    assert refused(again) == ["refused", "limit_reached"]
    case.take("recall", HQ2, on="2026-07-01", own_wish=True, reason="本人提出")
    assert (case.state, person_of(wh, person).station) == ("ended", None)


def test_a_resident_is_not_dispatched_nor_anybody_to_a_station_that_is_none(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "dispatch", HQ, "wh-hq", resident(wh, station), on=DAY, whom="commissioner")
    outcome = case.attempted("dispatch", HQ, on=DAY, station="WH-2026-999999", consents=True)
    assert refused(outcome) == ["refused", "not_mobile", "no_station"]


def test_the_tie_of_a_mobile_commissioner_is_kept(wh: Engine) -> None:
    person = mobile(wh)
    case = dispatched(wh, person, certified(wh))
    assert ("commissioner", person.number) in case.row.party
    assert ORGANISATION not in case.row.party
