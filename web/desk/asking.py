"""What a list's query is made of: one question of one visitor, the values bound in it, and what that visitor sees."""

from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

from models.reference import Reference
from web.desk.wanted import Edges, Wanted
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.rulebooks import lifecycles

HIDDEN = "NOT (c.state = 'draft' AND c.parties <> '[]' AND c.filers <> '[]')"  # others' drafts (workflows/rights.py)


class Place(IntEnum):
    """Where a case stands within its danger, on a list by danger; a draft is late with nothing, and stands last."""

    MINE_FIRST = 0  # in the visitor's own hand, and of a class that the law puts first
    MINE = 1
    FIRST = 2
    REST = 3
    UNDATED = 4


class Range(NamedTuple):
    """From what, and where: a stretch of an index whose rows all have one place."""

    source: str
    where: str
    place: Place = Place.REST


class Asking:
    """One question of one visitor: the values bound in the ranges of a list, and what this visitor may see."""

    def __init__(self, actor: Actor, reference: Reference, limits: Edges) -> None:
        self.actor, self.reference, self.limits = actor, reference, limits
        self.values: dict[str, Any] = {}

    def bind(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def listed(self, *values: Any) -> str:
        return ", ".join(map(self.bind, values))

    @cached_property
    def me(self) -> str:
        return self.bind(self.actor.account)

    @cached_property
    def offices(self) -> list[str]:
        """Those where this visitor holds a desk, or audits."""
        return sorted({o for role, o in self.actor.grants if role in DESK_ROLES or role == Role.AUDITOR})

    @cached_property
    def readable(self) -> list[str]:
        """The offices whose cases this visitor reads: their own and those below."""
        return sorted({code for office in self.offices for code in self.reference.below(office)})

    def filed(self, w: Wanted) -> set[str]:
        """The offices with which the cases asked for were filed; none where that isn't asked."""
        return {w.filed} if w.filed else set(self.reference.below(w.home)) if w.home else set()

    @cached_property
    def partys(self) -> str:
        """What a party sees of its own cases: what an officer prepares about it only where it began that itself."""
        internal = [(lc.key, s.name) for lc in lifecycles().values() for s in lc.states.values() if s.internal]
        hidden = ", ".join(f"({self.listed(*place)})" for place in internal)
        return f"({self._filed_by_me} OR (c.lifecycle, c.state) NOT IN (VALUES {hidden}))"

    @cached_property
    def seen(self) -> str:
        """That this visitor is still tied to the case, as `rights.relations` says: a list is as long as its count."""
        contacts = [f"(p.kind = {self.bind(kind)} AND p.number = {self.bind(number)})"
                    for kind, number in sorted(self.actor.contacts)]  # fmt: skip
        scores = f"SELECT case_id FROM appointments WHERE expert = {self.me} AND recused_seq IS NULL"
        ties = [self._filed_by_me, f"c.id IN ({scores})"]
        if contacts:
            told = f"SELECT p.case_id FROM parties p WHERE {' OR '.join(contacts)}"
            ties.append(f"(c.id IN ({told}) AND {self.partys})")
        if self.offices:
            every = self.listed(*self.readable)
            passed = "".join(f" OR c.passed LIKE {self._named(office)}" for office in self.offices)
            ties.append(f"({HIDDEN} AND (c.office IN ({every}) OR c.home IN ({every}){passed}))")
        return f"({' OR '.join(ties)})"

    @cached_property
    def _filed_by_me(self) -> str:
        return f"c.filers LIKE {self._named(self.actor.account)}"

    def _named(self, name: str) -> str:
        """A pattern for a column of JSON that names it."""
        return self.bind(f'%"{name}"%')
