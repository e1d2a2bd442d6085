"""Wuhan 2026: a station or a commissioner leaves the register, and what ends with it (measures, art. 18)."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from sqlalchemy import Connection, or_, select

from models.case import cases
from workflows.books.wuhan.v2026.people import (
    WITHOUT_STATION,
    commissioner_in_register,
    end_commissioners,
    leave_without_station,
    person,
)
from workflows.declared import gives, named_as
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Case, Effect, Fact, Move, Opening, reads
from workflows.registers import ended
from workflows.title_effects import discontinued, end_titles
from workflows.titled import title, title_in_register

# Another open exit of the same, such as a warning, ends with it, too.
OTHER_EXITS = {"wuhan/2026/exit": {"draft", "district_verification", "returned", "hq_deregistration"}}


@reads(title, person)
def in_register(move: Move) -> Reason | None:
    """The station or commissioner that the case is about hasn't left."""
    return commissioner_in_register(move) if move.case.subject_kind == "commissioner" else title_in_register(move)


def leaves(*, how: str | Callable[[Move], str], ends: tuple[Lifecycle, ...]) -> Effect:
    """The register closes at once; its open cases end, and a station's commissioners stay filed without one."""
    running = _running(ends)

    def why(move: Move) -> str:
        return how if isinstance(how, str) else how(move)

    @gives(lambda move: ended(move, why(move)) | WITHOUT_STATION)
    @reads(running)
    def leaves_register(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        told = [(move, move.case.subject_number or "", why(move)) for move in moves]
        people = [one for one in told if one[0].case.subject_kind == "commissioner"]
        stations = [one for one in told if one[0].case.subject_kind != "commissioner"]
        end_commissioners(connection, people)
        end_titles(connection, [(m, "station", reason) for m, _, reason in stations])
        leave_without_station(connection, {number: m for m, number, _ in stations})
        return [attempt for move in moves for attempt in discontinued(move, running)]

    return named_as(leaves_register, f"leaves({how if isinstance(how, str) else how.__name__})")


@cache
def _running(ends: tuple[Lifecycle, ...]) -> Fact:
    """Open cases about who leaves, and those that name a station which leaves: dispatches to it, its filings."""
    stoppable = {lc.key: {s.source.name for s in lc.steps if s.name == "discontinue"} for lc in ends} | OTHER_EXITS

    def running(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[int]]:
        c, numbers = cases.c, {move.case.subject_number or "" for move in moves}
        named = (c.data.contains(f'"station":"{number}"', autoescape=True) for number in sorted(numbers))
        asked = select(cases).where(c.lifecycle.in_(set(stoppable)), or_(c.subject_number.in_(numbers), *named))
        found = [Case(*row) for row in connection.execute(asked.order_by(c.id))]
        tied = [(case, {case.subject_number, case.form.get("station")}) for case in found]
        return {
            m.case.id: [
                case.id
                for case, about in tied
                if m.case.subject_number in about and case.id != m.case.id and case.state in stoppable[case.lifecycle]
            ]
            for m in moves
        }

    return running
