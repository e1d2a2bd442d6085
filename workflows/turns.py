"""Whose turn it is in a state: the roles that are waited for there."""

from workflows.actors import DESK_ROLES, FILERS, Actor, Role
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Case
from workflows.standing import speaks

ASIDE = {"withdraw", "recuse", "discard"}  # open as long as the state holds, and so nobody's turn


def waits_for(lifecycle: Lifecycle, state: State, *, party: bool | None = None) -> set[Role]:
    """Whose move it is: the roles that take a step forward here; nobody's where the clock or nobody is awaited.

    Adverse steps don't count: whoever may end a case at any time isn't waited for. `party`: whether the case has one,
    where that is known.
    """
    if state.kind is not Kind.OPEN:
        return set()
    return {role for s in onward(lifecycle, state) for role in takers(s, party=party)}


def takers(step: Step, *, party: bool | None) -> set[Role]:
    """The roles that take a step of a case that has a party, or has none (`declared.partys_own`).

    An office that may take an enterprise's step takes it for the enterprise: it is the one that is waited for.
    """
    roles = set(step.roles) - (DESK_ROLES if Role.ENTERPRISE in step.roles else set())
    if party is None or not any(getattr(guard, "partys_own", False) for guard in step.needs):
        return roles
    return roles - DESK_ROLES if party else roles & DESK_ROLES


def onward(lifecycle: Lifecycle, state: State) -> list[Step]:
    """The steps that somebody is waited for to take. While a clock runs, one that leaves the case there is none:
    a publicity waits for its end, not for an objection; a report is waited for until its day."""
    steps = forward(lifecycle, state)
    return [s for s in steps if s.target is not state] if state.name in lifecycle.clocks else steps


def forward(lifecycle: Lifecycle, state: State) -> list[Step]:
    """The steps by which people take a case on: neither adverse nor open at almost every time; the public may object,
    and is waited for by nobody."""
    nobody = {Role.CLOCK, Role.SYSTEM, Role.PUBLIC}
    steps = (s for s in lifecycle.leaving(state.name) if not s.adverse and not set(s.roles) & nobody)
    return [s for s in steps if s.name not in ASIDE]


def parts_of(case: Case, actor: Actor) -> set[Role]:
    """The roles that this actor plays in the case now: at its desk, as its expert, or for one of its parties."""
    kinds = {kind for kind, _ in case.party & actor.contacts}
    desk = {Role(role) for role, office in actor.grants if office == case.office and role in DESK_ROLES}
    spoken = {role for role in FILERS if any(speaks(role, kind) for kind in kinds)}
    return desk | spoken | ({Role.EXPERT} if case.id in actor.appointed else set())
