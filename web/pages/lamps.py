"""Lamps in words: how near a case's deadline or its office's target is."""

from typing import NamedTuple

from models.calendar import Calendar
from models.reference import Reference
from workflows.case_deadlines import Deadline, deadlines_of, waits_for_correction
from workflows.deadline_ledger import days_left, lamp
from workflows.form import Label
from workflows.moves import Case

LATE = 5 * 60_000_000  # µs after a deadline's end: the system has done its part by then, or is late with it
OURS = Label("系统办理延迟，非经办人逾期", "the system is late, no officer is")


class Light(NamedTuple):
    """A lamp as `parts/marks.html` draws it, and the date behind it."""

    colour: str
    words: Label
    kind: str  # statutory, office, correction
    due_at: int
    provisional: bool
    latest: int  # the latest possible date of a provisional one


def lights(reference: Reference, case: Case, at: int) -> list[Light]:
    """The statutory deadline, or the office's own target; none for a draft, or where nobody is waited for."""
    found = [light(reference.calendar, deadline, at) for deadline in deadlines_of(case, reference)]
    return [one._replace(kind="correction") for one in found] if waits_for_correction(case) else found


def light(calendar: Calendar, deadline: Deadline, at: int) -> Light:
    d = deadline
    if d.step is not None and not d.provisional and at >= d.due_at + LATE:
        return Light("red", OURS, d.kind, d.due_at, d.provisional, d.latest)
    left = days_left(calendar, at, d.due_at)
    colour = lamp(calendar, d.start, at, d.due_at, d.yellow)
    return Light(colour, Label(left.zh, left.en), d.kind, d.due_at, d.provisional, d.latest)
