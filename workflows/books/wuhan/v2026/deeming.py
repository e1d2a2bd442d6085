"""Wuhan 2026: who is about to be deemed to have left, on which ground and day (measures, art. 18 (1), second paragraph).

Account dates and service records come only from the platform's lists: without a list dated after the limit nobody leaves.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, exists, select

from models.calendar import Calendar
from models.ledger import ledger, platform_accounts
from models.people import commissioners
from models.register import titles
from workflows.deadlines import count_back, months, reckon
from workflows.instants import day_of, midnight

NOT_ACTIVATED, NO_SERVICE = "not_activated", "no_service"
WARNED_AHEAD = 30  # days before the limit (office)


class Subject(NamedTuple):
    """A station or commissioner in force, and what the platform's newest list says of it."""

    kind: str
    number: str
    name: str
    office: str
    party: tuple[str, str]
    since: int
    issued_at: int | None
    activated_at: int | None
    list_dated: str | None


class Ground(NamedTuple):
    """Why somebody will be deemed to have left, and the last day on which it can be helped."""

    name: str
    last_day: date
    provisional: bool


def subjects(connection: Connection) -> Iterator[Subject]:
    """Stations and commissioners in force."""
    t, c, a = titles.c, commissioners.c, platform_accounts.c
    asked = select(platform_accounts).where(a.book == "wuhan")
    told = {(row.subject_kind, row.subject_number): row for row in connection.execute(asked)}
    stations = select(t.number, t.name, t.office, t.certified_at, t.subject_number)
    for number, name, office, since, code in connection.execute(
        stations.where(t.book == "wuhan", t.ended_at.is_(None))
    ):
        yield Subject("station", number, name, office, ("organisation", code), since, *_told(told, "station", number))
    people = select(c.number, c.name, c.office, c.filed_at)
    for number, name, office, since in connection.execute(people.where(c.book == "wuhan", c.ended_at.is_(None))):
        own = ("commissioner", number)
        yield Subject("commissioner", number, name, office, own, since, *_told(told, *own))


def _told(
    told: Mapping[tuple[str, str], Row[Any]], kind: str, number: str
) -> tuple[int | None, int | None, str | None]:
    """(issued, activated, date of the newest list) of an account, where a list ever named it."""
    row = told.get((kind, number))
    return (row.issued_at, row.activated_at, row.list_dated) if row is not None else (None, None, None)


def grounds(connection: Connection, who: Subject, calendar: Calendar, today: date) -> Iterator[Ground]:
    """The grounds of which a warning is due today, or was before."""
    found = [*_account(who, calendar), *_years(connection, who, today)]
    return (g for g in found if count_back(g.last_day, WARNED_AHEAD) <= today)


def _account(who: Subject, calendar: Calendar) -> Iterable[Ground]:
    """6 months from the day on which the account was issued (office)."""
    if who.issued_at is not None and who.activated_at is None:
        until = reckon(calendar, who.issued_at, months(6))
        yield Ground(NOT_ACTIVATED, until.last_day, until.provisional)


def _years(connection: Connection, who: Subject, today: date) -> Iterable[Ground]:
    """A calendar year begun as registered (office) without one record of the platform's: this year, and the last."""
    for year in (today.year - 1, today.year):
        if who.since <= midnight(date(year, 1, 1)) and not _served(connection, who, year):
            yield Ground(NO_SERVICE, date(year, 12, 31), False)


def _served(connection: Connection, who: Subject, year: int) -> bool:
    x = ledger.c
    by = (x.station if who.kind == "station" else x.commissioner) == who.number
    in_year = x.on_day.between(f"{year}-01-01", f"{year}-12-31")
    found = select(exists().where(x.book == "wuhan", x.platform == 1, by, in_year))
    return bool(connection.execute(found).scalar())


def has_come(ground: Ground, who: Subject, opened_at: int, at: int) -> bool:
    """The limit is over, 30 days have passed since the warning, and a list dated after the limit is in."""
    today, warned = day_of(at), day_of(opened_at)
    listed = who.list_dated is not None and who.list_dated > ground.last_day.isoformat()
    over = not ground.provisional and today > ground.last_day
    return over and listed and warned <= count_back(today, WARNED_AHEAD)
