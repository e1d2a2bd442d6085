"""Periods and how they are reckoned: China's Civil Code, art. 200 to 204, by the days of the calendar.

The day after the event is day 1; a period is over at 24:00 in Shanghai of its last day, written as 00:00 of
the next. Months and years end on the same day number, or on the month's last. What must be done within a
period of days, months or years may still be done on the next working day, if the last is none (`roll`).
Working days end on one by themselves.

A reckoning that looked at a day of a year without a notice is provisional. Working days are taken there as
far as they are known (`Calendar.is_workday`), and `latest_possible` is a bound that no notice can exceed.
The worst that a notice can do is to take working days away, as many and as early as it can: so no weekend
is worked, and the first weekdays looked at in each such year are all off, as many as a year has ever lacked
by official data and every statutory day once more (`Calendar.most_off`; 2015 and 2020 added unforeseen days,
three at most). Days off spread otherwise leave at least as many working days before any given date.
A later notice may still touch the last days of a covered December (2007, 2018), and any year can be amended:
importing a notice reckons open deadlines anew, and a published one only ever moves later.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from models.calendar import Calendar
from workflows.instants import day_of, midnight

Unit = Literal["wd", "d", "m", "y"]
LONGEST: dict[Unit, int] = {"wd": 1000, "d": 3660, "m": 120, "y": 10}
ONE = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Period:
    """So many working days, days, months or years; `roll`: on to a working day, without effect on wd."""

    amount: int
    unit: Unit
    roll: bool = True

    def __post_init__(self) -> None:
        if self.unit not in LONGEST or not 1 <= self.amount <= LONGEST[self.unit]:
            raise ValueError(f"期间不合规定 · no period: {self.amount} {self.unit} (1..{LONGEST})")


def working_days(amount: int) -> Period:
    return Period(amount, "wd")


def days(amount: int) -> Period:
    return Period(amount, "d")


def months(amount: int) -> Period:
    return Period(amount, "m")


def years(amount: int, *, roll: bool) -> Period:
    """`roll` must be said: a title's validity doesn't move on to a working day, a duty's period does."""
    return Period(amount, "y", roll)


class Reckoning(NamedTuple):
    """When a period that began at `start` is over; instants in microseconds."""

    start: int
    due_at: int
    last_day: date
    provisional: bool
    latest_possible: int  # equals due_at unless provisional


def reckon(calendar: Calendar, start: int, period: Period) -> Reckoning:
    return Reckoning(start, *_over(calendar, day_of(start), period))


@lru_cache(maxsize=4096)  # every event of a day has the same end; another calendar is another object
def _over(calendar: Calendar, event: date, period: Period) -> tuple[int, date, bool, int]:
    """(when it is over, its last day, whether that is provisional, the latest possible)."""
    looked_from, last = _span(event, period, calendar.is_workday)
    due_at = midnight(last + ONE)
    covered = calendar.covered
    if looked_from is None or all(year in covered for year in range(looked_from.year, last.year + 1)):
        return due_at, last, False, due_at
    _, latest = _span(event, period, _at_worst(calendar))
    return due_at, last, True, midnight(latest + ONE)


def nominal_last_day(event: date, period: Period) -> date:
    """The last day of a period of days, months or years before it rolls on."""
    if period.unit == "d":
        return event + timedelta(days=period.amount)
    ahead = event.month - 1 + period.amount * (12 if period.unit == "y" else 1)
    year, month = event.year + ahead // 12, ahead % 12 + 1
    return date(year, month, min(event.day, monthrange(year, month)[1]))


def _span(event: date, period: Period, is_workday: Callable[[date], bool]) -> tuple[date | None, date]:
    """The first day that the calendar was asked about (None: not asked), and the last day."""
    if period.unit != "wd":
        day = asked = nominal_last_day(event, period)
        if not period.roll:
            return None, day
        while not is_workday(day):
            day += ONE
        return asked, day
    day, left = event, period.amount
    while left:
        day += ONE
        left -= is_workday(day)
    return event + ONE, day


def _at_worst(calendar: Calendar) -> Callable[[date], bool]:
    """The calendar with the least working days, as early as can be, in years without a notice."""
    lost: dict[int, int] = {}

    def is_workday(day: date) -> bool:
        if day.year in calendar.covered:
            return calendar.is_workday(day)
        if day.weekday() > FRIDAY:
            return False
        lost[day.year] = lost.get(day.year, 0) + 1
        return lost[day.year] > calendar.most_off

    return is_workday


def count_back(day: date, days: int) -> date:
    """So many calendar days before the day; never moved for holidays."""
    return day - timedelta(days=days)
