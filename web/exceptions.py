"""Steps that a higher office took for a desk where nobody might act: the exception to the separation of duties."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from models.reference import Reference
from workflows.actors import DESK_ROLES
from workflows.lifecycle import Lifecycle, State, Step
from workflows.rulebooks import rulebook_of


class Desk(NamedTuple):
    """Where a case was filed, waits now, and has waited before (JSON)."""

    home: str
    office: str
    passed: str


def open_to_substitutes(lifecycle: Lifecycle) -> Iterator[str]:
    """The steps that a higher office may take in a desk's stead."""
    stands_in = rulebook_of(lifecycle).stands_in
    yield from (step.name for step in lifecycle.steps if any(role in stands_in for role in step.roles))


def stood_in(lifecycle: Lifecycle, body: Mapping[str, Any], desk: Desk, reference: Reference) -> bool:
    """Whether an entry says so: by its role, or, where the higher office's is called the same, by its office."""
    step = lifecycle.at.get((body["source"], body["step"]))
    if step is None or body["on_behalf_of"] is not None or body["role"] not in DESK_ROLES:
        return False
    if body["role"] not in step.roles:
        return True
    if _sent_elsewhere(lifecycle, step.source):
        return body["office"] != desk.office and f'"{body["office"]}"' not in desk.passed
    return bool(body["office"] != reference.desk(desk.home, step.source.level))


def _sent_elsewhere(lifecycle: Lifecycle, state: State) -> bool:
    """Whether a case comes to this state at a desk that its home and level alone don't tell."""
    return any(_leads(step, state) and step.desk is not None for step in lifecycle.steps)


def _leads(step: Step, state: State) -> bool:
    return step.target is state
