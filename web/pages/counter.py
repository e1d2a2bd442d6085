"""The counter: what arrived on paper, by post or by telephone, is found a case and entered for whoever sent it."""

from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from models.case import cases, links
from models.database import Present
from models.reference import Reference, current
from models.search import sought
from web import auth
from web.case_view import case_view
from web.doors import door
from web.ground import ground
from web.openings import Openable, openable
from web.pages.case_page import counter_offers, options_of
from web.pages.listing import title_of
from web.pages.taking import papers_of
from web.problems import NotFound, NotSignedIn
from workflows.actors import COUNTER_ROLES, DESK_ROLES, Actor
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle, State, Step
from workflows.moves import Case
from workflows.offers import offers
from workflows.rulebooks import lifecycles
from workflows.turns import ASIDE

blueprint = Blueprint("counter", __name__)
MOST = 12
c = cases.c


class Row(NamedTuple):
    """A case for which something may have arrived."""

    case: Case
    lifecycle: Lifecycle
    state: State
    title: str
    steps: list[Step]


@door(blueprint, "/counter", right="counter.take")
def counter(present: Present) -> ResponseReturnValue:
    actor, reference = _actor(present), current(present.connection)
    q = request.args.get("q", "").strip()[:100]
    rows = _found(present, actor, reference, q) if q else []
    kinds = [] if q else [one for one in openable(present.connection, actor, reference) if _for_others(one)]
    return render_template("counter/page.html", q=q, rows=rows, kinds=kinds)


@door(blueprint, "/counter/<number>/<step>", right="counter.take")
def arrived(present: Present, number: str, step: str) -> ResponseReturnValue:
    """One form for what the paper says, whom it is from and which day counts; sent as any other step."""
    g = ground(present, number)
    chosen = next((offer.step for offer in counter_offers(present, g) if offer.step.name == step), None)
    if chosen is None:
        raise NotFound
    view = case_view(present.connection, g.case, g.actor, g.ties, g.reference, present.at)
    return render_template(
        "counter/form.html", case=g.case, lifecycle=g.lifecycle, step=chosen, title=title_of(g.case, g.lifecycle),
        papers=papers_of(chosen), data=view["data"] if chosen.source.form else {},
        options=options_of(present.connection, g), today=day_of(present.at).isoformat(),
    )  # fmt: skip


def _found(present: Present, actor: Actor, reference: Reference, q: str) -> list[Row]:
    """Cases at the visitor's desks by number, name or notice, newest first, each with what may be entered."""
    offices = sorted({office for role, office in actor.grants if role in DESK_ROLES})
    number = q.upper()
    listed = select(links.c.to_id).join(cases, c.id == links.c.from_id).where(c.number == number)
    named: Any = or_(c.number == number, c.id.in_(listed), sought(c.search, q))
    asked = select(cases).where(c.office.in_(offices), named).order_by(c.id.desc()).limit(MOST)
    rows = (_row(present, actor, reference, Case(*r)) for r in present.connection.execute(asked))
    return sorted((row for row in rows if row), key=lambda row: _aside(row.steps[0]))


def _aside(step: Step) -> bool:
    """What can be taken back at any time stands behind what is awaited."""
    return step.name in ASIDE


def _row(present: Present, actor: Actor, reference: Reference, case: Case) -> Row | None:
    lifecycle = lifecycles()[case.lifecycle]
    state = lifecycle.states[case.state]
    found = offers(present.connection, case, actor, reference, at=present.at, counter=True)
    steps = [o.step for o in found if o.allowed and set(o.step.roles) & COUNTER_ROLES]
    return Row(case, lifecycle, state, title_of(case, lifecycle), sorted(steps, key=_aside)) if steps else None


def _for_others(one: Openable) -> bool:
    """Whether it is begun on somebody's paper: the office's own kinds are begun elsewhere."""
    return bool(set(one.step.roles) & COUNTER_ROLES) or not set(one.step.roles) & DESK_ROLES


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    if actor is None:
        raise NotSignedIn
    return actor
