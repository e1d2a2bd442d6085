"""Wuhan 2026: a station or a commissioner leaves the register, and what ends with it (measures, art. 18)."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from sqlalchemy import Connection, or_, select

from models.case import cases
from workflows.actors import SYSTEM
from workflows.books.wuhan.v2026.people import (
    commissioner_in_register,
    end_commissioner,
    leave_without_station,
    person,
)
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Effect, Fact, Move, Opening, reads
from workflows.title_effects import end_title
from workflows.titled import title, title_in_register


@reads(title, person)
def in_register(move: Move) -> Reason | None:
    """The station or commissioner that the case is about hasn't left."""
    return commissioner_in_register(move) if move.case.subject_kind == "commissioner" else title_in_register(move)


def leaves(*, how: str | Callable[[Move], str], ends: tuple[Lifecycle, ...]) -> Effect:
    """The register closes at once; its open cases end, and a station's commissioners stay filed without one."""
    running = _running(ends)

    @reads(running)
    def leaves_register(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        asked: list[Attempt | Opening] = []
        for move in moves:
            number, why = move.case.subject_number or "", how if isinstance(how, str) else how(move)
            if move.case.subject_kind == "commissioner":
                end_commissioner(connection, move, number, why)
            else:
                end_title(connection, move, "station", why)
                leave_without_station(connection, move, number)
            by = {"ended_by": move.case.number}
            asked += [Attempt(id, "discontinue", SYSTEM, data=by, cause=move.cause) for id in move.fact(running)]
        return asked

    leaves_register.named = f"leaves({how if isinstance(how, str) else how.__name__})"  # type: ignore[attr-defined]
    return leaves_register


@cache
def _running(ends: tuple[Lifecycle, ...]) -> Fact:
    """Open cases about who leaves, and those that name a station which leaves: dispatches to it, its filings."""
    stoppable = {lc.key: {s.source.name for s in lc.steps if s.name == "discontinue"} for lc in ends}

    def running(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[int]]:
        c, found = cases.c, {}
        for move in moves:
            number = move.case.subject_number or ""
            tied = or_(c.subject_number == number, c.data.contains(f'"station":"{number}"', autoescape=True))
            asked = select(c.id, c.lifecycle, c.state).where(
                c.lifecycle.in_(set(stoppable)), tied, c.id != move.case.id
            )
            rows = connection.execute(asked.order_by(c.id)).all()
            found[move.case.id] = [row.id for row in rows if row.state in stoppable[row.lifecycle]]
        return found

    return running
