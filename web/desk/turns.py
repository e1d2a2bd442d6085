"""What waits at whose desk: the states of each book in which a role is waited for."""

from collections.abc import Iterator
from functools import cache

from models.reference import Reference
from workflows.actors import DESK_ROLES, Role
from workflows.rulebooks import lifecycles
from workflows.turns import waits_for


@cache
def places_of(role: Role, book: str) -> tuple[tuple[str, str], ...]:
    """(lifecycle, state) of a book, all editions, where this role is waited for."""
    return tuple(
        (lc.key, s.name)
        for lc in lifecycles().values()
        if lc.book == book
        for s in lc.states.values()
        if role in waits_for(lc, s)
    )


@cache
def without_party(lifecycle: str, state: str) -> bool:
    """Whether a desk is waited for there in cases without a party alone."""
    known = lifecycles()[lifecycle]
    return not waits_for(known, known.states[state], party=True) & DESK_ROLES


def queues(grants: frozenset[tuple[str, str]], reference: Reference) -> Iterator[tuple[str, str, str]]:
    """(office, lifecycle, state) of everything that waits for these desk roles at their offices; each once."""
    seen = set()
    for role, office in sorted(grants):
        book = reference.offices[office].book if role in DESK_ROLES and office in reference.offices else ""
        for lifecycle, state in places_of(Role(role), book) if book else ():
            if (office, lifecycle, state) not in seen:
                seen.add((office, lifecycle, state))
                yield office, lifecycle, state
