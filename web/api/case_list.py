"""The caller's own view of cases: what they may see, filtered, newest first, a page at a time."""

from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union

from models.case import cases, entries, parties
from models.search import sought
from web.api.calls import Ask, call
from web.api.shapes import CaseItem, Code, Line, Moment, Page, Paged
from web.case_view import summary
from workflows.actors import DESK_ROLES, Role
from workflows.moves import Case, Standing
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.standing import standing

c, e, p = cases.c, entries.c, parties.c
BATCH = 200


class Wanted(Paged):
    rulebook: Code | None = None
    lifecycle: Code | None = None
    state: Code | None = None
    office: Code | None = None
    assignee: Literal["me"] | None = None
    due_before: Moment | None = None
    q: Line | None = None


@call("GET", "/cases", right="case.list", words=("办件列表", "The cases that the caller may see, newest first"),
      query=Wanted, answers=Page[CaseItem], errors=(422,))  # fmt: skip
def list_cases(ask: Ask) -> dict[str, Any]:
    limit = ask.query.limit
    found: list[dict[str, Any]] = []
    for case in _seen(ask):
        if len(found) == limit:
            return {"items": found, "next": found[-1]["number"]}
        found.append(summary(case))
    return {"items": found, "next": None}


def _seen(ask: Ask) -> Iterator[Case]:
    """Row by row as `rights` judges them; the query only narrows what must be looked at."""
    asked = select(cases).where(_tied(ask), *_filters(ask)).order_by(c.id.desc()).limit(BATCH)
    last = _position(ask)
    while True:
        rows = [Case(*row) for row in ask.connection.execute(_after(asked, last))]
        for case in rows:
            if _is_seen(ask, case) and (ask.query.assignee is None or _awaits(ask, case)):
                yield case
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def _after(asked: Select[Any], last: int | None) -> Select[Any]:
    return asked if last is None else asked.where(c.id < last)


def _position(ask: Ask) -> int | None:
    """Where the page before ended; an unknown cursor stands before everything."""
    if ask.query.cursor is None:
        return None
    found: int | None = ask.connection.execute(select(c.id).where(c.number == ask.query.cursor)).scalar_one_or_none()
    return found or 0


def _tied(ask: Ask) -> ColumnElement[bool]:
    """What the caller may be tied to: found by index, but for the desks that a case passed."""
    readers = {office for role, office in ask.me.grants if role in DESK_ROLES or role == Role.AUDITOR}
    below = {code for office in readers for code in ask.reference.below(office)}
    ties: list[ColumnElement[bool]] = [c.office.in_(below), c.home.in_(below)] if below else []
    ties += [c.passed.contains(f'"{office}"', autoescape=True) for office in readers]
    return or_(c.id.in_(_own(ask, bool(readers))), *ties)


def _own(ask: Ask, officer: bool) -> CompoundSelect[Any]:
    """Cases that the caller scores, speaks in or wrote in; an officer's writing is told by the desk."""
    wrote = select(e.case_id).where(e.actor == ask.me.account)
    spoken = (select(p.case_id).where(p.kind == kind, p.number == number) for kind, number in sorted(ask.me.contacts))
    appointed = select(c.id).where(c.id.in_(ask.me.appointed))
    return union(wrote.where(e.kind == "begin") if officer else wrote, appointed, *spoken)


def _filters(ask: Ask) -> list[ColumnElement[bool]]:
    q = ask.query
    keys = [lc.key for lc in lifecycles().values() if q.rulebook in (None, lc.book) and q.lifecycle in (None, lc.name)]
    found: list[ColumnElement[bool]] = [c.lifecycle.in_(keys)] if q.rulebook or q.lifecycle else []
    found += [c.state == q.state] if q.state else []
    found += [or_(c.office == q.office, c.home == q.office)] if q.office else []
    found += [or_(c.due_at < q.due_before, c.target_at < q.due_before)] if q.due_before is not None else []
    return [*found, sought(c.search, q.q)] if q.q else found


def _is_seen(ask: Ask, case: Case) -> bool:
    return bool(relations(ask.me, case, lifecycles()[case.lifecycle].states[case.state], ask.reference))


def _awaits(ask: Ask, case: Case) -> bool:
    """Whether a step from here is this caller's to take."""
    lifecycle = lifecycles()[case.lifecycle]
    return any(
        isinstance(standing(ask.me, case, s, {}, ask.reference, caused=False, counter=False), Standing)
        for s in lifecycle.leaving(case.state)
    )
