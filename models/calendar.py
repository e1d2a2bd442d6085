"""The calendar: which days are worked, by which of the State Council's notices.

A year is covered when its notice is in; of any other year the table claims nothing. A day stands in the
table only where a notice names it. The seed beside this file ends with the last notice that is out.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Integer, SmallInteger, Table, Text, select

from models.base import Instant, metadata

calendar_notices = Table(
    "calendar_notices",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),  # after an amendment both, joined by 、
    Column("published_on", Text, nullable=False),  # the date that the latest of them bears
    Column("digest", Text, nullable=False),  # SHA-256 of what was taken in for the year
    Column("imported_at", Instant, nullable=False),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("is_workday", SmallInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("notice", Text, nullable=False),
)

# Days off by standing regulation (Measures on Holidays, 2024 text) whose date no yearly notice sets: known
# even of a year whose notice isn't out. 13 days a year are statutory; the other 7 follow the lunar calendar.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
STATUTORY = 13
MEASURES = "《全国年节及纪念日放假办法》"
STATUTORY_DAY = "法定节假日"  # what such a day is called where the notice doesn't name it
WEEKDAYS_ZH = "一二三四五六日"

ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    STATUTORY_DAY: "statutory holiday",
    "抗战胜利70周年纪念日": "70th anniversary of victory in the War of Resistance",
}
WEEKEND = {5: ("周六", "Saturday"), 6: ("周日", "Sunday")}

OCTOBER = 10  # notices for a year come out from then on

Words = tuple[str, str]  # Chinese, English


class Day(NamedTuple):
    """What a notice says of one day."""

    is_workday: bool
    name: str
    notice: str

    @property
    def words(self) -> Words:
        english = ", ".join(ENGLISH.get(part, part) for part in self.name.split("、"))
        if self.is_workday:
            return f"调休上班日（{self.name}）", f"make-up working day ({english})"
        return self.name, english


@dataclass(frozen=True, eq=False)
class Calendar:
    """All that is known of working days, read once; compared and hashed by identity."""

    notices: Mapping[int, str]  # covered year -> its notice's number
    exceptions: Mapping[date, Day]

    @cached_property
    def covered(self) -> frozenset[int]:
        return frozenset(self.notices)

    @cached_property
    def most_off(self) -> int:
        """How many weekdays any one year can lack: the most ever seen in a covered year, and on top of
        them every statutory day once more. Deadlines use it as a bound for years without a notice."""
        off: dict[int, int] = {}
        for day, known in self.exceptions.items():
            if not known.is_workday and day.weekday() < 5:
                off[day.year] = off.get(day.year, 0) + 1
        return max(off.values(), default=0) + STATUTORY

    @cached_property
    def until(self) -> date | None:
        """The last day of the newest covered year."""
        return date(max(self.covered), 12, 31) if self.covered else None

    def covers(self, day: date) -> bool:
        return day.year in self.covered

    def is_workday(self, day: date) -> bool:
        """By the notice; where none speaks, Monday to Friday, in an uncovered year without the fixed days."""
        known = self.exceptions.get(day)
        if known is not None:
            return known.is_workday
        return day.weekday() < 5 and (day.year in self.covered or (day.month, day.day) not in FIXED)

    def reason(self, day: date) -> tuple[Words, str]:
        """Why the day is worked or not, in both languages, and the notice that says so ("" for none)."""
        known = self.exceptions.get(day)
        if known is not None:
            return known.words, known.notice
        source = self.notices.get(day.year, "")
        if day.weekday() > 4:
            zh, en = WEEKEND[day.weekday()]
            zh, en = f"公休日（{zh}）", f"weekend ({en})"
        elif self.is_workday(day):
            zh, en = "工作日", "working day"
        else:
            return (STATUTORY_DAY, ENGLISH[STATUTORY_DAY]), MEASURES
        if not source:
            zh, en = f"{zh}（暂定：该年通知未录入）", f"{en} (provisional: no notice for that year yet)"
        return (zh, en), source


def runs(known: Calendar, year: int) -> Iterator[tuple[date, date, Day]]:
    """Days in a row of which one notice says the same."""
    days = sorted(day for day in known.exceptions if day.year == year)
    first = days[0] if days else None
    for day, after in zip(days, [*days[1:], None], strict=False):
        said = known.exceptions[day]
        if first is not None and (after != day + timedelta(days=1) or known.exceptions[after] != said):
            yield first, day, said
            first = after


def missing(known: Calendar, today: date) -> int | None:
    """The year whose notice somebody should take in: this one, or from 1 October on the next."""
    wanted = [today.year, *([today.year + 1] if today.month >= OCTOBER else [])]
    return next((year for year in wanted if year not in known.covered), None)


def load(connection: Connection) -> Calendar:
    numbers = connection.execute(select(calendar_notices.c.year, calendar_notices.c.number))
    days = connection.execute(
        select(calendar_days.c.day, calendar_days.c.is_workday, calendar_days.c.name, calendar_days.c.notice)
    )
    return Calendar(
        notices={year: number for year, number in numbers},  # noqa: C416 - a row is no pair to mypy
        exceptions={date.fromisoformat(day): Day(bool(work), *said) for day, work, *said in days},
    )


def seed(connection: Connection, at: int) -> None:
    """Put in the notices known to this version, where the calendar is still empty."""
    if connection.execute(select(calendar_notices.c.year).limit(1)).first() is not None:
        return
    notices = json.loads(files("models").joinpath("calendar_seed.json").read_text("utf-8"))["notices"]
    years: dict[int, list[dict[str, Any]]] = {}
    days: dict[date, Day] = {}
    for notice in notices:
        years.setdefault(notice["year"], []).append(notice)
        days.update(_named(notice))  # the later notice holds
    connection.execute(calendar_notices.insert(), [_row(year, said, at) for year, said in years.items()])
    connection.execute(
        calendar_days.insert(),
        [{**known._asdict(), "is_workday": int(known.is_workday), "day": day.isoformat()}
         for day, known in sorted(days.items())],
    )  # fmt: skip


def _row(year: int, said: list[dict[str, Any]], at: int) -> dict[str, object]:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "year": year,
        "number": "、".join(notice["number"] for notice in said),
        "published_on": said[-1]["published_on"],
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "imported_at": at,
    }


def _named(notice: Mapping[str, Any]) -> Iterator[tuple[date, Day]]:
    for holiday in notice["holidays"]:
        first, last = map(date.fromisoformat, holiday["off"])
        for days in range((last - first).days + 1):
            yield first + timedelta(days), Day(False, holiday["name"], notice["number"])
        for worked in holiday["work"]:
            yield date.fromisoformat(worked), Day(True, holiday["name"], notice["number"])
