"""Deadlines against examples of the law's practice, a second calculator, and what must hold of all."""

import os
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from models.calendar import Calendar, calendar_days, calendar_notices, load, seed
from workflows.deadline_ledger import days_left, explain, lamp, used_share
from workflows.deadlines import Period, Reckoning, count_back, days, months, reckon, working_days, years
from workflows.instants import DAY, day_of, instant, iso, local, midnight

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
ONE = timedelta(days=1)
PERIODS = [working_days(5), working_days(7), working_days(15), days(30), months(6), years(3, roll=True)]


def _official() -> Calendar:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for table in (calendar_notices, calendar_days):
            table.create(connection)
        seed(connection, 0)
        calendar = load(connection)
    engine.dispose()
    return calendar


CALENDAR = _official()


def on(day: str, clock: str = "09:30") -> int:
    return instant(f"{day}T{clock}+08:00")


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


# The second calculator: a sorted list of working days, and dates by the standard library alone.
WORKED = [
    day
    for day in (FIRST + n * ONE for n in range((LAST - FIRST).days + 1))
    if chinese_calendar.is_workday(day) or day == date(2005, 12, 31)  # the notice for 2006 decides
]


def second(start: date, period: Period) -> date | None:
    """The last day, or None where it needs a day after 2026."""
    if period.unit == "wd":
        at = bisect_right(WORKED, start) + period.amount - 1
    else:
        at = bisect_left(WORKED, _same_number(start, period))
    return WORKED[at] if at < len(WORKED) else None


def _same_number(start: date, period: Period) -> date:
    if period.unit == "d":
        return date.fromordinal(start.toordinal() + period.amount)
    month = start.year * 12 + start.month - 1 + period.amount * {"m": 1, "y": 12}[period.unit]
    for number in range(start.day, 27, -1):
        try:
            return date(month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    return date(month // 12, month % 12 + 1, start.day)


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("period", PERIODS, ids=lambda period: f"{period.amount}{period.unit}")
def test_every_start_of_2004_to_2026(period: Period) -> None:
    shanghai, zero = ZoneInfo("Asia/Shanghai"), datetime.fromisoformat("1970-01-01T00:00:00Z")
    wrong = []
    for n in range((LAST - FIRST).days + 1):
        start = FIRST + n * ONE
        moment = datetime(start.year, start.month, start.day, n % 24, n % 60, tzinfo=shanghai)
        got = reckon(CALENDAR, (moment - zero) // timedelta(microseconds=1), period)
        last = second(start, period)
        if last is None:
            right = got.provisional
        else:
            end = datetime(last.year, last.month, last.day, tzinfo=shanghai) + ONE
            right = not got.provisional and (got.last_day, got.due_at) == (
                last,
                (end - zero) // timedelta(microseconds=1),
            )
        if not right:
            wrong.append((start, got, last))
    assert wrong == []


def test_no_notice_that_ever_came_exceeds_the_latest_possible() -> None:
    """Forget a year and all that its notice said, reckon, and look what came."""
    for year in range(2006, 2027):
        kept = {day: known for day, known in CALENDAR.exceptions.items()
                if day.year < year and known.notice not in CALENDAR.notices[year]}  # fmt: skip
        before = Calendar({y: number for y, number in CALENDAR.notices.items() if y < year}, kept)
        for n in range(400):
            start = midnight(date(year - 1, 11, 20) + n * ONE)
            for period in PERIODS[:5]:
                guess, truth = reckon(before, start, period), reckon(CALENDAR, start, period)
                if guess.provisional and not truth.provisional:
                    assert truth.due_at <= guess.latest_possible, (year, n, period)


STARTS = st.integers(on("2004-01-01", "00:00"), on("2029-12-31", "23:59"))
PERIODS_ = st.builds(Period, st.integers(1, 60), st.sampled_from(["wd", "d", "m"]), st.booleans()) | st.builds(
    Period, st.integers(1, 10), st.just("y"), st.booleans()
)


@given(STARTS, st.integers(0, 40 * DAY), PERIODS_)
def test_a_later_start_never_ends_earlier(start: int, later: int, period: Period) -> None:
    first, second_ = reckon(CALENDAR, start, period), reckon(CALENDAR, start + later, period)
    assert first.due_at <= second_.due_at and first.latest_possible <= second_.latest_possible


@given(STARTS, PERIODS_)
def test_a_longer_period_never_ends_earlier(start: int, period: Period) -> None:
    if period.amount == 1:
        return
    shorter = reckon(CALENDAR, start, replace(period, amount=period.amount - 1))
    assert shorter.due_at <= reckon(CALENDAR, start, period).due_at


@given(STARTS, PERIODS_)
def test_ends_on_a_working_day_after_the_event(start: int, period: Period) -> None:
    got = reckon(CALENDAR, start, period)
    assert got.due_at == midnight(got.last_day + ONE) <= got.latest_possible and got.last_day > day_of(start)
    assert (got.due_at == got.latest_possible) or got.provisional
    if period.roll or period.unit == "wd":
        assert CALENDAR.is_workday(got.last_day)


@given(STARTS, PERIODS_)
def test_the_ledger_is_every_day_and_counts_the_period(start: int, period: Period) -> None:
    ledger, got = explain(CALENDAR, start, period), reckon(CALENDAR, start, period)
    assert (ledger[0].date, ledger[0].counted, ledger[-1].date) == (day_of(start), False, got.last_day)
    assert [day.date for day in ledger] == [ledger[0].date + n * ONE for n in range(len(ledger))]
    assert all(day.zh and day.en for day in ledger)
    if period.unit in ("wd", "d"):
        assert sum(day.counted for day in ledger) == period.amount
    if period.unit == "wd" and not got.provisional:
        assert all(day.source for day in ledger[1:])


def test_a_ledger_to_read() -> None:
    lines = [(f"{day.date:%m-%d}", day.counted, day.zh) for day in explain(CALENDAR, on("2026-09-28"), working_days(5))]
    assert lines == [
        ("09-28", False, "当日不计入，自次日起算（民法典第201条）"),
        ("09-29", True, "工作日"), ("09-30", True, "工作日"),
        *[(f"10-0{n}", False, "国庆节") for n in range(1, 8)],
        ("10-08", True, "工作日"), ("10-09", True, "工作日"),
        ("10-10", True, "调休上班日（国庆节）"),
    ]  # fmt: skip


def test_a_ledger_that_runs_on() -> None:
    tail = [(day.date.isoformat(), day.counted, day.en) for day in explain(CALENDAR, on("2026-04-03"), days(1))][1:]
    assert tail == [
        ("2026-04-04", True, "Qingming Festival; last, but no working day: it runs on (Civil Code art. 203)"),
        ("2026-04-05", False, "Qingming Festival"),
        ("2026-04-06", False, "Qingming Festival"),
        ("2026-04-07", False, "working day; last day, after running on (Civil Code art. 203)"),
    ]


@pytest.mark.parametrize("amount", [0, -1, 100_000])
def test_no_period(amount: int) -> None:
    with pytest.raises(ValueError):
        working_days(amount)


def test_counted_back_is_never_moved() -> None:
    assert count_back(date(2026, 10, 31), 30) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("at", "zh", "en", "colour"),
    [
        (on("2026-09-28"), "剩余 5 个工作日", "5 working days left", "green"),
        (on("2026-10-03"), "剩余 3 个工作日", "3 working days left", "green"),  # 2 of 5 used, whatever the feast
        (on("2026-10-09"), "剩余 1 个工作日", "1 working day left", "yellow"),
        (on("2026-10-10"), "今日到期", "due today", "yellow"),
        (on("2026-10-10", "23:59:59.999999"), "今日到期", "due today", "yellow"),
        (on("2026-10-11", "00:00"), "已超期", "overdue", "red"),
        (on("2026-10-13"), "已超期 2 个工作日", "2 working days overdue", "red"),
    ],
)
def test_days_left(at: int, zh: str, en: str, colour: str) -> None:
    start = on("2026-09-28")
    due_at = reckon(CALENDAR, start, working_days(5)).due_at
    left = days_left(CALENDAR, at, due_at)
    assert (left.zh, left.en, left.overdue) == (zh, en, at >= due_at)
    assert lamp(CALENDAR, start, at, due_at) == colour
    assert 0 <= used_share(CALENDAR, start, at, due_at) <= 1


@given(STARTS)
def test_instants_and_texts(at: int) -> None:
    assert instant(iso(at)) == instant(local(at)) == at
    assert midnight(day_of(at)) <= at < midnight(day_of(at) + ONE)
    assert local(at).startswith(day_of(at).isoformat())


def test_instants_as_written() -> None:
    assert iso(on("2026-10-11", "00:00")) == "2026-10-10T16:00:00.000000Z"
    assert local(instant("2026-10-10T16:00:00.000000Z")) == "2026-10-11T00:00:00+08:00"
    assert instant("1970-01-01T00:00:00.000001+00:00") == 1


@pytest.mark.parametrize(
    "text", ["2026-10-10", "2026-10-10T16:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00", "soon", ""]
)
def test_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        instant(text)
