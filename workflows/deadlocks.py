"""Where a case could stand still: nobody left who may act, with one person for each role and office."""

from collections.abc import Iterator
from typing import NamedTuple

from workflows.actors import DESK_ROLES, Role
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step
from workflows.rulebook import Rulebook

# What ends a case isn't taking it on.
EXITS = frozenset({"withdraw", "discontinue", "terminate", "close_void"})
NOBODY = frozenset({Role.CLOCK, Role.SYSTEM})

Person = tuple[str, str]  # (role, level of the office)
Trail = frozenset[tuple[str, Person]]  # who took the steps that exclude somebody from another


class Stuck(NamedTuple):
    """A state without anybody to act, a road that leads there, and whether no office stands above its desk."""

    state: str
    road: tuple[str, ...]
    top: bool


def stuck(book: Rulebook, lifecycle: Lifecycle) -> list[Stuck]:
    """Each state in which some road leaves nobody: the first road found to it."""
    found: dict[str, Stuck] = {}
    for state, trail, road in _roads(book, lifecycle):
        if state.kind is Kind.OPEN and state.name not in found and not _somebody(book, lifecycle, state, trail):
            top = level_of(book, lifecycle, state) == book.levels[0] and _asked(lifecycle, state)
            found[state.name] = Stuck(state.name, road, top)
    return list(found.values())


def able(book: Rulebook, lifecycle: Lifecycle, step: Step, trail: Trail) -> list[Person]:
    """Who may take a step: those of the desk, or, if all of them are excluded, those of the next higher office."""
    excludes = {name for guard in step.needs for name in getattr(guard, "excludes", ())}
    excluded = {person for name, person in trail if name in excludes}
    level = level_of(book, lifecycle, step.source)
    others = [(role.value, "") for role in step.roles if role not in DESK_ROLES | NOBODY]
    desk = [(role.value, level) for role in step.roles if role in DESK_ROLES]
    free = [person for person in desk if person not in excluded]
    return others + (free or [person for person in _above(book, step, level) if person not in excluded])


def level_of(book: Rulebook, lifecycle: Lifecycle, state: State) -> str:
    """The level of a state's desk; a home of any level counts as the top one, where nobody stands in."""
    level = state.level or lifecycle.home
    return book.levels[0] if level == ANY else level


def _above(book: Rulebook, step: Step, level: str) -> list[Person]:
    at = book.levels.index(level)
    roles = [stand_in for role in step.roles for stand_in in book.stands_in.get(role, ())]
    return [(role.value, book.levels[at - 1]) for role in roles] if at else []


def _asked(lifecycle: Lifecycle, state: State) -> bool:
    """Whether anybody is asked to act here at all."""
    return any(set(s.roles) - NOBODY for s in lifecycle.leaving(state.name) if s.name not in EXITS)


def _somebody(book: Rulebook, lifecycle: Lifecycle, state: State, trail: Trail) -> bool:
    leaving = [s for s in lifecycle.leaving(state.name) if s.name not in EXITS]
    return any(able(book, lifecycle, step, trail) for step in leaving)


def _roads(book: Rulebook, lifecycle: Lifecycle) -> Iterator[tuple[State, Trail, tuple[str, ...]]]:
    """Every state with every trail that matters, and the shortest road to both."""
    named = {n for step in lifecycle.steps for guard in step.needs for n in getattr(guard, "excludes", ())}
    first: tuple[str, Trail] = (lifecycle.initial.name, frozenset())
    seen, edge = {first: tuple[str, ...]()}, [first]
    while edge:
        name, trail = here = edge.pop(0)
        yield lifecycle.states[name], trail, seen[here]
        for step in lifecycle.leaving(name):
            for then in _after(book, lifecycle, step, trail, named):
                if then not in seen:
                    seen[then] = (*seen[here], step.name)
                    edge.append(then)


def _after(
    book: Rulebook, lifecycle: Lifecycle, step: Step, trail: Trail, named: set[str]
) -> Iterator[tuple[str, Trail]]:
    if set(step.roles) & NOBODY:
        yield step.target.name, trail
    for person in able(book, lifecycle, step, trail):
        yield step.target.name, trail | {(step.name, person)} if step.name in named else trail
