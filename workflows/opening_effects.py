"""Effects that open another case of the same book and edition: a child of the case that moved."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from workflows.actors import SYSTEM
from workflows.declared import named_as
from workflows.moves import Attempt, Effect, Move, Opening, facts_of

Subject = tuple[str, str, str]  # kind, number, name


def opens(
    name: str, *, subject: Callable[[Move], Subject], data: Callable[[Move], Mapping[str, Any]],
    when: Callable[[Move], bool], key: Callable[[Move], str] | None = None,
) -> Effect:  # fmt: skip
    """Open a case of the lifecycle `name` for `subject` with `data`, where `when` holds.

    Its parties are the moving case's, its parent is that case. What the callables `@reads` is learnt first.
    `key`: what a duty would open, too, bears the duty's key, and opens once.
    """

    def opens_case(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        return [
            _opening(name, move, subject(move), data(move), key(move) if key else None) for move in moves if when(move)
        ]

    facts = tuple(f for asked in (subject, data, when) for f in facts_of(asked))
    return named_as(opens_case, f"opens({name})", reads=facts)


def _opening(name: str, move: Move, subject: Subject, data: Mapping[str, Any], key: str | None) -> Opening:
    return Opening(
        lifecycle=f"{move.lifecycle.book}/{move.lifecycle.edition}/{name}",
        actor=SYSTEM,
        office=move.case.home,
        subject=subject,
        parties=tuple(sorted(move.case.party)),
        parent=(move.case.id, move.case.number),
        data=data,
        key=key,
        digest=key,
        cause=move.cause,
    )


def same_subject(move: Move) -> Subject:
    """The new case has the subject of the one that moved."""
    return (move.case.subject_kind or "", move.case.subject_number or "", move.case.subject_name or "")


def title_named(field: str, *, kind: str) -> Callable[[Move], Subject]:
    """The title that this certification enters: its number is the certification's own."""

    def title(move: Move) -> Subject:
        return (kind, move.case.number, str(move.case.form[field]))

    return title


def nothing(move: Move) -> Mapping[str, Any]:
    """The new case begins with an empty form."""
    return {}


def always(move: Move) -> bool:
    return True
