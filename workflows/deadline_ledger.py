"""A deadline counted out for people: each day and why it counts, the working days left, and the lamp."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from models.calendar import Calendar
from workflows.deadlines import ONE, Period, nominal_last_day, reckon
from workflows.instants import day_of

Lamp = Literal["green", "yellow", "red"]
YELLOW = 70  # percent of the working days used, where the office sets no other

NEXT_DAY = (
    "当日不计入，自次日起算（民法典第201条）",
    "the period starts on the day after (Civil Code art. 201)",
)
COUNTED = ("按日计算，节假日计入", "counted: every calendar day does")
ROLLS = ("末日非工作日，顺延（民法典第203条）", "last, but no working day: it runs on (Civil Code art. 203)")
ROLLED = ("顺延后的最后一日（民法典第203条）", "last day, after running on (Civil Code art. 203)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the ledger; `source` is the notice's number, "" where no notice bears on it."""

    date: date
    counted: bool
    zh: str
    en: str
    source: str


def explain(calendar: Calendar, start: int, period: Period) -> list[Day]:
    """From the event's day, which isn't counted, until the last day; as many are counted as the period has
    working days or days. Days onto which it runs on are not counted, they are only let pass."""
    event = day_of(start)
    last = reckon(calendar, start, period).last_day
    ledger = [Day(event, False, *NEXT_DAY, "")]
    if period.unit == "wd":
        ledger += (_asked(calendar, day, calendar.is_workday(day)) for day in days_after(event, last))
        return ledger
    nominal = nominal_last_day(event, period)
    ledger += (Day(day, True, *COUNTED, "") for day in days_after(event, nominal))
    if last > nominal:
        ledger[-1] = _with(_asked(calendar, nominal, True), ROLLS)
        ledger += (_asked(calendar, day, False) for day in days_after(nominal, last))
        ledger[-1] = _with(ledger[-1], ROLLED)
    return ledger


def _asked(calendar: Calendar, day: date, counted: bool) -> Day:
    (zh, en), source = calendar.reason(day)
    return Day(day, counted, zh, en, source)


def _with(day: Day, words: tuple[str, str]) -> Day:
    return Day(day.date, day.counted, f"{day.zh}；{words[0]}", f"{day.en}; {words[1]}", day.source)


@dataclass(frozen=True, slots=True)
class Left:
    """Working days after today until the last day, or, once overdue, since it; and the sentence."""

    working_days: int
    overdue: bool
    zh: str
    en: str


def days_left(calendar: Calendar, at: int, due_at: int) -> Left:
    today, last = day_of(at), day_of(due_at - 1)
    if at >= due_at:
        late = working_days_between(calendar, last, today)
        if not late:
            return Left(0, True, "已超期", "overdue")
        return Left(late, True, f"已超期 {late} 个工作日", f"{_plural(late)} overdue")
    if today == last:
        return Left(0, False, "今日到期", "due today")
    left = working_days_between(calendar, today, last)
    return Left(left, False, f"剩余 {left} 个工作日", f"{_plural(left)} left")


def used_share(calendar: Calendar, start: int, at: int, due_at: int) -> float:
    """The share of the deadline's working days that has begun, 1.0 from its end on."""
    if at >= due_at:
        return 1.0
    first, last = day_of(start), day_of(due_at - 1)
    return working_days_between(calendar, first, day_of(at)) / (working_days_between(calendar, first, last) or 1)


def lamp(calendar: Calendar, start: int, at: int, due_at: int, yellow: int = YELLOW) -> Lamp:
    """Red when past, yellow from so many percent of the working days on."""
    if at >= due_at:
        return "red"
    return "yellow" if 100 * used_share(calendar, start, at, due_at) >= yellow else "green"


def _plural(count: int) -> str:
    return f"{count} working day" if count == 1 else f"{count} working days"


@lru_cache(maxsize=4096)  # a list's rows share their few dates; another calendar is another object
def working_days_between(calendar: Calendar, after: date, until: date) -> int:
    """After the one day, until the other, which is included."""
    return sum(map(calendar.is_workday, days_after(after, until)))


def days_after(day: date, until: date) -> Iterator[date]:
    while day < until:
        day += ONE
        yield day
