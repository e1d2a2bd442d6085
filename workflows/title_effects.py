"""What steps do to the register of titles: enter, change, prolong and end one, and end its open cases with it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from models.case import cases
from models.numbering import take_numbers
from models.register import titles
from models.rows import write
from models.search import searched_row
from workflows.actors import SYSTEM
from workflows.deadlines import nominal_last_day, years
from workflows.declared import gives, named_as
from workflows.errors import Reason, Refused
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Effect, Fact, Move, Opening, reads
from workflows.registers import Change, ended, keep_all, set_all, source_of
from workflows.seal import text_of

FIRST = ("name", "address", "office", "valid_until", "plaque", "plaque_state")
STANDS = {"ended_at": None, "ended_by": None, "ended_how": None}  # what the register says until the title ends


def register_title(*, kind: str, series: str, valid_for: int | None, named_by: str, keeps: tuple[str, ...]) -> Effect:
    """Enter the title with the next plaque of the series; it runs `valid_for` years, through 24:00 (None: no end).

    `named_by` is the form's field with the title's name; the fields in `keeps` go into the register with it.
    """

    def row(move: Move, plaque: str) -> dict[str, Any]:
        until = valid_for and nominal_last_day(day_of(move.effective_at), years(valid_for, roll=False)).isoformat()
        return {**_title(move, kind, plaque, named_by, keeps), "valid_until": until}

    def known(move: Move) -> Mapping[str, Any]:
        """All but the plaque, which is the next of its series."""
        return {name: value for name, value in _first(row(move, "")).items() if name != "plaque"}

    @gives(known, enters=lambda move: row(move, ""))
    def registers_title(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        rows = [row(move, number) for move, number in zip(moves, plaques(connection, series, moves), strict=True)]
        write(connection, "insert", titles, [_stored(row) for row in rows])
        told = zip(moves, map(_first, rows), strict=True)
        keep_all(connection, [Change(kind, m.case.number, first, source_of(m)) for m, first in told])
        return []

    return named_as(registers_title, f"register_title({kind}, valid_for={valid_for})")


def _first(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the register shows of a title that is new."""
    return {**{name: row[name] for name in FIRST}, **STANDS, **row["data"]}


def plaques(connection: Connection, series: str, moves: Sequence[Move]) -> list[str]:
    """The next plaques of a series, such as GZ-ZD-2026-0001: one numbered register, no number given twice."""
    of = [day_of(move.effective_at).year for move in moves]
    taken = {year: iter(take_numbers(connection, series, year, of.count(year))) for year in sorted(set(of))}
    return [f"{series}-{year}-{next(taken[year]):04d}" for year in of]


def _title(move: Move, kind: str, plaque: str, named_by: str, keeps: tuple[str, ...]) -> dict[str, Any]:
    form, case = move.case.form, move.case
    return {
        "book": move.lifecycle.book,
        "kind": kind,
        "number": case.number,
        "plaque": plaque,
        "plaque_state": "out",
        "subject_number": case.subject_number,
        "name": form[named_by],
        "operator": case.subject_name,
        "office": case.home,
        "address": form["address"],
        "data": {name: form[name] for name in keeps if name in form},
        "certified_at": move.effective_at,
        "case_id": case.id,
    }


def _stored(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "data": text_of(row["data"]), "search": searched_row("titles", row)}


def changes_title(values: Callable[[Move], Mapping[str, Any]], *, named: str) -> Effect:
    """The register shows these values of the case's subject from now on, and keeps the old ones."""

    @gives(values)
    def changes(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        set_all(connection, [_change(move, values(move)) for move in moves])
        return []

    return named_as(changes, named)


def reissues_plaque(*, series: str) -> Effect:
    """A new number for the title's plaque; the old one is void, and stays in the history as such."""

    @gives(lambda _: {"plaque_state": "out"})
    def reissues(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        new = zip(moves, plaques(connection, series, moves), strict=True)
        set_all(connection, [_change(move, {"plaque": number, "plaque_state": "out"}) for move, number in new])
        return []

    return named_as(reissues, f"reissues_plaque({series})")


def _change(move: Move, values: Mapping[str, Any]) -> Change:
    return Change(move.case.subject_kind or "", move.case.subject_number or "", values, source_of(move))


def closes_title(*, how: str | Callable[[Move], str], ends: tuple[Lifecycle, ...]) -> Effect:
    """The register closes at once; open cases of the title, of these lifecycles and no others, end with it."""
    running = open_cases(ends)

    def why(move: Move) -> str:
        return how if isinstance(how, str) else how(move)

    @gives(lambda move: ended(move, why(move)))
    @reads(running)
    def closes(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        end_titles(connection, [(move, move.case.subject_kind or "", why(move)) for move in moves])
        return [attempt for move in moves for attempt in discontinued(move, running)]

    return named_as(closes, f"closes_title({how if isinstance(how, str) else how.__name__})")


def discontinued(move: Move, running: Fact) -> list[Attempt | Opening]:
    """What ends with the title that this move ended."""
    reason = {"ended_by": move.case.number}
    return [Attempt(id, "discontinue", SYSTEM, data=reason, cause=move.cause) for id in move.fact(running) or ()]


def end_title(connection: Connection, move: Move, kind: str, how: str) -> None:
    end_titles(connection, [(move, kind, how)])


def end_titles(connection: Connection, ending: Sequence[tuple[Move, str, str]]) -> None:
    """The titles with the numbers of the cases' subjects end now; Refused if somebody else was faster."""
    numbers = [move.case.subject_number or "" for move, _, _ in ending]
    t = titles.c
    # The row's lock decides between two that would end it: the second finds that it has ended.
    asked = select(t.number).where(t.number.in_(numbers), t.ended_at.is_(None)).order_by(t.id).with_for_update()
    standing = set(connection.execute(asked).scalars())
    if len(standing) < len(numbers):
        raise Refused(Reason("title_ended", "该称号已经终止", "This title has ended already."))
    named = zip(ending, numbers, strict=True)
    set_all(connection, [Change(kind, number, ended(m, how), source_of(m)) for (m, kind, how), number in named])


@cache
def open_cases(ends: tuple[Lifecycle, ...]) -> Fact:
    """Open cases whose subject is the title: their lifecycle's own steps say from where they can be discontinued."""
    stoppable = {lc.key: {s.source.name for s in lc.steps if s.name == "discontinue"} for lc in ends}

    def running(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[int]]:
        c, numbers = cases.c, {move.case.subject_number for move in moves}
        asked = select(c.id, c.lifecycle, c.state, c.subject_number).where(
            c.subject_number.in_(numbers), c.lifecycle.in_(set(stoppable))
        )
        found = [row for row in connection.execute(asked.order_by(c.id)) if row.state in stoppable[row.lifecycle]]
        return {
            move.case.id: [r.id for r in found if r.subject_number == move.case.subject_number and r.id != move.case.id]
            for move in moves
        }

    return running
