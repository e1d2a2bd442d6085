"""What a visitor may begin: each kind of case with its offices, and those of the visitor's own that it may be about."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.people import commissioners, enterprises
from models.reference import Office, Reference
from models.register import register_values, titles
from models.user import contacts
from workflows.actors import DESK_ROLES, FILERS, Actor, Role
from workflows.form import Label
from workflows.lifecycle import ANY, Lifecycle, Step
from workflows.moves import Standing
from workflows.rulebooks import lifecycles
from workflows.standing import may_open, speaks
from workflows.turns import forward

t, p = titles.c, commissioners.c


class Own(NamedTuple):
    """A unit, a person, a title or a title's commissioner for whom the visitor speaks, and where they belong, if at
    one place."""

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
    """For whom the visitor speaks; the titles of those units, and who is resident at them, by the registers."""
    k, e = contacts.c, enterprises.c
    served = (k.kind == "enterprise") & (e.credit_code == k.number) & e.ended_at.is_(None)
    filed = (k.kind == "commissioner") & (p.number == k.number)
    asked = select(k.kind, k.number, k.name, p.book, e.office).join(enterprises, served, isouter=True)
    asked = asked.join(commissioners, filed, isouter=True).where(k.user_id == actor.account)
    told = [Own(*row) for row in connection.execute(asked.order_by(k.name, k.kind))]
    told = _at_their_districts(connection, told)
    units = [one.number for one in told if one.kind == "organisation"]
    return [*told, *_held(connection, units)] if units else told


def _held(connection: Connection, units: Sequence[str]) -> list[Own]:
    held = select(t.kind, t.number, t.name, t.book, t.office).where(t.subject_number.in_(units), t.ended_at.is_(None))
    own = [Own(*row) for row in connection.execute(held.order_by(t.id))]
    stations = {one.number: one for one in own if one.kind == "station"}
    resident = (p.kind == "resident") & p.station.in_(stations) & p.ended_at.is_(None)
    asked = select(p.number, p.name, p.station).where(resident).order_by(p.number)
    people = connection.execute(asked) if stations else ()
    return own + [Own("commissioner", n, name, stations[s].book, stations[s].office) for n, name, s in people]


def _at_their_districts(connection: Connection, own: list[Own]) -> list[Own]:
    """With the office of the station to which each commissioner belongs, or was dispatched last."""
    numbers = [one.number for one in own if one.kind == "commissioner"]
    if not numbers:
        return own
    v = register_values.c
    told = (v.register == "commissioner") & (v.field == "station") & v.number.in_(numbers) & (v.value != "null")
    last = dict(connection.execute(select(v.number, v.value).where(told).order_by(v.id)).all())
    stations = {number: json.loads(value) for number, value in last.items()}
    asked = select(t.number, t.office).where(t.number.in_(stations.values()))
    offices = dict(connection.execute(asked).all())
    return [one._replace(office=offices.get(stations.get(one.number, ""), one.office)) for one in own]


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
    step = _first(lifecycle, actor)
    fitting = [one for one in own if _fits(one, lifecycle, step)]
    if lifecycle.home == ANY and _as_party(step, actor):
        offices = _near(offices, step, fitting)
    elif lifecycle.home == ANY and Role.ENTERPRISE in step.roles and not _officer(actor):
        offices = _local(offices)
    if not offices or (_as_party(step, actor) and not fitting):
        return None
    return Openable(lifecycle, step, sorted(offices, key=lambda office: office.code), fitting)


def _near(offices: list[Office], step: Step, own: Iterable[Own]) -> list[Office]:
    """Where a party files what any office takes: with that of its own, or with those where it waits next."""
    homes = {one.office for one in own}
    return [o for o in offices if o.level == step.target.level or o.code in homes] or offices


def _local(offices: list[Office]) -> list[Office]:
    """Where an enterprise is at home: no office that has others below those below it."""
    parents = {office.parent for office in offices}
    return [o for o in offices if not any(one.parent == o.code and one.code in parents for one in offices)]


def _first(lifecycle: Lifecycle, actor: Actor) -> Step:
    """The step by which this visitor's draft begins its way."""
    steps = forward(lifecycle, lifecycle.initial) or lifecycle.leaving(lifecycle.initial.name)
    held: set[Any] = {role for role, _ in actor.grants if role in DESK_ROLES} or set(FILERS)
    return next((step for step in steps if set(step.roles) & held), steps[0])


def _fits(one: Own, lifecycle: Lifecycle, step: Step) -> bool:
    """Whether the visitor may begin it for this one of theirs, and not about somebody else, as in a complaint."""
    spoken = any(speaks(role, one.kind) for role in step.roles if role in FILERS)
    return spoken and one.kind in lifecycle.subjects and one.book in (None, lifecycle.book)


def _as_party(step: Step, actor: Actor) -> bool:
    """Whether it is begun for oneself alone: neither by an officer, nor by an enterprise that complains."""
    return not _officer(actor) and Role.APPLICANT in step.roles


def _officer(actor: Actor) -> bool:
    return any(role in DESK_ROLES for role, _ in actor.grants)
