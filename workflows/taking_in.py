"""Taking in a notice of holidays: what it would move, told before, and the work that follows, written down."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from models.calendar import Calendar, load
from models.calendar_change import take_in, with_notice
from models.holiday_notice import Notice
from models.reckoning import reckonings
from models.reference import changed, current
from workflows.errors import Reason, Refused
from workflows.instants import day_of
from workflows.periods import keep_ends
from workflows.reckoning import Anew, Running, anew, running

SHOWN = 50  # cases that a preview names
r = reckonings.c
BUSY = Reason(
    "reckoning",
    "上一份通知引起的期限重算尚未完成，请稍候再录入",
    "The deadlines are still being reckoned by the notice before: try again in a moment.",
)


class Change(NamedTuple):
    """A deadline that a notice would move."""

    case: Running
    new: Anew


class Group(NamedTuple):
    """So many cases of a kind, in a state, from one last day to another."""

    lifecycle: str
    state: str
    before: date
    after: date
    provisional: bool  # still, then
    cases: int


class Preview(NamedTuple):
    """What a notice would do; nothing is written."""

    notice: Notice
    calendar: Calendar  # as it would be
    days: tuple[date, ...]  # that would be said otherwise
    groups: tuple[Group, ...]
    first: tuple[Change, ...]  # SHOWN at most
    moved: int
    kept: int  # published, and reckoned earlier: what was told stays
    open: int

    @property
    def nothing(self) -> bool:
        return not self.days and self.notice.year in self.calendar.covered and not self.moved


def preview(connection: Connection, notice: Notice) -> Preview:
    reference = current(connection)
    after = with_notice(reference.calendar, notice)
    then = reference.by(after)
    moving, kept, open_ones = [], 0, 0
    for row in connection.execute(running()):
        case = Running(*row)
        new = anew(case, then)
        open_ones += case.due_at is not None
        kept += new.counted is not None
        if new.moves(case):
            moving.append(Change(case, new))
    return Preview(
        notice, after, _otherwise(reference.calendar, after), _grouped(moving), tuple(moving[:SHOWN]), len(moving),
        kept, open_ones,
    )  # fmt: skip


def _otherwise(before: Calendar, after: Calendar) -> tuple[date, ...]:
    known = before.exceptions.keys() | after.exceptions.keys()
    return tuple(sorted(day for day in known if before.exceptions.get(day) != after.exceptions.get(day)))


def _grouped(moving: list[Change]) -> tuple[Group, ...]:
    counted = Counter((x.case.lifecycle, x.case.state, last(x.case.due_at), last(x.new.due and x.new.due.at),
                       bool(x.new.due and x.new.due.provisional)) for x in moving)  # fmt: skip
    return tuple(Group(*key, count) for key, count in sorted(counted.items(), key=lambda item: item[0][2:4]))


def last(due_at: int | None) -> date:
    """The last day of a deadline that ends at 24:00."""
    return day_of((due_at or 1) - 1)


def start(connection: Connection, notice: Notice, *, by: str, at: int) -> bool:
    """Take the notice into the calendar and write down what must follow; False: it says nothing new.

    Refused while the deadlines of the notice before are still being reckoned.
    """
    before = load(connection)
    after = with_notice(before, notice)
    if after is before:
        return False
    if under_way(connection):
        raise Refused(BUSY)
    keep_ends(connection, before, after, at)
    take_in(connection, before, after, notice, at)
    changed(connection)
    # The second look at the cases after the notice before is part of the first look after this one.
    connection.execute(update(reckonings).where(r.done_at.is_(None), r.kind == "notice").values(done_at=at))
    row = {"kind": "notice", "year": notice.year, "number": notice.number,
           "before": before.notices.get(notice.year, ""), "after": after.notices[notice.year],
           "made_by": by, "made_at": at, "cursor": 0, "moved": 0, "kept": 0}  # fmt: skip
    connection.execute(insert(reckonings).values(row))
    return True


def under_way(connection: Connection) -> bool:
    """Whether cases still wait for their first look after a notice."""
    waiting = r.done_at.is_(None) & r.again_at.is_(None) & (r.kind == "notice")
    return bool(connection.execute(select(func.count()).select_from(reckonings).where(waiting)).scalar_one())
