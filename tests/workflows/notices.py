"""Notices of holidays as tests take them in: made up, and in the shape of the public files."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, select

from models.case import disclosures, entries
from models.database import transaction
from models.holiday_notice import Notice, read
from models.reckoning import reckonings
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import in_bureau_decision, publish
from workflows.instants import iso, local
from workflows.reckoning import LOOK_AGAIN, carry_on
from workflows.taking_in import Preview, preview, start

TODAY = date(2026, 11, 5)


def file(year: int, off: Iterable[str], work: Iterable[str] = (), **more: Any) -> str:
    """A file in holiday-cn's shape; days as MM-DD."""
    days = [{"name": "元旦", "date": f"{year}-{day}", "isOffDay": True} for day in off]
    days += [{"name": "元旦", "date": f"{year}-{day}", "isOffDay": False} for day in work]
    return json.dumps({"year": year, "papers": [], "days": days, **more})


def notice(
    off: Iterable[str], work: Iterable[str] = (), *, number: str = "示例〔2026〕1号", year: int = 2027
) -> Notice:
    return read(file(year, off, work), number=number, today=TODAY)


def would(db: Engine, given: Notice) -> Preview:
    return transaction(db, lambda p: preview(p.connection, given), writes=False)


def take_in(db: Engine, given: Notice, *, on: str, again: bool = True) -> bool:
    """Take it in and reckon everything, the second look included; False: it said nothing new."""
    at = moment(on)
    new = transaction(db, lambda p: start(p.connection, given, by="u-settings", at=at))
    reckon_all(db, at)
    if again:
        reckon_all(db, at, later=LOOK_AGAIN + 1_000_000)
    return new


def reckon_all(db: Engine, at: int, later: int = 0) -> int:
    """How many sets it took."""
    sets = 0
    while transaction(db, lambda p: carry_on(p.connection, at=at, now=p.now + later)):
        sets += 1
    return sets


def jobs(db: Engine) -> list[Any]:
    return transaction(db, lambda p: list(p.connection.execute(select(reckonings).order_by(reckonings.c.id))))


def records(walk: Walk) -> list[dict[str, Any]]:
    """What each `reckon` record of a case discloses."""

    def work(connection: Connection) -> list[dict[str, Any]]:
        e, d = entries.c, disclosures.c
        tied = (d.case_id == e.case_id) & (d.seq == e.seq)
        asked = select(d.opened).join(entries, tied).where(e.case_id == walk.id, e.kind == "reckon").order_by(e.seq)
        opened = [json.loads(text) for text in connection.execute(asked).scalars()]
        return [{name: value for name, (_, value) in one.items()} for one in opened]

    return transaction(walk.db, lambda p: work(p.connection))


def until(day: str) -> str:
    """The end of a day, as records say it."""
    return iso(moment(f"{day} 00:00:00") + 86_400_000_000)


def publicity(db: Engine, on: str, place: str) -> tuple[Walk, Walk]:
    """A case in publicity since then, and its notice."""
    case = in_bureau_decision(db, address=place)
    return case, publish(db, case, at=on)


def last_day(case: Walk) -> str:
    return local((case.row.due_at or 0) - 1)[:10]
