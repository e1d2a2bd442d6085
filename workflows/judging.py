"""Whether an attempt may go on, judged on the case's row alone: state, time, actor, fields."""

from collections.abc import Callable, Mapping
from typing import Any

from models.reference import Reference
from workflows.actors import CLOCK, DESK_ROLES, SYSTEM, Role
from workflows.dates import end_of, start_of
from workflows.deadlines import Period, reckon
from workflows.errors import (
    Expired,
    Invalid,
    NotDue,
    NotPermitted,
    Reason,
    Refused,
    StepError,
    UnknownStep,
)
from workflows.form import Field, Label
from workflows.forms import checked
from workflows.guards import from_notice, not_own_case
from workflows.instants import until
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Guard, Move, Standing
from workflows.rulebooks import rulebook_of
from workflows.standing import standing
from workflows.substitution import nobody_at_the_desk

SECOND = 1_000_000
PROVISIONAL = Reason(
    "provisional",
    "期限暂定：该年放假通知尚未录入",
    "The deadline is provisional: the year's notice is not in.",
)
BEING_RECKONED = Reason(
    "reckoning",
    "放假安排刚有变化，期限正在顺延",
    "The holidays were just changed, and the deadline is about to move later.",
)
COMMENT = Field("comment", Label("说明", "Comment"), required=False)


def judge(
    case: Case, lifecycle: Lifecycle, a: Attempt, at: int, reference: Reference, *, partial: bool = False
) -> Move | StepError:
    """A move, or the named error; nothing is read and nothing written. `partial` forgives what `asks` still lacks."""
    step = lifecycle.at.get((case.state, a.step))
    if step is None:
        label = lifecycle.states[case.state].label
        return UnknownStep(Reason("wrong_state", f"办件现处“{label.zh}”环节", f"The case stands at “{label.en}”."))
    if step.is_clock and a.actor == CLOCK:
        return _clock(case, lifecycle, step, a, at, reference)
    held = standing(
        a.actor, case, step, rulebook_of(lifecycle).stands_in, reference,
        caused=a.cause is not None or a.actor is SYSTEM, counter=a.counter is not None,
    )  # fmt: skip
    if isinstance(held, Reason):
        return NotPermitted(held)
    return _timely(case, lifecycle, step, held, a, at, reference, partial)


def _clock(case: Case, lifecycle: Lifecycle, step: Step, a: Attempt, at: int, ref: Reference) -> Move | StepError:
    due = case.due_at
    stale = a.tries is not None and a.tries != case.tries
    if case.due_step != a.step or due is None or stale or due + step.grace * SECOND > at:
        return NotDue()
    if (due := _certain(case, step, ref)) > at:
        return NotDue(PROVISIONAL if case.provisional else BEING_RECKONED)
    return Move(a, case, lifecycle, step, Standing(Role.CLOCK), ref, due, at, {}, case.state)


def _certain(case: Case, clock: Step | None, reference: Reference) -> int:
    """When a deadline is over beyond doubt, by the calendar in force.

    A provisional one: whatever the missing notice will say. Any other: a notice may just have moved it later, though
    the case's own turn to be reckoned has not come.
    """
    due = case.due_at or 0
    if clock is None or not isinstance(clock.after, Period) or case.due_from is None:
        return due
    found = reckon(reference.calendar, case.due_from, clock.after)
    return max(due, found.latest_possible if case.provisional else found.due_at)


def _timely(
    case: Case, lifecycle: Lifecycle, step: Step, held: Standing, a: Attempt, at: int, ref: Reference, partial: bool
) -> Move | StepError:
    effective = a.counter.effective_at if a.counter and held.on_behalf_of else at
    if effective > at:
        return Invalid(
            Reason("received_at", "收到日期不得晚于今天", "The day received lies in the future.", "received_on")
        )
    over = None if held.role is Role.SYSTEM else _over(case, lifecycle, step, effective, ref)
    late = over is not None
    if over is not None and not (step.by_counter_late and held.on_behalf_of):
        return Expired(_closed(over, step))
    data, wrong = _filled_in(case, step, a, partial)
    if wrong and not held.substitute:
        return Invalid(*wrong)
    late = late or (not wrong and _reported_late(case, step, data, effective, ref))
    return Move(a, case, lifecycle, step, held, ref, effective, at, data, case.state, late, missing=list(wrong))


def _filled_in(case: Case, step: Step, a: Attempt, partial: bool) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    if not (step.asks.fields or a.data or a.comment):
        return {}, ()
    data, wrong = checked(step.asks.fields, a.data, case.form if step.source.form else {}, partial=partial)
    return data, wrong + comment_wrong(a.comment)


def _reported_late(case: Case, step: Step, data: Mapping[str, Any], effective: int, reference: Reference) -> bool:
    """A report past its period is taken and marked; where a year's notice is missing, only past any doubt."""
    name, period = step.reported_within or ("", None)
    given = {**case.form, **data}.get(name) if name else None
    if given is None:
        return False
    if period is None:
        return effective >= end_of(given)
    return effective >= reckon(reference.calendar, start_of(given), period).latest_possible


def _over(case: Case, lifecycle: Lifecycle, step: Step, effective: int, reference: Reference) -> int | None:
    """The instant at which the step's period was over, if it was by then; a provisional one has no effect yet."""
    if step.within_entry:
        return case.entered_at if effective >= case.entered_at else None
    if case.provisional or case.due_at is None or effective < case.due_at:
        return None  # by the row it isn't; the calendar in force could only end it later
    limit = _certain(case, lifecycle.clocks.get(case.state), reference)
    return limit if effective >= limit else None


def _closed(limit: int, step: Step) -> Reason:
    when = until(limit)
    return Reason(
        "deadline_passed",
        f"“{step.label.zh}”的期限已于 {when}（北京时间）届满",
        f"The period for “{step.label.en}” ended at {when} (Beijing time).",
    )


def comment_wrong(comment: str) -> tuple[Reason, ...]:
    return checked((COMMENT,), {"comment": comment}, {})[1] if comment else ()


def guards_of(move: Move) -> tuple[Guard, ...]:
    """The step's own conditions, and those that hold for all."""
    own: list[Guard] = [not_own_case] if _by_officer(move) else []
    if move.standing.substitute:
        own.append(nobody_at_the_desk)
    if move.step.on_notice:
        own.append(from_notice)
    return (*own, *move.step.needs)


def users_of(move: Move) -> tuple[Callable[..., Any], ...]:
    """Everything that asks for facts."""
    if move.missing:
        return _asked(move)
    return (*_asked(move), *move.step.does, *([move.step.desk] if move.step.desk else []))


def _asked(move: Move) -> tuple[Guard, ...]:
    """The conditions; where the form has gaps, only whether it is theirs to fill in."""
    if move.missing:
        return (nobody_at_the_desk,) if move.standing.substitute else ()
    return guards_of(move)


def _by_officer(move: Move) -> bool:
    """An officer in their own right: not the clock, the system, a party, or an officer at the counter."""
    return move.standing.role in DESK_ROLES and move.standing.on_behalf_of is None


def refusal(move: Move) -> StepError | None:
    """Whose it isn't, then what the form lacks, then every reason of every guard: they all run."""
    reasons = tuple(r for guard in _asked(move) if (r := guard(move)))
    if elsewhere := [r for r in reasons if r.code == "wrong_desk"]:
        return NotPermitted(*elsewhere)
    if move.missing:
        return Invalid(*move.missing)
    return Refused(*reasons) if reasons else None
