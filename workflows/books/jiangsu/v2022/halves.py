"""Jiangsu 2022: half-years, and the report that each city owes for one (JS-5.2)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.office import offices
from models.people import commissioners
from workflows.actors import SYSTEM
from workflows.duties import fresh
from workflows.instants import day_of, midnight
from workflows.moves import Attempt, Opening

BOOK = "jiangsu"


class Half(NamedTuple):
    """30 June and 31 December each end one."""

    year: int
    nth: int

    @property
    def name(self) -> str:
        return f"{self.year}-H{self.nth}"

    @property
    def begins(self) -> date:
        return date(self.year, 1 if self.nth == 1 else 7, 1)

    @property
    def ends(self) -> date:
        return date(self.year, 6, 30) if self.nth == 1 else date(self.year, 12, 31)


def half_named(name: str) -> Half:
    return Half(int(name[:4]), int(name[-1]))


def halves(first: date, last: date) -> list[Half]:
    """Those that end between the two days, both included."""
    every = [Half(year, nth) for year in range(first.year, last.year + 1) for nth in (1, 2)]
    return [half for half in every if first <= half.ends <= last]


def half_year_reports(connection: Connection, at: int) -> Sequence[Opening | Attempt]:
    """Each city owes a report for every half-year that has ended since the book's first commissioner was enrolled."""
    first = connection.execute(select(func.min(commissioners.c.filed_at)).where(commissioners.c.book == BOOK)).scalar()
    if first is None:
        return []
    o = offices.c
    asked = select(o.code, o.zh, o.closes_on).where(o.book == BOOK, o.level == "city").order_by(o.code)
    cities = connection.execute(asked).all()
    owed = [
        _opening(city.code, city.zh, half)
        for half in halves(day_of(first), day_of(at))
        for city in cities
        if city.closes_on is None or half.ends.isoformat() <= city.closes_on
    ]
    return fresh(connection, owed)


def _opening(city: str, name: str, half: Half) -> Opening:
    key = f"report/{city}/{half.name}"
    return Opening(
        lifecycle="jiangsu/2022/report",
        actor=SYSTEM,
        office=city,
        subject=("office", city, name),
        data={"half": half.name, "ends_on": half.ends.isoformat()},
        key=key,
        digest=key,
        counts_from=midnight(half.ends),  # its 7 working days run from that day, however late the case is opened
    )
