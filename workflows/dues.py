"""What a state entered now owes: the clock's deadline by the regulation, and the office's own target."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from models.reference import Reference
from models.rows import Row
from workflows.dates import start_of
from workflows.deadlines import Period, reckon, working_days
from workflows.instants import iso
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.moves import Move

SECOND = 1_000_000
Form = Callable[[], Mapping[str, Any]]  # asked for only where a date in it is the deadline


class Due(NamedTuple):
    """What the clock will do in a state, and when; `wake_at` is when the sweep looks."""

    step: str | None = None
    start: int | None = None
    at: int | None = None
    provisional: bool = False
    wake_at: int | None = None

    @property
    def columns(self) -> Row:
        return {
            "due_step": self.step,
            "due_from": self.start,
            "due_at": self.at,
            "provisional": int(self.provisional),
            "wake_at": self.wake_at,
        }

    @property
    def body(self) -> dict[str, Any] | None:
        if self.step is None or self.start is None or self.at is None:
            return None
        return {"step": self.step, "from": iso(self.start), "at": iso(self.at), "provisional": self.provisional}


def due_in(lifecycle: Lifecycle, state: State, data: Form, start: int, reference: Reference) -> Due:
    """The deadline of a state entered now, by its one clock; none where it has none."""
    clock = lifecycle.clocks.get(state.name)
    if clock is None or clock.after is None:
        return Due()
    if isinstance(clock.after, Period):
        found = reckon(reference.calendar, start, clock.after)
        at, provisional, latest = found.due_at, found.provisional, found.latest_possible
    else:
        # A day in the data that is past by now: the step falls due at once, and is never backdated.
        at, provisional = max(clock.after.due(data()), start), False
        latest = at
    return Due(clock.name, start, at, provisional, latest + clock.grace * SECOND)


def target_in(
    lifecycle: Lifecycle, state: State, data: Form, office: str, start: int, reference: Reference
) -> int | None:
    """When the office means to have acted: only where a person is waited for and no clock runs."""
    if state.kind is not Kind.OPEN or state.name in lifecycle.clocks:
        return None
    if state.target is not None:
        return state.target.due(data())
    allowed = reference.target(office, lifecycle.key, state.name).working_days
    return reckon(reference.calendar, start, working_days(allowed)).due_at


def deadlines(move: Move, office: str) -> tuple[Due, int | None]:
    """The deadline and the office's target after a move: those that run on, or those of the state entered."""
    case, step = move.case, move.step
    if step.keeps:
        return Due(case.due_step, case.due_from, case.due_at, bool(case.provisional), case.wake_at), case.target_at
    given = move.data.get(step.counts_from) if step.counts_from else None
    start = move.attempt.counts_from or (start_of(given) if given else move.effective_at)
    due = due_in(move.lifecycle, step.target, move.form, start, move.reference)
    return due, target_in(move.lifecycle, step.target, move.form, office, start, move.reference)
