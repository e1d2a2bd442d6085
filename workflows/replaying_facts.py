"""What effects ask beyond an entry for what they give to registers, asked once for all cases of a page."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from models.reference import Reference
from workflows.actors import SYSTEM, Role
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Case, Fact, Move, Standing, facts_of
from workflows.rulebooks import lifecycles


def learned(connection: Connection, page: Sequence[Case], reference: Reference) -> dict[Fact, Mapping[int, Any]]:
    """By fact and case; these facts look at cases alone, and find the same at any time (`gives`)."""
    asking: dict[Fact, list[Move]] = {}
    for case in page:
        lifecycle = lifecycles()[case.lifecycle]
        for fact in _asked(lifecycle):
            asking.setdefault(fact, []).append(_move(case, lifecycle, reference))
    return {fact: fact(connection, moves) for fact, moves in asking.items()}


@cache
def _asked(lifecycle: Lifecycle) -> frozenset[Fact]:
    giving = (effect.gives for step in lifecycle.steps for effect in step.does if hasattr(effect, "gives"))
    return frozenset(fact for gives in giving for fact in facts_of(gives))


def _move(case: Case, lifecycle: Lifecycle, reference: Reference) -> Move:
    step, at = lifecycle.steps[0], case.opened_at
    return Move(
        Attempt(case.id, step.name, SYSTEM), case, lifecycle, step, Standing(Role.SYSTEM), reference, at, at, {}, ""
    )
