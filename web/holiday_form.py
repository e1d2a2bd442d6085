"""A notice of holidays as a form: a line for each holiday; read into the same shape as the public files, and back."""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from models.calendar import Calendar
from models.holiday_notice import HOLIDAYS, BadNotice, Notice, read

LINES = 9
PARTS = ("name", "first", "last", "work")
LONGEST = 40  # days off in a row: more is a slip of the pen
APART = re.compile(r"[\s,，、;；]+")
Typed = dict[str, str]


def blank(calendar: Calendar, year: int) -> Typed:
    """What the form begins with: the year as it is known, so that an amendment changes a line; else the holidays."""
    own = calendar.notices.get(year, "").split("、")
    spans: dict[str, list[date]] = {}
    work: dict[str, list[date]] = {}
    for day, known in sorted(calendar.exceptions.items()):
        if known.notice in own:
            (work if known.is_workday else spans).setdefault(known.name, []).append(day)
    typed = {"year": str(year), "number": "", "published_on": ""}
    for n, name in enumerate(list(spans or HOLIDAYS)[:LINES]):
        off = spans.get(name, [])
        lines = (name, *((off[0].isoformat(), off[-1].isoformat()) if off else ("", "")),
                 " ".join(day.isoformat() for day in work.get(name, [])))  # fmt: skip
        typed |= {f"{part}-{n}": value for part, value in zip(PARTS, lines, strict=True)}
    return typed


def notice_of(typed: Mapping[str, str], today: date) -> Notice:
    """BadNotice with everything that is wrong in it."""
    days: list[dict[str, Any]] = []
    for n in range(LINES):
        name, first, last, work = (typed.get(f"{part}-{n}", "").strip() for part in PARTS)
        if first or work:
            days += _off(name, first, last or first)
            days += [{"name": name, "date": day, "isOffDay": False} for day in APART.split(work) if day]
    year = typed.get("year", "")
    told = {"year": int(year) if year.isascii() and year.isdecimal() and len(year) < 5 else year, "days": days}
    number, on = typed.get("number", "").strip(), typed.get("published_on", "").strip()
    if not number:
        raise BadNotice(("请填写通知文号", "Say the notice's number."))
    return read(json.dumps(told), number=number, published_on=on, today=today)


def _off(name: str, first: str, last: str) -> list[dict[str, Any]]:
    if not first:
        return []
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return [{"name": name, "date": first, "isOffDay": True}]  # the reading says what is wrong with it
    count = (ends - begins).days + 1
    if not 0 < count <= LONGEST:
        raise BadNotice(
            (f"{name}：放假的最后一日应在第一日之后，不超过 {LONGEST} 日",
             f"{name}: the last day off must follow the first, within {LONGEST} days."),
        )  # fmt: skip
    return [{"name": name, "date": (begins + timedelta(n)).isoformat(), "isOffDay": True} for n in range(count)]
