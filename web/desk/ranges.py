"""Which ranges of which index make up each list; every value is bound."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from web.desk.asking import HIDDEN, Asking, Place, Range
from web.desk.placing import parted
from web.desk.turns import places_of, queues, without_party
from web.desk.wanted import Wanted
from workflows.actors import Role

MOST_OFFICES = 240  # SQLite joins 500 ranges at most
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


def _places(ask: Asking, w: Wanted) -> list[tuple[str, str, str]]:
    """(office, lifecycle, state) of what waits at my desks, and is asked for."""
    every = queues(ask.actor.grants, ask.reference)
    return [place for place in every if w.lifecycle in ("", place[1]) and w.state in ("", place[2])]


def _unclaimed(ask: Asking, w: Wanted) -> Iterator[Range]:
    for office, lifecycle, state in _places(ask, w):
        at = f"c.office = {ask.bind(office)} AND c.lifecycle = {ask.bind(lifecycle)} AND c.state = {ask.bind(state)}"
        whose = " AND c.parties = '[]'" if without_party(lifecycle, state) else ""
        yield from parted(ask, "cases c", f"{at} AND {RUNS} AND c.assignee IS NULL{whose}", {(lifecycle, state)})


def _in_hand(ask: Asking, w: Wanted) -> Iterator[Range]:
    """Of what waits at my desks that which I claimed: found by me, among however many that wait."""
    if not (places := _places(ask, w)):
        return
    there = ", ".join(f"({ask.listed(*place)})" for place in places)
    own = [place[1:] for place in places if without_party(*place[1:])]
    # What is joined to something isn't looked for by index: one's own few are, and not what waits at every desk.
    where = f"c.assignee = {ask.me} AND {RUNS} AND (c.office || '', c.lifecycle, c.state) IN (VALUES {there})"
    if own:
        alone = ", ".join(f"({ask.listed(*place)})" for place in own)
        where += f" AND (c.parties = '[]' OR (c.lifecycle, c.state) NOT IN (VALUES {alone}))"
    yield from parted(ask, "cases c", where, {place[1:] for place in places}, mine=True)


def _mine(ask: Asking, w: Wanted) -> Iterator[Range]:
    """At my desks and in nobody else's hand; my own applications where I am waited for; what I am to score."""
    yield from _unclaimed(ask, w)
    yield from _in_hand(ask, w)
    other = f"(c.assignee IS NULL OR c.assignee <> {ask.me})"
    for kind, number in sorted(ask.actor.contacts):
        role = Role(kind) if kind in ("enterprise", "commissioner") else Role.APPLICANT
        tied = f"p.kind = {ask.bind(kind)} AND p.number = {ask.bind(number)} AND {ask.partys}"
        yield from _standing(ask, role, "parties p JOIN cases c ON c.id = p.case_id", f"{tied} AND {other}")
    if any(role == Role.EXPERT for role, _ in ask.actor.grants) or ask.actor.appointed:
        open_to_me = f"a.expert = {ask.me} AND a.recused_seq IS NULL AND a.scored_seq IS NULL AND {other}"
        yield from _standing(ask, Role.EXPERT, "appointments a JOIN cases c ON c.id = a.case_id", open_to_me)


def _office(ask: Asking, w: Wanted) -> Iterator[Range]:
    """What is open; drafts are nobody's work yet, and listed only where they are asked for."""
    drafts = w.state == "draft"
    which, place = (HIDDEN, Place.UNDATED) if drafts else ("c.state <> 'draft'", Place.REST)
    for column, office in _tree(ask, w, ("home", "office")):
        yield Range("cases c", f"c.{column} {office} AND {RUNS} AND {which}", place)


def _ended(ask: Asking, w: Wanted) -> Iterator[Range]:
    for column, office in _tree(ask, w, ("home",)):
        yield Range("cases c", f"c.{column} {office} AND c.soonest IS NULL AND {HIDDEN}")
    for source, where, _ in _tied(ask):
        yield Range(source, f"{where} AND c.soonest IS NULL")


def _came(ask: Asking, w: Wanted) -> Iterator[Range]:
    for column, office in _tree(ask, w, ("home",)):
        yield Range("cases c", f"c.{column} {office} AND {HIDDEN}")


def _tree(ask: Asking, w: Wanted, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Where the visitor's cases are filed, or wait; where it is asked with whom they were filed, there alone."""
    offices = ask.readable
    if filed := ask.filed(w) & set(offices):
        offices, columns = sorted(filed), ("home",)
    if len(offices) > MOST_OFFICES:
        every = ask.listed(*offices)
        yield from ((column, f"IN ({every})") for column in columns)
        return
    for office in offices:
        yield from ((column, f"= {ask.bind(office)}") for column in columns)


def _done(ask: Asking, w: Wanted) -> Iterator[Range]:
    """Once for each case: by the last that I did in it."""
    later = "SELECT 1 FROM entries l WHERE l.case_id = e.case_id AND l.actor = e.actor AND l.seq > e.seq"
    last = f"e.actor = {ask.me} AND e.kind = 'step' AND NOT EXISTS ({later} AND l.kind = 'step')"
    yield Range("entries e JOIN cases c ON c.id = e.case_id", f"{last} AND {ask.seen}")


def _own(ask: Asking, w: Wanted) -> Iterator[Range]:
    begun = f"e.actor = {ask.me} AND e.kind = 'begin' AND {ask.seen}"
    yield Range("entries e JOIN cases c ON c.id = e.case_id", begun)
    yield from _tied(ask)


def _tied(ask: Asking) -> Iterator[Range]:
    """Cases of those for whom I speak, once they are no officer's draft any more."""
    for kind, number in sorted(ask.actor.contacts):
        tied = f"p.kind = {ask.bind(kind)} AND p.number = {ask.bind(number)} AND {ask.partys}"
        yield Range("parties p JOIN cases c ON c.id = p.case_id", tied)


def _copied(ask: Asking, w: Wanted) -> Iterator[Range]:
    yield Range("copies y JOIN cases c ON c.id = y.case_id", f"y.account = {ask.me} AND {ask.seen}")


VIEWS: dict[str, Callable[[Asking, Wanted], Iterator[Range]]] = {
    "mine": _mine, "unclaimed": _unclaimed, "done": _done, "ended": _ended, "own": _own, "copied": _copied,
    "office": _office, "came": _came,
}  # fmt: skip


def _standing(ask: Asking, role: Role, source: str, where: str) -> Iterator[Range]:
    """In a state where this role is waited for, of any book."""
    books = sorted({office.book for office in ask.reference.offices.values()})
    if places := sorted({place for book in books for place in places_of(role, book)}):
        there = ", ".join(f"({ask.listed(*place)})" for place in places)
        where += f" AND {RUNS} AND (c.lifecycle, c.state) IN (VALUES {there})"
        yield from parted(ask, source, where, places)
