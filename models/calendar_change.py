"""What a notice makes of the calendar, and the writing of it."""

import hashlib
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from models.calendar import FIXED, MEASURES, STATUTORY_DAY, Calendar, Day, calendar_days, calendar_notices
from models.holiday_notice import Notice, unnumbered

FIXED_SINCE = 2025  # the Measures in their text of 2024


def with_notice(calendar: Calendar, notice: Notice) -> Calendar:
    """The calendar once the notice is taken in; the same object where it changes nothing.

    The notice speaks for its whole year: of a day that an earlier one named and this one doesn't, nothing is said
    any more. A day that it names as before keeps its source, and a later year's notice goes before it.
    """
    own = _numbers(calendar, notice.year)
    said = {day: known for day, known in calendar.exceptions.items() if not _replaced(day, known, notice.year, own)}
    for day, (worked, name) in [*_standing(notice), *notice.days.items()]:
        old = calendar.exceptions.get(day)
        if day in said and old is not None:
            continue  # a later year's notice has spoken of it
        same = old is not None and old.notice in own and (old.is_workday, old.name) == (worked, name)
        number = MEASURES if name == STATUTORY_DAY else notice.number
        said[day] = old if same and old is not None else Day(worked, name, number)
    if said == calendar.exceptions and notice.year in calendar.covered:
        return calendar
    numbers = "、".join(dict.fromkeys([*own, notice.number]))
    return Calendar(notices={**calendar.notices, notice.year: numbers}, exceptions=said)


def _numbers(calendar: Calendar, year: int) -> list[str]:
    """The year's notices so far; one without a number gives way to any other."""
    return [n for n in calendar.notices.get(year, "").split("、") if n and n != unnumbered(year)]


def _replaced(day: date, known: Day, year: int, own: list[str]) -> bool:
    return known.notice in {*own, unnumbered(year)} or (known.notice == MEASURES and day.year == year)


def _standing(notice: Notice) -> Iterator[tuple[date, tuple[bool, str]]]:
    """Days that are off by standing regulation, whether or not the notice names them."""
    for month, number in sorted(FIXED) if notice.year >= FIXED_SINCE else ():
        day = date(notice.year, month, number)
        if day not in notice.days:
            yield day, (False, STATUTORY_DAY)


def take_in(connection: Connection, before: Calendar, after: Calendar, notice: Notice, at: int) -> None:
    """Write the difference between the calendars, and the year's line."""
    gone = [d for d, known in before.exceptions.items() if after.exceptions.get(d) != known]
    new = [d for d, known in after.exceptions.items() if before.exceptions.get(d) != known]
    for day in gone:
        connection.execute(delete(calendar_days).where(calendar_days.c.day == day.isoformat()))
    if new:
        rows = ((day, after.exceptions[day]) for day in sorted(new))
        connection.execute(
            insert(calendar_days),
            [{"day": d.isoformat(), "is_workday": int(k.is_workday), "name": k.name, "notice": k.notice}
             for d, k in rows],
        )  # fmt: skip
    year = calendar_notices.c.year == notice.year
    row = {"year": notice.year, "number": after.notices[notice.year], "published_on": notice.published_on,
           "digest": hashlib.sha256(notice.text.encode()).hexdigest(), "imported_at": at}  # fmt: skip
    if connection.execute(select(calendar_notices.c.year).where(year)).first():
        connection.execute(calendar_notices.update().where(year).values(row))
    else:
        connection.execute(insert(calendar_notices).values(row))
