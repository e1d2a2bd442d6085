"""A case's page put together: the API's view of the case, and beside it what people need to read and to act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from models.case import cases, links
from models.database import Present
from models.material import materials
from models.reference import Reference
from models.user import grants, users
from web.case_view import below, case_view
from web.filling_view import filling, last_sent
from web.ground import Ground, ground
from web.history_view import history_view
from web.kept_files import Arrived
from web.pages.beside_view import beside
from web.pages.case_words import Said, actors_now, by_party, comes_next, events, matter, names_of, said
from web.pages.drawing import drawing_of
from web.pages.lamps import lights
from web.pages.listing import title_of
from web.pages.panel_view import panel_of
from web.published import naming
from web.sight import sight
from web.suspicion import marks
from workflows.actors import COUNTER_ROLES, DESK_ROLES, Role
from workflows.case_deadlines import Deadline, counted, deadlines_of
from workflows.deadline_ledger import Day
from workflows.errors import Reason
from workflows.form import Label
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Case
from workflows.offers import Offer, offers
from workflows.reversing import set_aside_by
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.words import ROLES

__all__ = ["Ground", "Typed", "context", "counter_offers", "ground", "options_of"]
OFFICERS = {"desk", "below", "passed"}


@dataclass
class Typed:
    """What a refused form held, to be shown again, and why it was refused."""

    form: str = ""  # which form of the page
    values: dict[str, Any] = field(default_factory=dict)
    comment: str = ""
    reasons: tuple[Reason, ...] = ()
    said: Label | None = None
    files: Sequence[Arrived] = ()  # what came along, and need not be sent again


Offered = tuple[Step, dict[str, Any]]  # a step, and what is told of it


def context(present: Present, g: Ground, typed: Typed | None = None, *, whole: bool = False) -> dict[str, Any]:
    """Everything that `cases/page.html` shows."""
    connection, case, lifecycle, typed = present.connection, g.case, g.lifecycle, typed or Typed()
    state, seen = lifecycle.states[case.state], sight(connection, case, g.actor, g.ties)
    view = case_view(connection, case, g.actor, g.ties, g.reference, present.at)
    history = history_view(connection, case, seen)
    names = names_of(connection, _accounts(history)) if g.ties & OFFICERS else {}
    steps = _steps(view["steps"], lifecycle, case.state)
    uploaded, papers = _uploaded(connection, case, view), _papers(lifecycle)
    form, own = _form(steps) if state.form else None, by_party(case)
    return {
        "case": case, "view": _filled_in(connection, g, view, form), "lifecycle": lifecycle, "state": state,
        "title": title_of(case, lifecycle), "office": g.reference.offices[case.office], "ledgers": _ledgers(g),
        "home": g.reference.offices[case.home], "lights": lights(g.reference, case, present.at),
        "who": actors_now(lifecycle, state, own=own, party=bool(case.party)), "form": form, "typed": typed,
        "next": [s for s in comes_next(lifecycle, state, own=own) if s is form or not (form and s.asks is form.asks)],
        "said": _said(lifecycle, view["data"], names), "steps": _in_hand(steps, form, typed),
        "today": day_of(present.at).isoformat(), "drawing": drawing_of(lifecycle, history, case.state),
        "gone": typed.form.removeprefix("counter-") not in {s.name for s, _ in steps},
        "refused": [(s, told) for s, told in steps if not told["allowed"] and not _silent(s)],
        "counter": counter_offers(present, g), "options": options_of(connection, g),
        "events": events(history, lifecycle, g.reference, names), "related": related(connection, g),
        "marks": marks(connection, case.id) if seen.identity and seen.told == "open" else [],
        "filling": None if whole or typed.said else filling(g, view, history),
        "receipt": last_sent(history) if "party" in g.ties else None, "matter": matter(lifecycle, own=own),
        "set_aside": set_aside_by(connection, case) if state.final else None,
        "notices": naming(connection, case.id), "uploaded": uploaded, "roles": ROLES, "ties": g.ties, "papers": papers,
        "panel": panel_of(connection, case, lifecycle, history, seen),
        **beside(present, g, view["materials"], seen, {id: at for id, (at, *_) in uploaded.items()}, papers),
    }  # fmt: skip


def _filled_in(connection: Connection, g: Ground, view: dict[str, Any], form: Step | None) -> dict[str, Any]:
    """With what the open form shows before anybody has written in it."""
    return view | {"data": form.fills(connection, g.case, g.reference) | view["data"]} if form and form.fills else view


def _said(lifecycle: Lifecycle, data: dict[str, Any], names: dict[str, str]) -> list[Said]:
    """The form in words. A case that nobody fills in (an objection) holds what another case's step asked for."""
    if lifecycle.form:
        return said(lifecycle.form, data, names)
    book = (lc for lc in lifecycles().values() if (lc.book, lc.edition) == (lifecycle.book, lifecycle.edition))
    handed = {f.name: f for lc in book for s in lc.steps if s.hands_on for f in s.asks.fields}
    return said(handed, data, names)


def _accounts(history: list[dict[str, Any]]) -> set[str]:
    named = {entry["actor"] for entry in history}
    for entry in history:
        for value in entry["values"].values():
            named |= {v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and len(v) < 81}
    return named


def _steps(told: list[dict[str, Any]], lifecycle: Lifecycle, state: str) -> list[Offered]:
    return [(lifecycle.at[state, step["name"]], step) for step in told]


def _form(steps: list[Offered]) -> Step | None:
    """The step whose form is filled in: of those that ask for the same, the one that can be taken."""
    own = [(step, told) for step, told in steps if step.asks.fields and not step.adverse and _mine(told)]
    can = (step for step, told in own if told["allowed"] and step.asks is own[0][0].asks)
    return next(can, own[0][0]) if own else None


def _mine(told: dict[str, Any]) -> bool:
    """Whether the step is this visitor's, though conditions may still be lacking."""
    return not {r["code"] for r in told["reasons"]} & {"wrong_role", "wrong_desk", "not_permitted", "not_own_report"}


def _silent(step: Step) -> bool:
    """What the clock or another case does is no choice that a person is refused."""
    return set(step.roles) <= {Role.CLOCK, Role.SYSTEM}


def _in_hand(steps: Sequence[Offered], form: Step | None, typed: Typed) -> list[Offered]:
    """What can be done here, besides the form that is open: what leads on first, what ends or refuses it last."""
    found = [(s, told) for s, told in steps if (told["allowed"] or s.name == typed.form) and s is not form]
    return sorted(found, key=lambda one: one[0].adverse)


def counter_offers(present: Present, g: Ground) -> list[Offer]:
    """Steps of applicants or the public that this officer may take on paper received."""
    if not g.actor.at(g.case.office):
        return []
    found = offers(present.connection, g.case, g.actor, g.reference, at=present.at, counter=True)
    return [o for o in found if set(o.step.roles) & COUNTER_ROLES and o.allowed]


def options_of(connection: Connection, g: Ground) -> dict[str, Any]:
    """Whom a field of type person may name, the book's experts; which offices one of type office."""
    places = [(o.code, o) for o in g.reference.offices.values() if o.book == g.lifecycle.book]
    there: dict[str, Any] = {
        f.name: places for s in g.lifecycle.leaving(g.case.state) for f in s.asks.fields if f.type == "office"
    }
    if not g.actor.at(g.case.office) & DESK_ROLES:
        return there
    return {**there, **experts_of(connection, g.lifecycle.book, g.reference)}


def experts_of(connection: Connection, book: str, reference: Reference) -> dict[str, Any]:
    """Whom a field of type person may name, under the fields' names."""
    offices = [code for code, office in reference.offices.items() if office.book == book]
    asked = select(users.c.id, users.c.display).join(grants, grants.c.user_id == users.c.id)
    held = asked.where(grants.c.role == Role.EXPERT, grants.c.office.in_(offices), users.c.disabled_at.is_(None))
    experts = [(row.id, row.display) for row in connection.execute(held.distinct().order_by(users.c.display))]
    return {"expert": experts, "experts": experts}


def _ledgers(g: Ground) -> list[tuple[Deadline, list[Day]]]:
    """Each running deadline counted out."""
    return [(d, counted(g.reference.calendar, d)) for d in deadlines_of(g.case, g.reference)]


def _papers(lifecycle: Lifecycle) -> dict[str, Label]:
    handed = (s for lc in lifecycles().values() if lc.book == lifecycle.book for s in lc.steps)
    return {p.kind: p.label for s in handed for p in s.asks.papers}


def _uploaded(connection: Connection, case: Case, view: dict[str, Any]) -> dict[int, tuple[int, bool, str]]:
    """(when, whether an entry has committed it, media) of each file shown."""
    m = materials.c
    shown = [file["id"] for file in view["materials"]]
    rows = connection.execute(select(m.id, m.uploaded_at, m.seq, m.media).where(m.id.in_(shown)))
    return {row.id: (row.uploaded_at, row.seq is not None, row.media) for row in rows}


def related(connection: Connection, g: Ground) -> list[tuple[Case, Lifecycle]]:
    """Parent, children, objections, and the cases that a notice or objection names; those that this visitor may see."""
    case = g.case
    named = select(links.c.to_id).where(links.c.from_id == case.id)
    near = below(case.id, named, select(cases.c.id).where(cases.c.id == case.parent))
    rows = connection.execute(select(cases).where(cases.c.id.in_(near)).order_by(cases.c.id))
    return [(other, lc) for other in (Case(*row) for row in rows) if (lc := _read(g, other))]


def _read(g: Ground, case: Case) -> Lifecycle | None:
    """The lifecycle of a case that this visitor may see."""
    lifecycle = lifecycles()[case.lifecycle]
    return lifecycle if relations(g.actor, case, lifecycle.states[case.state], g.reference) else None
