"""Measures, art. 20, 21, 23, 24: rewards within 300,000 CNY a site and year (WH-20, WH-21, WH-23, WH-24)."""

import pytest
from sqlalchemy import Engine, insert, update
from sqlalchemy.exc import IntegrityError

from models.database import transaction
from models.reward import reward_sums
from tests.walk import refused
from tests.workflows.staging import opened
from tests.workflows.wuhan.money import promised, proposal, reward
from tests.workflows.wuhan.roads import about, certified, graded, mobile, set_aside
from tests.workflows.wuhan.world import BUREAU, HQ, HQ2, ORGANISATION, holding
from tests.world import holds
from workflows.invariants import broken


def test_at_most_300000_a_site_and_year(wh: Engine) -> None:
    station = certified(wh)
    case = graded(wh, station.number, "excellent")
    first = reward(wh, station)
    assert refused(first.attempted("propose", HQ, on="2026-12-21", **proposal(case, 300_001))) == [
        "invalid",
        "field_wrong",
    ]
    first.take("propose", HQ, on="2026-12-21", **proposal(case, 200_000))
    second = reward(wh, station)
    above = second.attempted("propose", HQ, on="2026-12-21", **proposal(case, 100_001))
    assert refused(above) == ["refused", "above_the_limit"]
    second.take("propose", HQ, on="2026-12-21", **proposal(case, 100_000))
    assert promised(wh) == [300_000]
    second.take("decline", BUREAU, on="2026-12-22", reason="预算不足")
    assert promised(wh) == [200_000]
    first.take("approve", BUREAU, on="2026-12-22")
    more = first.attempted("pay", HQ2, on="2026-12-23", amount=200_001, paid_on="2026-12-23")
    assert refused(more) == ["refused", "above_approved"]
    first.take("pay", HQ2, on="2026-12-23", amount=150_000, paid_on="2026-12-23", district_amount=150_000)
    assert (first.state, promised(wh)) == ("paid", [150_000])


def test_what_was_promised_is_the_sum_of_the_rewards(wh: Engine) -> None:
    station = certified(wh)
    case = graded(wh, station.number, "pass")
    reward(wh, station).take("propose", HQ, on="2026-12-21", **proposal(case, 5000))
    holds(wh)
    with wh.connect() as connection:
        connection.execute(update(reward_sums).values(amount=4000))
        assert list(broken(connection)) == [
            f"{station.number}, 2026: its rewards come to 5000 CNY, and 4000 are counted"
        ]
        connection.rollback()


def test_the_database_refuses_more_than_the_limit(wh: Engine) -> None:
    row = {"book": "wuhan", "site": "示例", "year": 2026, "amount": 300_001}
    with pytest.raises(IntegrityError):
        transaction(wh, lambda present: present.connection.execute(insert(reward_sums), [row]))


def test_who_failed_or_is_another_is_not_rewarded(wh: Engine) -> None:
    station, other = certified(wh), certified(wh, address="示例路 4 号")
    failed = graded(wh, station.number, "fail")
    outcome = reward(wh, station).attempted("propose", HQ, on="2026-12-21", **proposal(failed, 1000))
    assert refused(outcome) == ["refused", "failed"]
    outcome = reward(wh, other).attempted("propose", HQ, on="2026-12-21", **proposal(failed, 1000))
    assert refused(outcome) == ["refused", "not_assessed"]


def test_a_commissioner_is_not_rewarded_nor_a_station_by_what_was_set_aside(wh: Engine) -> None:
    station, person = certified(wh), mobile(wh)
    own = graded(wh, person.number, "excellent")
    theirs = about(wh, "reward", HQ, "wh-hq", person, on="2026-12-21", whom="commissioner")
    assert refused(theirs.attempted("propose", HQ, on="2026-12-21", **proposal(own, 1000))) == [
        "refused",
        "not_assessed",
    ]
    won = graded(wh, station.number, "excellent", year=2027)
    set_aside(wh, won, on="2027-12-21").take("order", HQ2, on="2027-12-22")
    outcome = reward(wh, station, on="2027-12-23").attempted("propose", HQ, on="2027-12-23", **proposal(won, 1000))
    assert refused(outcome) == ["refused", "not_assessed"]


def test_a_district_is_rewarded_as_a_station_is(wh: Engine) -> None:
    won = graded(wh, "wh-jiangan", "excellent")
    of = ("district", "wh-jiangan")
    case = opened(wh, "wuhan/2026/reward", HQ, "wh-hq", about=of, party=ORGANISATION, on="2026-12-21")
    case.take("propose", HQ, on="2026-12-21", **proposal(won, 100_000))
    assert (case.state, promised(wh)) == ("approval", [100_000])


def test_who_proposed_decides_nothing_of_it(wh: Engine) -> None:
    station, both = certified(wh), holding(HQ, BUREAU)
    case = reward(wh, station).take(
        "propose", both, on="2026-12-21", **proposal(graded(wh, station.number, "pass"), 5000)
    )
    assert refused(case.attempted("approve", both, on="2026-12-22")) == ["refused", "same_person"]
    assert refused(case.attempted("decline", both, on="2026-12-22", reason="x")) == ["refused", "same_person"]
    case.take("approve", BUREAU, on="2026-12-22")
    cancelled = case.attempted("cancel", both, on="2026-12-23", cause="left", reason="x")
    assert refused(cancelled) == ["refused", "same_person"]


def test_a_reward_is_cancelled_before_it_is_paid(wh: Engine) -> None:
    station = certified(wh)
    case = reward(wh, station).take(
        "propose", HQ, on="2026-12-21", **proposal(graded(wh, station.number, "pass"), 5000)
    )
    case.take("approve", BUREAU, on="2026-12-22")
    case.take("cancel", BUREAU, on="2026-12-23", cause="left", reason="已退出")
    assert (case.state, promised(wh)) == ("cancelled", [0])
