"""Why, and why not: every step from a case's state with what stands in this actor's way."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from models.reference import Reference
from workflows.actors import Actor
from workflows.errors import Reason, StepError
from workflows.judging import guards_of, judge
from workflows.lifecycle import Step
from workflows.moves import Attempt, Case, Counter, Fact, Guard, Move, facts_of
from workflows.rulebooks import lifecycles


class Offer(NamedTuple):
    """A step, and the reasons why this actor can't take it now; none: it is allowed."""

    step: Step
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


def offers(
    connection: Connection, case: Case, actor: Actor, reference: Reference, *, at: int, counter: bool = False
) -> list[Offer]:
    """All steps from this state, judged as `fire` would, but for what their forms still lack.

    `counter`: judged for an officer who takes the step on paper received now.
    """
    return offers_of(connection, [case], actor, reference, at=at, counter=counter)[case.id]


def offers_of(
    connection: Connection, cases: Sequence[Case], actor: Actor, reference: Reference, *, at: int, counter: bool = False
) -> dict[int, list[Offer]]:
    """The same for many cases: what guards ask is learnt by one query a fact, however many there are."""
    judged = {case.id: _judged(case, actor, reference, at, counter) for case in cases}
    moves = [found for offered in judged.values() for _, found in offered if isinstance(found, Move)]
    _learn(connection, moves)
    return {case: [Offer(step, _reasons(found)) for step, found in offered] for case, offered in judged.items()}


def _judged(
    case: Case, actor: Actor, reference: Reference, at: int, counter: bool
) -> list[tuple[Step, Move | StepError]]:
    lifecycle = lifecycles()[case.lifecycle]
    paper = Counter("", at) if counter else None
    return [
        (step, judge(case, lifecycle, Attempt(case.id, step.name, actor, counter=paper), at, reference, partial=True))
        for step in lifecycle.leaving(case.state)
    ]


def _reasons(found: Move | StepError) -> tuple[Reason, ...]:
    if isinstance(found, StepError):
        return found.reasons or (Reason(found.code, found.zh, found.en),)
    return tuple(r for guard in guards_of(found) if (r := _asked(guard, found)))


def _asked(guard: Guard, move: Move) -> Reason | None:
    try:
        return guard(move)
    except KeyError:
        return None  # it asks for a field that nobody has filled in yet: judged when the step is taken


def _learn(connection: Connection, moves: Sequence[Move]) -> None:
    wanted: dict[Fact, list[Move]] = {}
    for move in moves:
        for fact in dict.fromkeys(f for guard in guards_of(move) for f in facts_of(guard)):
            wanted.setdefault(fact, []).append(move)
    for fact, askers in wanted.items():
        _ask(connection, fact, askers)


def _ask(connection: Connection, fact: Fact, askers: Sequence[Move]) -> None:
    """For all at once; one by one, where for some the fact hangs on a field that is still empty."""
    try:
        found = fact(connection, askers)
    except KeyError:
        for move in askers if len(askers) > 1 else ():
            _ask(connection, fact, [move])
        return
    for move in askers:
        move.known[fact] = found
