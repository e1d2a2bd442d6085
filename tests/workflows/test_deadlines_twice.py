"""Deadlines reckoned a second time, by other means, for every day of the official calendar."""

import os
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from models.calendar import Calendar
from tests.workflows.official import CALENDAR, FIRST, LAST, ONE, PERIODS
from workflows.deadlines import Period, reckon
from workflows.instants import midnight

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
