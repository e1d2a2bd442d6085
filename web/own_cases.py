"""The cases of those for whom a visitor speaks: what waits for them, what runs, what has ended; found by index."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.case import cases, parties
from models.reference import Reference
from web.pages.case_words import actors_now, by_party, comes_next, matter
from web.pages.lamps import Light, lights
from web.pages.listing import title_of
from workflows.actors import FILERS, Actor
from workflows.errors import Reason
from workflows.form import Label
from workflows.lifecycle import Lifecycle, State, Step
from workflows.moves import Case
from workflows.offers import Offer, offers_of
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.turns import forward, parts_of

MOST = 200  # of one visitor's newest cases; the worklist shows all
c, p = cases.c, parties.c


class Row(NamedTuple):
    """A case as its party meets it in a list."""

    case: Case
    lifecycle: Lifecycle
    state: State
    title: str
    light: Light | None
    who: Sequence[Label]
    next: Sequence[Step]
    yours: Step | None  # what the visitor may do to take it on
    label: Label
    why: Sequence[Reason] = ()  # what stands against that now, and no form can mend

    @property
    def running(self) -> bool:
        return not self.state.final


def own_cases(connection: Connection, actor: Actor, reference: Reference, at: int) -> list[Row]:
    """Newest first: every case in which the visitor speaks for a party, objections and complaints among them."""
    ids = {id for kind, number in sorted(actor.contacts) for id in _newest(connection, kind, number)}
    if not ids:
        return []
    newest = sorted(ids, reverse=True)[:MOST]
    found = connection.execute(select(cases).where(c.id.in_(newest)).order_by(c.id.desc()))
    rows = [
        row_of(case, actor, reference, at) for case in (Case(*row) for row in found) if _theirs(case, actor, reference)
    ]
    offered = offers_of(connection, [row.case for row in rows if row.yours], actor, reference, at=at)
    return [_judged(row, offered[row.case.id], actor) if row.yours else row for row in rows]


def by_date(rows: Iterable[Row]) -> list[Row]:
    """What is due first stands first, and what has no date last."""
    return sorted(rows, key=lambda row: (row.light is None, row.light.due_at if row.light else 0))


def _newest(connection: Connection, kind: str, number: str) -> Sequence[int]:
    asked = select(p.case_id).where(p.kind == kind, p.number == number).order_by(p.case_id.desc()).limit(MOST)
    return connection.scalars(asked).all()


def row_of(case: Case, actor: Actor, reference: Reference, at: int) -> Row:
    lifecycle = lifecycles()[case.lifecycle]
    state = lifecycle.states[case.state]
    own, yours = by_party(case), next(iter(_turns(lifecycle, state, case, actor)), None)
    return Row(
        case, lifecycle, state, title_of(case, lifecycle), next(iter(lights(reference, case, at)), None),
        actors_now(lifecycle, state, own=own), comes_next(lifecycle, state, own=own), yours, matter(lifecycle, own=own),
    )  # fmt: skip


def _turns(lifecycle: Lifecycle, state: State, case: Case, actor: Actor) -> list[Step]:
    """The steps by which the visitor may take the case on."""
    mine = FILERS & parts_of(case, actor)
    return [step for step in forward(lifecycle, state) if set(step.roles) & mine]


def _judged(row: Row, offered: Iterable[Offer], actor: Actor) -> Row:
    """With the step that can be taken now, where one can; else with what stands against the first."""
    against = {offer.step: _against(offer) for offer in offered}
    turns = _turns(row.lifecycle, row.state, row.case, actor)
    yours = next((step for step in turns if not against[step]), turns[0])
    return row._replace(yours=yours, why=against[yours])


def _against(offer: Offer) -> list[Reason]:
    """The reasons that lie outside the step's form, which says those inside by itself."""
    inside = {f.name for f in offer.step.asks.fields} | {p.kind for p in offer.step.asks.papers}
    return [reason for reason in offer.reasons if reason.field not in inside]


def _theirs(case: Case, actor: Actor, reference: Reference) -> bool:
    state = lifecycles()[case.lifecycle].states[case.state]
    return "party" in relations(actor, case, state, reference)
