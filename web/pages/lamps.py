"""Lamps in words: how near a case's deadline or its office's target is."""

from typing import NamedTuple

from models.calendar import Calendar
from workflows.deadline_ledger import days_left, lamp
from workflows.form import Label
from workflows.moves import Case
from workflows.rulebooks import lifecycles

LATE = 5 * 60_000_000  # µs after a deadline's end: the system has done its part by then, or is late with it
OURS = Label("系统办理延迟，非经办人逾期", "the system is late, no officer is")


class Light(NamedTuple):
    """A lamp as `parts/marks.html` draws it, and the date behind it."""

    colour: str
    words: Label
    kind: str  # statutory, office
    due_at: int
    provisional: bool


def lights(calendar: Calendar, case: Case, at: int) -> list[Light]:
    """The statutory deadline first, then the office's own target; none for a draft, or where nobody is waited for."""
    running = []
    if case.due_at is not None and case.due_from is not None:
        running.append(("statutory", case.due_from, case.due_at, bool(case.provisional)))
    if case.target_at is not None and not is_draft(case):
        running.append(("office", case.entered_at, case.target_at, False))
    return [_light(calendar, kind, start, due, provisional, at) for kind, start, due, provisional in running]


def is_draft(case: Case) -> bool:
    """Whether it is still being written for the first time: nobody is late with a draft."""
    initial = lifecycles()[case.lifecycle].initial
    return initial.form and case.state == initial.name


def _light(calendar: Calendar, kind: str, start: int, due: int, provisional: bool, at: int) -> Light:
    if kind == "statutory" and not provisional and at >= due + LATE:
        return Light("red", OURS, kind, due, provisional)
    left = days_left(calendar, at, due)
    return Light(lamp(calendar, start, at, due), Label(left.zh, left.en), kind, due, provisional)
