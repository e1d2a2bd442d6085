"""Which ranges of which index make up each list; every value is bound."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from models.reference import Reference
from web.desk.turns import places_of, queues, without_party
from web.desk.wanted import Edges, Wanted
from workflows.actors import DESK_ROLES, Actor, Role

MOST_OFFICES = 240  # SQLite joins 500 ranges at most
HIDDEN = "NOT (c.state = 'draft' AND c.parties <> '[]' AND c.filers <> '[]')"  # others' drafts (workflows/rights.py)
RUNS = "c.soonest IS NOT NULL"


class Order(NamedTuple):
    """By which column a list is ordered, and whether the newest stands first."""

    key: str
    down: bool = False


ORDERS = {
    "mine": Order("c.soonest"),
    "unclaimed": Order("c.soonest"),
    "office": Order("c.soonest"),
    "done": Order("e.recorded_at", down=True),
    "ended": Order("c.entered_at", down=True),
    "own": Order("c.opened_at", down=True),
    "came": Order("c.opened_at", down=True),
    "copied": Order("y.copied_at", down=True),
}


class Asking:
    """One question of one visitor: the ranges of a list, and the values bound in them."""

    def __init__(self, actor: Actor, reference: Reference, limits: Edges) -> None:
        self.actor, self.reference, self.limits = actor, reference, limits
        self.values: dict[str, Any] = {}

    def bind(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def readable(self) -> list[str]:
        """The offices whose cases this visitor reads: their own and those below."""
        own = {o for role, o in self.actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
        return sorted({code for office in own for code in self.reference.below(office)})

    def filed(self, w: Wanted) -> set[str]:
        """The offices with which the cases asked for were filed; none where that isn't asked."""
        return {w.filed} if w.filed else set(self.reference.below(w.home)) if w.home else set()


Range = tuple[str, str]  # from what, where


def _queue(ask: Asking, w: Wanted, claimed: str) -> Iterator[Range]:
    for office, lifecycle, state in queues(ask.actor.grants, ask.reference):
        if w.lifecycle in ("", lifecycle) and w.state in ("", state):
            at = (
                f"c.office = {ask.bind(office)} AND c.lifecycle = {ask.bind(lifecycle)} AND c.state = {ask.bind(state)}"
            )
            whose = " AND c.parties = '[]'" if without_party(lifecycle, state) else ""
            yield "cases c", f"{at} AND {RUNS} AND {claimed}{whose}"


def _mine(ask: Asking, w: Wanted) -> Iterator[Range]:
    """At my desks and in nobody else's hand; my own applications where I am waited for; what I am to score."""
    me = ask.bind(ask.actor.account)
    yield from _queue(ask, w, f"(c.assignee IS NULL OR c.assignee = {me})")
    for kind, number in sorted(ask.actor.contacts):
        role = Role(kind) if kind in ("enterprise", "commissioner") else Role.APPLICANT
        tied = f"p.kind = {ask.bind(kind)} AND p.number = {ask.bind(number)}"
        yield "parties p JOIN cases c ON c.id = p.case_id", f"{tied} AND {RUNS} AND {_standing(ask, role)}"
    if any(role == Role.EXPERT for role, _ in ask.actor.grants) or ask.actor.appointed:
        open_to_me = f"a.expert = {me} AND a.recused_seq IS NULL AND a.scored_seq IS NULL"
        yield "appointments a JOIN cases c ON c.id = a.case_id", f"{open_to_me} AND {_standing(ask, Role.EXPERT)}"


def _unclaimed(ask: Asking, w: Wanted) -> Iterator[Range]:
    yield from _queue(ask, w, "c.assignee IS NULL")


def _office(ask: Asking, w: Wanted) -> Iterator[Range]:
    for column, office in _tree(ask, w, ("home", "office")):
        yield "cases c", f"c.{column} {office} AND {RUNS} AND {HIDDEN}"


def _ended(ask: Asking, w: Wanted) -> Iterator[Range]:
    for column, office in _tree(ask, w, ("home",)):
        yield "cases c", f"c.{column} {office} AND c.soonest IS NULL AND {HIDDEN}"
    for source, where in _tied(ask):
        yield source, f"{where} AND c.soonest IS NULL"


def _came(ask: Asking, w: Wanted) -> Iterator[Range]:
    for column, office in _tree(ask, w, ("home",)):
        yield "cases c", f"c.{column} {office} AND {HIDDEN}"


def _tree(ask: Asking, w: Wanted, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Where the visitor's cases are filed, or wait; where it is asked with whom they were filed, there alone."""
    offices = ask.readable()
    if filed := ask.filed(w) & set(offices):
        offices, columns = sorted(filed), ("home",)
    if len(offices) > MOST_OFFICES:
        every = ", ".join(ask.bind(office) for office in offices)
        yield from ((column, f"IN ({every})") for column in columns)
        return
    for office in offices:
        yield from ((column, f"= {ask.bind(office)}") for column in columns)


def _done(ask: Asking, w: Wanted) -> Iterator[Range]:
    """Once for each case: by the last that I did in it."""
    later = "SELECT 1 FROM entries l WHERE l.case_id = e.case_id AND l.actor = e.actor AND l.seq > e.seq"
    yield (
        "entries e JOIN cases c ON c.id = e.case_id",
        f"e.actor = {ask.bind(ask.actor.account)} AND e.kind = 'step' AND NOT EXISTS ({later} AND l.kind = 'step')",
    )


def _own(ask: Asking, w: Wanted) -> Iterator[Range]:
    begun = f"e.actor = {ask.bind(ask.actor.account)} AND e.kind = 'begin'"
    yield "entries e JOIN cases c ON c.id = e.case_id", begun
    yield from _tied(ask)


def _tied(ask: Asking) -> Iterator[Range]:
    """Cases of those for whom I speak, once they are no officer's draft any more."""
    for kind, number in sorted(ask.actor.contacts):
        tied = f"p.kind = {ask.bind(kind)} AND p.number = {ask.bind(number)}"
        yield "parties p JOIN cases c ON c.id = p.case_id", tied


def _copied(ask: Asking, w: Wanted) -> Iterator[Range]:
    yield "copies y JOIN cases c ON c.id = y.case_id", f"y.account = {ask.bind(ask.actor.account)}"


VIEWS: dict[str, Callable[[Asking, Wanted], Iterator[Range]]] = {
    "mine": _mine, "unclaimed": _unclaimed, "done": _done, "ended": _ended, "own": _own, "copied": _copied,
    "office": _office, "came": _came,
}  # fmt: skip


def _standing(ask: Asking, role: Role) -> str:
    """In a state where this role is waited for, of any book."""
    books = sorted({office.book for office in ask.reference.offices.values()})
    places: dict[str, list[str]] = {}
    for lifecycle, state in (place for book in books for place in places_of(role, book)):
        places.setdefault(lifecycle, []).append(state)
    told = (
        f"c.lifecycle = {ask.bind(key)} AND c.state IN ({', '.join(map(ask.bind, states))})"
        for key, states in places.items()
    )
    return f"({' OR '.join(told) or 'FALSE'})"
