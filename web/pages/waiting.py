"""What waits for whom: the one query behind the worklist, its filters, and its order by the nearest date."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from models.case import cases
from models.reference import Reference
from models.search import sought
from models.user import appointments
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.turns import waits_for

FOREVER = 2**62  # later than any date: what has none stands last
PAGE = 50
c = cases.c
soonest = func.coalesce(c.due_at, c.target_at, FOREVER)


class Wanted(NamedTuple):
    """What the visitor asked to see, as it stands in the address."""

    view: str = "mine"
    lifecycle: str = ""
    state: str = ""
    q: str = ""
    after: tuple[int, int] | None = None  # (date, id) of the last row before this page


def found(connection: Connection, wanted: Wanted, actor: Actor, reference: Reference) -> list[Case]:
    """One row more than a page, if there are more."""
    asked = _asked(wanted, actor, reference)
    if wanted.after:
        when, last = wanted.after
        asked = asked.where(or_(soonest > when, and_(soonest == when, c.id > last)))
    return [Case(*row) for row in connection.execute(asked.order_by(soonest, c.id).limit(PAGE + 1))]


def soonest_of(case: Case) -> int:
    """The date by which a row is ordered."""
    return case.due_at or case.target_at or FOREVER


def _asked(wanted: Wanted, actor: Actor, reference: Reference) -> Select[Any]:
    views = {
        "mine": lambda: _waiting(actor),
        "office": lambda: and_(_readable(actor, reference), ~_ended()),
        "own": lambda: _own(actor),
        "ended": lambda: and_(or_(_readable(actor, reference), _own(actor)), _ended()),
    }
    asked = select(cases).where(views.get(wanted.view, views["mine"])())
    if wanted.lifecycle:
        asked = asked.where(c.lifecycle == wanted.lifecycle)
    if wanted.state:
        asked = asked.where(c.state == wanted.state)
    if wanted.q:
        asked = asked.where(sought(c.search, wanted.q))
    return asked


def _waiting(actor: Actor) -> ColumnElement[bool]:
    at_desk = (
        and_(c.office == office, _in(_states(Role(role)))) for role, office in actor.grants if role in DESK_ROLES
    )
    as_expert = select(appointments.c.case_id).where(
        appointments.c.expert == actor.account,
        appointments.c.recused_seq.is_(None),
        appointments.c.scored_seq.is_(None),
    )
    return _any([
        *at_desk,
        and_(_own(actor), _in(_states(Role.APPLICANT))),
        and_(c.id.in_(as_expert), _in(_states(Role.EXPERT))),
    ])  # fmt: skip


def _own(actor: Actor) -> ColumnElement[bool]:
    mine = (c.parties.contains(f'["{kind}","{number}"]', autoescape=True) for kind, number in actor.contacts)
    return _any([*mine, c.filers.contains(f'"{actor.account}"', autoescape=True)])


def _readable(actor: Actor, reference: Reference) -> ColumnElement[bool]:
    offices = {office for role, office in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    below = sorted({code for office in offices for code in reference.below(office)})
    passed = (c.passed.contains(f'"{office}"', autoescape=True) for office in sorted(offices))
    appointed = c.id.in_(sorted(actor.appointed)) if actor.appointed else false()
    # Reviewers don't see others' drafts (workflows/rights.py), so their list doesn't either.
    others_draft = and_(c.state == "draft", c.parties != "[]", c.filers != "[]")
    return or_(and_(or_(c.home.in_(below), c.office.in_(below), *passed), ~others_draft), appointed)


def _ended() -> ColumnElement[bool]:
    return _in((lc.key, s.name) for lc in lifecycles().values() for s in lc.states.values() if s.final)


def _states(role: Role) -> Iterable[tuple[str, str]]:
    return ((lc.key, s.name) for lc in lifecycles().values() for s in lc.states.values() if role in waits_for(lc, s))


def _in(pairs: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    by_lifecycle: dict[str, list[str]] = {}
    for key, state in pairs:
        by_lifecycle.setdefault(key, []).append(state)
    return _any([and_(c.lifecycle == key, c.state.in_(states)) for key, states in by_lifecycle.items()])


def _any(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *conditions)
