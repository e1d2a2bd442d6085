"""The period of a publicity: how long it lasts, and when it is over; once told to the public, never earlier."""

from sqlalchemy import Connection, select, update

from models.calendar import Calendar
from models.case import cases
from models.notice import notices
from workflows.deadlines import Period, Reckoning, reckon
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles


def period_of(lifecycle: Lifecycle) -> Period | None:
    """How long a publicity of this book lasts: the clock that begins where a notice takes a case."""
    for lc in (lc for lc in lifecycles().values() if (lc.book, lc.edition) == (lifecycle.book, lifecycle.edition)):
        for state in sorted(published(lc)):
            clock = lc.clocks[state]
            if isinstance(clock.after, Period):
                return clock.after
    return None


def published(lifecycle: Lifecycle) -> frozenset[str]:
    """The states whose deadline the public was told: a notice leads there, and a clock leads on."""
    return frozenset(s.target.name for s in lifecycle.steps if s.on_notice and s.target.name in lifecycle.clocks)


def ending(calendar: Calendar, published_at: int, period: Period, told: int | None) -> Reckoning:
    """When the period is over: as it was told (`told`), where a notice of holidays has touched it since."""
    found = reckon(calendar, published_at, period)
    if told is None:
        return found
    return found._replace(due_at=told, last_day=day_of(told - 1), latest_possible=max(told, found.latest_possible))


def keep_ends(connection: Connection, before: Calendar, after: Calendar, at: int) -> None:
    """Hold what the public was told to where another calendar would end a period sooner, or has ended it since."""
    n = notices.c
    asked = select(n.case_id, n.published_at, n.ends_at, cases.c.lifecycle).join(cases, cases.c.id == n.case_id)
    for row in connection.execute(asked.where(n.kind == "publicity")).all():
        period = period_of(lifecycles()[row.lifecycle])
        if period is None:
            continue
        old = ending(before, row.published_at, period, row.ends_at)
        new = reckon(after, row.published_at, period)
        # What was over stays as it was told; of what runs the later end holds.
        told = old.due_at if old.due_at <= at and not old.provisional else max(old.due_at, new.due_at)
        if told != new.due_at or row.ends_at is not None:
            connection.execute(update(notices).where(n.case_id == row.case_id).values(ends_at=told))
