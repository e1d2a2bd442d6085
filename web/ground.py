"""What a page of a case stands on: the case, who looks at it, by which ties, and the reference of the moment."""

from dataclasses import dataclass

from models.database import Present
from models.reference import Reference, current
from web import auth
from workflows.actors import Actor
from workflows.errors import NotFound
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.reading import visible
from workflows.rulebooks import lifecycles


@dataclass(frozen=True)
class Ground:
    """The case, who looks at it, and what both stand on."""

    case: Case
    lifecycle: Lifecycle
    actor: Actor
    ties: set[str]
    reference: Reference


def ground(present: Present, number: str) -> Ground:
    """NotFound where there is no such case for this visitor."""
    actor = auth.actor_of(present.visitor)
    if actor is None:
        raise NotFound
    reference = current(present.connection)
    case, ties = visible(present.connection, number, actor, reference)
    return Ground(case, lifecycles()[case.lifecycle], actor, ties, reference)
