"""Deadlines: examples of the law's practice, and what must hold of all of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.official import ANY_PERIOD, CALENDAR, ONE, STARTS, on
from workflows.deadlines import Period, Reckoning, count_back, days, months, reckon, working_days, years
from workflows.instants import DAY, day_of, local, midnight


def reckoned(day: str, period: Period) -> Reckoning:
    return reckon(CALENDAR, on(day), period)


@pytest.mark.parametrize(
    ("start", "period", "last", "due_at"),
    [
        ("2026-02-11", working_days(5), "2026-02-25", "2026-02-26T00:00:00+08:00"),
        ("2026-09-28", working_days(5), "2026-10-10", "2026-10-11T00:00:00+08:00"),  # a Saturday, worked
        ("2026-09-23", working_days(5), "2026-10-08", "2026-10-09T00:00:00+08:00"),
        ("2026-12-24", working_days(5), "2026-12-31", "2027-01-01T00:00:00+08:00"),
        ("2024-08-31", months(6), "2025-02-28", "2025-03-01T00:00:00+08:00"),
        ("2023-08-31", months(6), "2024-02-29", "2024-03-01T00:00:00+08:00"),
        ("2025-08-31", months(6), "2026-02-28", "2026-03-01T00:00:00+08:00"),  # a Saturday, worked
        ("2020-08-31", months(6), "2021-03-01", "2021-03-02T00:00:00+08:00"),  # from a Sunday
        ("2024-02-29", years(1, roll=False), "2025-02-28", "2025-03-01T00:00:00+08:00"),
        ("2021-05-01", years(3, roll=False), "2024-05-01", "2024-05-02T00:00:00+08:00"),
        ("2021-05-01", years(3, roll=True), "2024-05-06", "2024-05-07T00:00:00+08:00"),
        ("2026-09-01", days(30), "2026-10-08", "2026-10-09T00:00:00+08:00"),
        ("2026-03-02", days(1), "2026-03-03", "2026-03-04T00:00:00+08:00"),
    ],
)
def test_examples(start: str, period: Period, last: str, due_at: str) -> None:
    reckoning = reckoned(start, period)
    assert (reckoning.last_day.isoformat(), local(reckoning.due_at)) == (last, due_at)
    assert not reckoning.provisional and reckoning.latest_possible == reckoning.due_at


@pytest.mark.parametrize("clock", ["00:00", "12:00", "23:59:59.999999"])
def test_the_hour_of_the_event_changes_nothing(clock: str) -> None:
    reckoning = reckon(CALENDAR, on("2026-09-28", clock), working_days(5))
    assert local(reckoning.due_at) == "2026-10-11T00:00:00+08:00"


@pytest.mark.parametrize("start", [date(2026, 12, 25) + n * ONE for n in range(60)])
def test_a_publicity_that_needs_2027_is_provisional(start: date) -> None:
    reckoning = reckon(CALENDAR, midnight(start), working_days(5))
    assert reckoning.provisional and reckoning.latest_possible > reckoning.due_at
    assert reckoning.last_day.isoformat() >= "2027-01-04"  # New Year's Day is off by standing regulation


def test_what_asks_the_calendar_nothing_is_never_provisional() -> None:
    assert not reckoned("2026-05-20", years(3, roll=False)).provisional
    assert reckoned("2026-05-20", years(3, roll=True)).provisional
    assert reckoned("2026-12-01", days(30)).provisional is False  # 31 December, a Thursday of a covered year
    assert reckoned("2026-12-02", days(30)).provisional


@given(STARTS, st.integers(0, 40 * DAY), ANY_PERIOD)
def test_a_later_start_never_ends_earlier(start: int, later: int, period: Period) -> None:
    first, second_ = reckon(CALENDAR, start, period), reckon(CALENDAR, start + later, period)
    assert first.due_at <= second_.due_at and first.latest_possible <= second_.latest_possible


@given(STARTS, ANY_PERIOD)
def test_a_longer_period_never_ends_earlier(start: int, period: Period) -> None:
    if period.amount == 1:
        return
    shorter = reckon(CALENDAR, start, replace(period, amount=period.amount - 1))
    assert shorter.due_at <= reckon(CALENDAR, start, period).due_at


@given(STARTS, ANY_PERIOD)
def test_ends_on_a_working_day_after_the_event(start: int, period: Period) -> None:
    got = reckon(CALENDAR, start, period)
    assert got.due_at == midnight(got.last_day + ONE) <= got.latest_possible and got.last_day > day_of(start)
    assert (got.due_at == got.latest_possible) or got.provisional
    if period.roll or period.unit == "wd":
        assert CALENDAR.is_workday(got.last_day)


@pytest.mark.parametrize("amount", [0, -1, 100_000])
def test_no_period(amount: int) -> None:
    with pytest.raises(ValueError):
        working_days(amount)


def test_counted_back_is_never_moved() -> None:
    assert count_back(date(2026, 10, 31), 30) == date(2026, 10, 1)
