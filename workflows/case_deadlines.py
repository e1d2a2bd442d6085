"""The dates that a case runs against: the clock's deadline or the office's own target, and each counted out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple

import orjson
from sqlalchemy import Connection, select

from models.calendar import Calendar
from models.case import disclosures, entries
from models.reference import Reference
from workflows.deadline_ledger import Day, explain
from workflows.deadlines import Period, reckon
from workflows.instants import day_of, instant, iso
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Case
from workflows.rulebooks import lifecycles

Kind = Literal["statutory", "office"]
ONE = timedelta(days=1)
e, d = entries.c, disclosures.c
TOLD = (
    "重算结果更早；已公示的期限不提前（依据通知重算前的日期）",
    "counted anew it would be over; what the public was told is not moved earlier",
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date of a case; `period` is None where a date in the case's data decides."""

    kind: Kind  # whose: the law's, or the office's own rule or promise
    step: Step | None  # what the clock does then; None: the office's target
    period: Period | None
    start: int
    due_at: int
    provisional: bool
    latest: int  # the latest that it can be; due_at unless provisional
    yellow: int  # percent of the working days from which the lamp is yellow


class Moved(NamedTuple):
    """That a notice of holidays moved a deadline."""

    at: int
    notice: str  # its number
    before: int
    after: int


def deadlines_of(case: Case, reference: Reference) -> list[Deadline]:
    """The clock's deadline, or the office's target where people are waited for; none for a draft."""
    lifecycle = lifecycles()[case.lifecycle]
    yellow = reference.target(case.office, case.lifecycle, case.state).yellow
    found = []
    if case.due_at is not None and case.due_from is not None:
        found.append(_clock(case, lifecycle, reference, yellow))
    if case.target_at is not None and not is_draft(case):
        state = lifecycle.states[case.state]
        days = reference.target(case.office, case.lifecycle, case.state).working_days
        period = Period(days, "wd") if state.target is None else None
        found.append(_target(case, reference, period, yellow))
    return found


def is_draft(case: Case) -> bool:
    """Whether it is still being written for the first time: nobody is late with a draft, but with a duty that the
    system opened, such as a report that waits to be written."""
    return case.state == "draft"


def waits_for_correction(case: Case) -> bool:
    """Whether the time that runs is the applicant's, to correct what was returned: none of it is the office's, whose
    own target begins anew when the case comes back."""
    return (case.state, "resubmit") in lifecycles()[case.lifecycle].at


def moves_of(connection: Connection, case: Case) -> list[Moved]:
    """How the running deadline moved since it began, oldest first; none for a target, which leaves no record."""
    if case.due_from is None:
        return []
    tied = (d.case_id == e.case_id) & (d.seq == e.seq)
    asked = select(e.recorded_at, e.body, d.opened).join(disclosures, tied).where(e.case_id == case.id)
    found = []
    for at, body, opened in connection.execute(asked.where(e.kind == "reckon").order_by(e.seq)):
        due, said = orjson.loads(body)["due"], {name: value for name, (_, value) in orjson.loads(opened).items()}
        if due and due["from"] == iso(case.due_from) and {"notice", "before", "after"} <= said.keys():
            found.append(Moved(at, said["notice"], instant(said["before"]), instant(said["after"])))
    return found


def _clock(case: Case, lifecycle: Lifecycle, reference: Reference, yellow: int) -> Deadline:
    clock = lifecycle.clocks.get(case.state)
    start, due = case.due_from or 0, case.due_at or 0
    kind: Kind = "office" if clock and clock.laws == ("office",) else "statutory"
    period = clock.after if clock and isinstance(clock.after, Period) else None
    latest = due
    if period and case.provisional:
        latest = max(due, reckon(reference.calendar, start, period).latest_possible)
    return Deadline(kind, clock, period, start, due, bool(case.provisional), latest, yellow)


def _target(case: Case, reference: Reference, period: Period | None, yellow: int) -> Deadline:
    due, provisional, latest = case.target_at or 0, False, case.target_at or 0
    if period:
        found = reckon(reference.calendar, case.entered_at, period)
        provisional, latest = found.provisional, max(due, found.latest_possible)
    return Deadline("office", None, period, case.entered_at, due, provisional, latest, yellow)


def counted(calendar: Calendar, deadline: Deadline) -> list[Day]:
    """Every day from the event's until the last; none where a date in the data decides."""
    if deadline.period is None:
        return []
    ledger = explain(calendar, deadline.start, deadline.period)
    last = day_of(deadline.due_at - 1)
    day = ledger[-1].date
    while day < last:
        day += ONE
        ledger.append(Day(day, False, *TOLD, ""))
    return ledger
