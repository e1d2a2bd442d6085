"""A year's notice of holidays: read from a file in the shape of holiday-cn, and checked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.calendar import WEEKDAYS_ZH, Words

YEARS = range(2004, 2200)
SATURDAY = 5
LONGEST = 100  # characters of a number or a name
HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


class BadNotice(ValueError):
    """What is wrong with a notice, each in a sentence in both languages."""

    def __init__(self, *said: Words) -> None:
        super().__init__("; ".join(f"{zh} · {en}" for zh, en in said))
        self.said = said


@dataclass(frozen=True)
class Notice:
    """What a notice says: the days that it names, off or worked."""

    year: int
    number: str
    published_on: str
    days: Mapping[date, tuple[bool, str]]  # worked, holiday's name

    @property
    def text(self) -> str:
        """The same as a file that can be read again."""
        days = [{"name": n, "date": d.isoformat(), "isOffDay": not w} for d, (w, n) in sorted(self.days.items())]
        whole = {"year": self.year, "number": self.number, "published_on": self.published_on, "days": days}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    @property
    def doubts(self) -> list[Words]:
        """What is lawful, and yet should be looked at twice."""
        named = "、".join(name for worked, name in self.days.values() if not worked)
        missing = [name for name in HOLIDAYS if name not in named]
        found: list[Words] = []
        if missing:
            listed = "、".join(missing)
            found.append((f"没有列出：{listed}", f"Not named: {listed}."))
        if self.number == unnumbered(self.year):
            found.append(("未注明通知文号", "The notice's number is not said."))
        return found


def unnumbered(year: int) -> str:
    """What stands in the place of a number that nobody gave."""
    return f"{year}年放假通知（未注明文号）"


def read(text: str | bytes, *, number: str = "", published_on: str = "", today: date) -> Notice:
    """A notice from the JSON of holiday-cn (`year`, `papers`, `days`), which may also say `number`, `published_on`.

    What is given beside the file goes before what it says. BadNotice with everything that is wrong.
    """
    try:
        told = json.loads(text)
    except ValueError:
        raise BadNotice(("文件不是 JSON", "The file is not JSON.")) from None
    if not isinstance(told, dict) or not isinstance(told.get("days"), list):
        raise BadNotice(
            ("文件应是 holiday-cn 的格式：含 year 和 days", "The file must have holiday-cn's shape: `year` and `days`.")
        )
    year = told.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or year not in YEARS:
        raise BadNotice(("year 应是 2004 至 2199 的年份", "`year` must be a year from 2004 to 2199."))
    number = number.strip() or _word(told.get("number")) or _papers(told.get("papers")) or unnumbered(year)
    on = published_on or _word(told.get("published_on")) or today.isoformat()
    return _checked(year, number, on, told["days"])


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _papers(value: object) -> str:
    """Where the file says no number, the address of the paper says which one it is; of several, the last."""
    named = [paper for paper in value if isinstance(paper, str)] if isinstance(value, list) else []
    return named[-1] if named else ""


def _checked(year: int, number: str, published_on: str, rows: list[Any]) -> Notice:
    wrong: list[Words] = []
    days: dict[date, tuple[bool, str]] = {}
    for row in rows:
        found = _row(row, year)
        if isinstance(found, Line):
            if days.get(found.day, (found.worked, found.name))[0] != found.worked:
                wrong.append((f"{found.day} 既放假又上班", f"{found.day} is said to be both off and worked."))
            days[found.day] = (found.worked, found.name)
        else:
            wrong.append(found)
    wrong += _about(number, published_on)
    if not any(not worked and day.year == year for day, (worked, _) in days.items()):
        wrong.append((f"没有 {year} 年的放假日", f"It names no day off in {year}."))
    if wrong:
        raise BadNotice(*wrong)
    return Notice(year, number, published_on, days)


@dataclass(frozen=True)
class Line:
    """A line of the notice."""

    day: date
    worked: bool
    name: str


def _row(row: object, year: int) -> Line | Words:
    """A day, or why it is none."""
    told = row if isinstance(row, dict) else {}
    name, off, text = _word(told.get("name")), told.get("isOffDay"), told.get("date")
    if not name or len(name) > LONGEST or not isinstance(off, bool) or not isinstance(text, str):
        shown = json.dumps(row, ensure_ascii=False)[:80]
        return (f"这一天应有 name、date、isOffDay：{shown}", f"A day needs `name`, `date` and `isOffDay`: {shown}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return (f"不是日期：{text[:20]}", f"Not a date: {text[:20]}")
    if not (day.year == year or (day.year, day.month) == (year - 1, 12)):
        return (
            f"{day} 不在 {year} 年，也不在上一年 12 月",
            f"{day} is neither in {year} nor in the December before it.",
        )
    if not off and day.weekday() < SATURDAY:
        week = WEEKDAYS_ZH[day.weekday()]
        return (f"{day} 是周{week}，本来就上班", f"{day} is a {day:%A}: it is worked anyway.")
    return Line(day, not off, name)


def _about(number: str, published_on: str) -> Iterator[Words]:
    if not number or len(number) > 2 * LONGEST or "\n" in number:
        yield ("文号应为一行，不超过 200 字", "The number must be one line of 200 characters at most.")
    try:
        date.fromisoformat(published_on)
    except ValueError:
        yield (f"发布日期不是日期：{published_on[:20]}", f"The day of publication is no date: {published_on[:20]}")
