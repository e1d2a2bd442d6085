"""Wuhan 2026: revocation drafts that other cases open; only a person proposes (measures, art. 18 (2), 24)."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from workflows.actors import SYSTEM
from workflows.declared import named_as
from workflows.moves import Attempt, Effect, Move, Opening, facts_of
from workflows.opening_effects import Subject


def drafts_revocation(*, ground: str, subject: Callable[[Move], Subject], when: Callable[[Move], bool]) -> Effect:
    """A draft with its ground, for whom it is about and without the enterprise that complained."""

    def drafts(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        return [
            Opening(
                lifecycle="wuhan/2026/revocation",
                actor=SYSTEM,
                office=move.case.home,
                subject=subject(move),
                parties=tuple(sorted(p for p in move.case.party if p[0] != "enterprise")),
                parent=(move.case.id, move.case.number),
                data={"ground": ground, "source": move.case.number},
                cause=move.cause,
            )
            for move in moves
            if when(move)
        ]

    facts = tuple(f for asked in (subject, when) for f in facts_of(asked))
    return named_as(drafts, f"drafts_revocation({ground})", reads=facts)
