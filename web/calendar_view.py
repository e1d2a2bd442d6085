"""A year of the calendar as a page shows it: twelve months of days, each with what it is and which notice says so."""

from calendar import Calendar as Weeks
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Row, select

from models.calendar import Calendar, Day, runs
from models.reckoning import reckonings
from models.user import users

MONDAY_FIRST = Weeks(firstweekday=0)
JOBS = 10
r = reckonings.c


class Cell(NamedTuple):
    """A day of a month."""

    date: date
    kind: str  # off, work (a weekend day that is worked), weekend, plain
    zh: str
    en: str
    source: str
    note: int | None  # the number of its source among the page's; only of days that a notice names


class Year(NamedTuple):
    year: int
    covered: bool
    months: list[list[list[Cell | None]]]  # months of weeks of days
    sources: list[str]  # in the order of their numbers
    runs: list[tuple[date, date, Day]]


def year_view(known: Calendar, year: int) -> Year:
    listed = list(runs(known, year))
    sources = list(dict.fromkeys(said.notice for _, _, said in listed))
    months = [
        [[_cell(known, day, sources) if day.month == month else None for day in week]
         for week in MONDAY_FIRST.monthdatescalendar(year, month)]
        for month in range(1, 13)
    ]  # fmt: skip
    return Year(year, year in known.covered, months, sources, listed)


def _cell(known: Calendar, day: date, sources: list[str]) -> Cell:
    (zh, en), source = known.reason(day)
    named = known.exceptions.get(day)
    if named is not None:
        kind = "work" if named.is_workday else "off"
    else:
        kind = "plain" if known.is_workday(day) else "weekend" if day.weekday() > 4 else "off"
    return Cell(day, kind, zh, en, source, sources.index(named.notice) + 1 if named else None)


def jobs(connection: Connection) -> list[Row[*tuple[object, ...]]]:
    """The notices taken in, newest first, with who did it and how far the deadlines have come."""
    asked = select(reckonings, users.c.display).join(users, users.c.id == r.made_by, isouter=True)
    return list(connection.execute(asked.where(r.kind == "notice").order_by(r.id.desc()).limit(JOBS)))
