"""What a visitor asked a list for, as it stands in the address: a list can be kept, and given to somebody else."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from models.calendar import Calendar
from workflows.dates import start_of
from workflows.deadlines import ONE
from workflows.form import Label
from workflows.instants import day_of

SEVERE, SOON = 5, 3  # working days: overdue by more than so many, due within so many
DANGERS = {
    "severe": Label(f"严重超期（{SEVERE} 个工作日以上）", f"Long overdue (more than {SEVERE} working days)"),
    "overdue": Label("已超期", "Overdue"),
    "soon": Label(f"即将到期（{SOON} 个工作日内）", f"Due soon (within {SOON} working days)"),
    "normal": Label(f"正常（还有 {SOON} 个工作日以上）", f"In time (more than {SOON} working days)"),
}
LATE = "late"  # the first two together, as figures count them
FIELDS = (
    "lifecycle", "state", "office", "home", "danger", "provisional", "supervised", "assignee", "since", "until", "q",
    "filed", "counted",
)  # fmt: skip


class Cursor(NamedTuple):
    """The last row of a page, after which the next one begins."""

    when: int  # the list's date
    id: int
    place: int = 3  # within its danger, on a list by danger: `asking.Place`, the rest where the address says none

    def __str__(self) -> str:
        return "-".join(map(str, self))


class Wanted(NamedTuple):
    """The filters; an empty one filters nothing."""

    view: str = "mine"
    lifecycle: str = ""
    state: str = ""
    office: str = ""
    home: str = ""  # filed with this office, or with one below it
    danger: str = ""  # of DANGERS, or LATE
    provisional: str = ""  # "yes": a year without its notice was counted through
    supervised: str = ""  # "yes": a higher office wants the step done
    assignee: str = ""  # an account, or "nobody"
    since: str = ""  # ISO dates between which the list's date lies
    until: str = ""
    q: str = ""
    filed: str = ""  # filed with this very office, and none below it
    counted: str = ""  # "yes": what the figures count, which is no draft, and filed with an office of the visitor's
    after: Cursor | None = None

    @property
    def filtered(self) -> bool:
        return any(getattr(self, name) for name in FIELDS)

    def address(self, **changed: str) -> str:
        """The query string of this list, without the page."""
        told = {"view": self.view, **{name: getattr(self, name) for name in FIELDS}, **changed}
        return urlencode({name: value for name, value in told.items() if value})


def wanted(given: Mapping[str, str], views: list[str]) -> Wanted:
    """What makes no sense is as if it weren't there: an old address still leads to a list."""
    text = {name: given.get(name, "").strip()[:100] for name in FIELDS}
    text["danger"] = text["danger"] if text["danger"] in (*DANGERS, LATE) else ""
    for name in ("provisional", "supervised", "counted"):
        text[name] = "yes" if text[name] == "yes" else ""
    for name in ("since", "until"):
        text[name] = text[name] if _is_day(text[name]) else ""
    view = given.get("view", "")
    return Wanted(view=view if view in views else views[0], **text, after=cursor(given.get("after", "")))


def cursor(text: str) -> Cursor | None:
    """The last row of the page before, as the address tells it; nothing where it makes no sense."""
    parts = text.split("-")
    sound = len(text) < 40 and len(parts) in (2, 3) and all(part.isdecimal() for part in parts)
    return Cursor(*map(int, parts)) if sound else None


def _is_day(text: str) -> bool:
    try:
        return 2000 <= date.fromisoformat(text).year <= 2100
    except ValueError:
        return False


class Edges(NamedTuple):
    """The instants that part the groups: a date up to `severe` is long overdue, up to `now` overdue, ..."""

    severe: int
    now: int
    soon: int

    def danger(self, due: int) -> str:
        if due <= self.now:
            return "severe" if due <= self.severe else "overdue"
        return "soon" if due <= self.soon else "normal"

    def of(self, danger: str) -> tuple[int | None, int | None]:
        """(after, up to) of a group."""
        return {
            "severe": (None, self.severe), "overdue": (self.severe, self.now), "soon": (self.now, self.soon),
            "normal": (self.soon, None), LATE: (None, self.now),
        }[danger]  # fmt: skip


def edges(calendar: Calendar, at: int) -> Edges:
    """By whole working days, as the lamps count them."""
    today = day_of(at)
    late = _nth(calendar, _walk(today, -1), SEVERE + 1)
    early = _nth(calendar, _walk(today + ONE, 1), SOON + 1)
    return Edges(start_of(late.isoformat()), at, start_of(early.isoformat()))


def _walk(day: date, way: int) -> Iterator[date]:
    while True:
        yield day
        day += way * ONE


def _nth(calendar: Calendar, days: Iterator[date], n: int) -> date:
    found = (day for day in days if calendar.is_workday(day))
    return next(day for i, day in enumerate(found, 1) if i == n)
