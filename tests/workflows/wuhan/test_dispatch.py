"""Measures, art. 3, 5, 6: a mobile commissioner goes to a station, and comes back (WH-3, WH-5, WH-6)."""

from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.wuhan.roads import DAY, about, certified, dispatched, left, mobile, person_of, resident
from tests.workflows.wuhan.world import HQ, HQ2, JIANGAN, ORGANISATION


def requested(db: Engine, person: Walk, station: Walk) -> Walk:
    case = about(db, "dispatch", JIANGAN, "wh-jiangan", person, on=DAY, whom="commissioner")
    return case.take("request", JIANGAN, on=DAY, station=station.number, need="缺少财税专员")


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


def test_a_district_asks_and_does_not_dispatch(wh: Engine) -> None:
    person, station = mobile(wh), certified(wh)
    case = requested(wh, person, station)
    taken = case.attempted("dispatch", JIANGAN, on=DAY, station=station.number, consents=True)
    assert refused(taken) == ["not_permitted", "wrong_role"]
    second = about(wh, "dispatch", JIANGAN, "wh-jiangan", person, on=DAY, whom="commissioner")
    again = second.attempted("request", JIANGAN, on=DAY, station=station.number, need="x")
    assert refused(again) == ["refused", "limit_reached"]


def test_a_request_is_declined_with_its_reason(wh: Engine) -> None:
    person = mobile(wh)
    case = requested(wh, person, certified(wh))
    assert refused(case.attempted("decline", HQ, on="2026-06-02")) == ["invalid", "field_missing"]
    case.take("decline", HQ, on="2026-06-02", reason="暂无人选")
    assert (case.state, person_of(wh, person).station) == ("declined", None)


def test_who_has_left_is_not_dispatched_nor_anybody_to_a_station_that_has(wh: Engine) -> None:
    gone, closed = mobile(wh), certified(wh)
    left(wh, gone, on="2026-06-02", whom="commissioner")
    left(wh, closed, on="2026-06-02")
    case = about(wh, "dispatch", HQ, "wh-hq", gone, on="2026-06-03", whom="commissioner")
    outcome = case.attempted("dispatch", HQ, on="2026-06-03", station=closed.number, consents=True)
    assert refused(outcome) == ["refused", "no_commissioner", "no_station"]


def test_a_dispatch_may_name_its_end_and_ends_on_proof_with_the_tie(wh: Engine) -> None:
    person, station = mobile(wh), certified(wh)
    case = requested(wh, person, station)
    case.take("dispatch", HQ, on=DAY, station=station.number, consents=True, until="2026-12-31")
    assert (case.row.form["until"], person_of(wh, person).station) == ("2026-12-31", station.number)
    case.hand_in("proof_of_end").take("terminate", HQ, on="2026-07-01", reason="示例情况")
    assert (case.state, person_of(wh, person).station) == ("discontinued", None)
