"""The cases of those for whom a visitor speaks: what waits for them, what runs, what has ended; found by index."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.case import cases, links
from models.reference import Reference
from web.openings import Own
from web.pages.case_words import actors_now, comes_next
from web.pages.lamps import Light, lights
from web.pages.listing import title_of
from workflows.actors import FILERS, Actor
from workflows.form import Label
from workflows.lifecycle import Lifecycle, State, Step
from workflows.moves import Case
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.turns import forward

MOST = 200  # of one visitor's newest cases; the worklist shows all
c = cases.c


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

    @property
    def running(self) -> bool:
        return not self.state.final


def own_cases(connection: Connection, actor: Actor, own: Iterable[Own], reference: Reference, at: int) -> list[Row]:
    """Newest first: what is about the visitor's own, and the objections to it."""
    numbers = sorted({one.number for one in own})
    if not numbers:
        return []
    mine = select(c.id).where(c.subject_number.in_(numbers)).order_by(c.id.desc()).limit(MOST)
    ids = list(connection.scalars(mine))
    objecting = select(links.c.from_id).where(links.c.to_id.in_(ids), links.c.kind == "objection")
    ids += connection.scalars(objecting)
    found = connection.execute(select(cases).where(c.id.in_(ids)).order_by(c.id.desc()))
    return [row_of(case, reference, at) for case in (Case(*row) for row in found) if _theirs(case, actor, reference)]


def row_of(case: Case, reference: Reference, at: int) -> Row:
    lifecycle = lifecycles()[case.lifecycle]
    state = lifecycle.states[case.state]
    yours = next((s for s in forward(lifecycle, state) if set(s.roles) & FILERS), None)
    return Row(
        case, lifecycle, state, title_of(case, lifecycle), next(iter(lights(reference, case, at)), None),
        actors_now(lifecycle, state), comes_next(lifecycle, state), yours,
    )  # fmt: skip


def _theirs(case: Case, actor: Actor, reference: Reference) -> bool:
    state = lifecycles()[case.lifecycle].states[case.state]
    return "party" in relations(actor, case, state, reference)
