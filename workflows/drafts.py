"""Saving what an applicant has filled in so far: it merges fields, moves nothing and writes no entry."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, update

from models.case import cases
from models.crash_points import Point, passing
from models.reference import Reference, snapshot
from models.rows import lock
from workflows.actors import FILERS, Actor
from workflows.errors import Invalid, NotFound, NotPermitted, Reason, Stale, UnknownStep
from workflows.forms import checked
from workflows.lifecycle import Lifecycle
from workflows.moves import Case, Standing
from workflows.rights import relations
from workflows.rulebooks import lifecycles, rulebook_of
from workflows.seal import text_of
from workflows.seeking import searched_anew
from workflows.standing import standing
from workflows.turns import forward


def save(connection: Connection, case_id: int, actor: Actor, data: Mapping[str, Any], *, seen: int | None) -> Case:
    """Merge these fields into the form of a draft or returned case; the version stays.

    Raises NotFound, Stale, UnknownStep (nothing is filled in here), NotPermitted, Invalid.
    """
    case, lifecycle = editable(connection, case_id, actor, seen=seen)
    form, wrong = checked(lifecycle.form.values(), data, case.form, partial=True)
    if wrong:
        raise Invalid(*wrong)
    form |= {name: value for name, value in case.form.items() if name not in lifecycle.form}  # marks aren't the form's
    saved = case._replace(data=text_of(form), search=searched_anew(case, lifecycle, form))
    passing(Point.JUDGED)
    connection.execute(update(cases).where(cases.c.id == case.id).values(data=saved.data, search=saved.search))
    passing(Point.CASES_WRITTEN)
    return saved


def editable(connection: Connection, case_id: int, actor: Actor, *, seen: int | None) -> tuple[Case, Lifecycle]:
    """The case, locked, if this actor may fill in its form now; else the error is raised."""
    rows = lock(connection, cases, [case_id])
    if not rows:
        raise NotFound()
    case, reference = Case(*rows[0][:-1]), snapshot(connection, rows[0][-1])
    lifecycle = lifecycles()[case.lifecycle]
    if not relations(actor, case, lifecycle.states[case.state], reference):
        raise NotFound()
    if seen is not None and seen != case.version:
        raise Stale()
    if not lifecycle.states[case.state].form:
        raise UnknownStep(
            Reason("wrong_state", "办件已提交，不能再修改内容", "The case was submitted: its form is closed.")
        )
    if not _writes(actor, case, lifecycle, reference):
        raise NotPermitted(Reason("wrong_role", "内容由申请人填写", "The form is the applicant's to fill in."))
    return case, lifecycle


def _writes(actor: Actor, case: Case, lifecycle: Lifecycle, reference: Reference) -> bool:
    """Whoever may take the step that the form is for: the one from here that asks for most of it, or a party's own, as
    where a station ends its title by the lifecycle that takes titles away."""
    steps = lifecycle.leaving(case.state)
    most = max(steps, key=lambda s: len(s.asks.fields))
    partys = (s for s in forward(lifecycle, lifecycle.states[case.state]) if s.asks.fields and set(s.roles) & FILERS)
    stands_in = rulebook_of(lifecycle).stands_in
    held = (standing(actor, case, step, stands_in, reference, caused=False, counter=True) for step in (most, *partys))
    return any(isinstance(one, Standing) for one in held)
