"""What a visitor may begin: each kind of case with its offices, and those of the visitor's own that it may be about."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.people import enterprises
from models.reference import Office, Reference
from models.register import titles
from models.user import contacts
from workflows.actors import DESK_ROLES, FILERS, Actor, Role
from workflows.form import Label
from workflows.lifecycle import ANY, Lifecycle, Step
from workflows.moves import Standing
from workflows.rulebooks import lifecycles
from workflows.standing import may_open
from workflows.turns import forward

TITLED = frozenset({"station", "institution"})


class Own(NamedTuple):
    """A unit, a person or a title for which the visitor speaks; a title, and an enterprise of a list, say where it
    belongs."""

    kind: str
    number: str
    name: str
    book: str | None = None
    office: str | None = None


class Openable(NamedTuple):
    """A kind of case that the visitor may open."""

    lifecycle: Lifecycle
    step: Step  # the first that it leads to
    offices: Sequence[Office]
    own: Sequence[Own]

    @property
    def label(self) -> Label:
        """What the visitor does by it: a title's end at own request begins the same lifecycle as its revocation."""
        first = self.lifecycle.steps[0]
        return self.lifecycle.label if set(first.roles) & set(self.step.roles) else self.step.label


def openable(connection: Connection, actor: Actor, reference: Reference) -> list[Openable]:
    """Everything that this visitor may begin by hand; what only a duty or another case opens isn't among it."""
    own = owned(connection, actor)
    found = (_openable(lc, actor, reference, own) for lc in lifecycles().values() if _by_hand(lc))
    return [one for one in found if one is not None]


def owned(connection: Connection, actor: Actor) -> list[Own]:
    """For whom the visitor speaks, and the titles of those units that stand in the register."""
    k, e = contacts.c, enterprises.c
    served = (k.kind == "enterprise") & (e.credit_code == k.number) & e.ended_at.is_(None)
    asked = select(k.kind, k.number, k.name, e.office).join(enterprises, served, isouter=True)
    rows = connection.execute(asked.where(k.user_id == actor.account).order_by(k.name, k.kind))
    told = [Own(row.kind, row.number, row.name, office=row.office) for row in rows]
    units = [one.number for one in told if one.kind == "organisation"]
    t = titles.c
    held = select(t.kind, t.number, t.name, t.book, t.office).where(t.subject_number.in_(units), t.ended_at.is_(None))
    return [*told, *(Own(*row) for row in connection.execute(held.order_by(t.id)))] if units else told


def about(picked: Openable, number: str) -> Own | None:
    """The visitor's own of this number; the only one where none is named."""
    fitting = [one for one in picked.own if number in ("", one.number)]
    return fitting[0] if fitting else None


def _by_hand(lifecycle: Lifecycle) -> bool:
    return lifecycle.initial.form and lifecycle.initial.name == "draft"


def _openable(lifecycle: Lifecycle, actor: Actor, reference: Reference, own: Iterable[Own]) -> Openable | None:
    offices = [
        office
        for office in reference.offices.values()
        if office.book == lifecycle.book
        and lifecycle.home in (ANY, office.level)
        and isinstance(may_open(actor, lifecycle, office.code, set(actor.contacts)), Standing)
    ]
    fitting = [one for one in own if one.kind == lifecycle.subject and one.book in (None, lifecycle.book)]
    step = _first(lifecycle, actor)
    if not offices or (lifecycle.subject in TITLED and _as_party(step, actor) and not fitting):
        return None
    return Openable(lifecycle, step, sorted(offices, key=lambda office: office.code), fitting)


def _first(lifecycle: Lifecycle, actor: Actor) -> Step:
    """The step by which this visitor's draft begins its way."""
    steps = forward(lifecycle, lifecycle.initial) or lifecycle.leaving(lifecycle.initial.name)
    held: set[Any] = {role for role, _ in actor.grants if role in DESK_ROLES} or set(FILERS)
    return next((step for step in steps if set(step.roles) & held), steps[0])


def _as_party(step: Step, actor: Actor) -> bool:
    """Whether it is the title's own unit that would begin it: neither an officer, nor an enterprise that complains."""
    officer = any(role in DESK_ROLES for role, _ in actor.grants)
    return not officer and Role.APPLICANT in step.roles
