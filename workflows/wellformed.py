"""What building a lifecycle refuses: a machine that can get stuck, contradict itself, or cite nothing."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workflows.actors import Role

if TYPE_CHECKING:
    from workflows.lifecycle import Lifecycle, Step


def require_wellformed(lifecycle: "Lifecycle") -> None:
    """Raise ValueError with everything that is wrong with the definition."""
    if wrong := [*_repeated(lifecycle), *_clocks(lifecycle), *_reach(lifecycle), *_cited(lifecycle)]:
        raise ValueError(f"{lifecycle.key}: " + "; ".join(wrong))


def _repeated(lifecycle: "Lifecycle") -> Iterable[str]:
    for (source, name), n in Counter((s.source.name, s.name) for s in lifecycle.steps).items():
        if n > 1:
            yield f"{n} steps {name} from {source}"
    for name, found in _states(lifecycle).items():
        if len(found) > 1:
            yield f"state {name} is defined in {len(found)} ways"


def _states(lifecycle: "Lifecycle") -> dict[str, set[object]]:
    found: dict[str, set[object]] = {lifecycle.initial.name: {lifecycle.initial}}
    for step in lifecycle.steps:
        for state in (step.source, step.target):
            found.setdefault(state.name, set()).add(state)
    return found


def _clocks(lifecycle: "Lifecycle") -> Iterable[str]:
    clocks = [s for s in lifecycle.steps if Role.CLOCK in s.roles]
    for source, n in Counter(s.source.name for s in clocks).items():
        if n > 1:
            yield f"{n} clocks in {source}"
    yield from (wrong for step in clocks for wrong in _clock(step))
    for step in lifecycle.steps:
        if step.after is not None and not step.is_clock:
            yield f"{step.name} has a period but is no clock's"


def _clock(step: "Step") -> Iterable[str]:
    if step.needs or not step.is_clock:
        yield f"the clock {step.name} has a guard or another actor"
    if step.after is None:
        yield f"the clock {step.name} has no period"
    if step.target.kind == "adverse":
        yield f"the clock {step.name} takes an adverse decision"


def _reach(lifecycle: "Lifecycle") -> Iterable[str]:
    states = lifecycle.states
    forward = _closure({lifecycle.initial.name}, lifecycle.steps, back=False)
    ends = {name for name, state in states.items() if state.final}
    backward = _closure(ends, lifecycle.steps, back=True)
    for name, state in states.items():
        if name not in forward:
            yield f"{name} is out of reach"
        if name not in backward:
            yield f"no final state can be reached from {name}"
        if state.final and lifecycle.leaving(name):
            yield f"the final state {name} has a step out"


def _closure(start: set[str], steps: "Iterable[Step]", *, back: bool) -> set[str]:
    found, grown = set(start), True
    edges = [(s.target.name, s.source.name) if back else (s.source.name, s.target.name) for s in steps]
    while grown:
        new = {b for a, b in edges if a in found} - found
        found, grown = found | new, bool(new)
    return found


def _cited(lifecycle: "Lifecycle") -> Iterable[str]:
    for step in lifecycle.steps:
        if not step.laws or not all(step.laws):
            yield f"{step.name} from {step.source.name} cites nothing"
        if not step.roles:
            yield f"{step.name} from {step.source.name} is nobody's"
