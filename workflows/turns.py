"""Whose turn it is in a state: the roles that are waited for there."""

from workflows.actors import Role
from workflows.lifecycle import Kind, Lifecycle, State, Step

ASIDE = {"withdraw", "recuse", "discard"}  # open as long as the state holds, and so nobody's turn


def waits_for(lifecycle: Lifecycle, state: State) -> set[Role]:
    """Whose move it is: the roles that take a step forward here; nobody's where the clock or nobody is awaited.

    Adverse steps don't count: whoever may end a case at any time isn't waited for.
    """
    if state.kind is not Kind.OPEN:
        return set()
    return {role for s in onward(lifecycle, state) for role in s.roles}


def onward(lifecycle: Lifecycle, state: State) -> list[Step]:
    """The steps that somebody is waited for to take. While a clock runs, one that leaves the case there is none:
    a publicity waits for its end, not for an objection; a report is waited for until its day."""
    steps = forward(lifecycle, state)
    return [s for s in steps if s.target is not state] if state.name in lifecycle.clocks else steps


def forward(lifecycle: Lifecycle, state: State) -> list[Step]:
    """The steps by which people take a case on: neither adverse nor open at almost every time."""
    nobody = {Role.CLOCK, Role.SYSTEM}
    steps = (s for s in lifecycle.leaving(state.name) if not s.adverse and not set(s.roles) & nobody)
    return [s for s in steps if s.name not in ASIDE]
