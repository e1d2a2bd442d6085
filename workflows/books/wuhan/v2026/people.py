"""Wuhan 2026: the register of commissioners: who enters it, who is in it, who leaves (measures, art. 3, 14, 15, 18)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from models.people import commissioners
from models.search import searched_row
from models.user import contacts
from workflows.declared import Perhaps, gives
from workflows.errors import Reason, Refused
from workflows.moves import Attempt, Move, Opening, reads
from workflows.registers import Change, ended, keep_all, set_all, source_of
from workflows.seal import text_of

KEPT = ("education", "employer", "priority")
SHOWN = ("name", "kind", "station", "office")
STANDS = {"ended_at": None, "ended_by": None, "ended_how": None}  # until the commissioner leaves
WITHOUT_STATION = {"station": Perhaps(None)}  # of those commissioners whose station leaves


def named_commissioner(move: Move) -> str:
    """The commissioner that the step or the case is about."""
    if move.case.subject_kind == "commissioner":
        return move.case.subject_number or ""
    return str(move.data.get("commissioner") or move.case.form.get("commissioner") or "")


def person(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Row[Any]]:
    """The register's row of the commissioner that each case is about."""
    wanted = {move.case.id: named_commissioner(move) for move in moves}
    asked = select(commissioners).where(commissioners.c.number.in_(set(wanted.values())))
    found = {row.number: row for row in connection.execute(asked)}
    return {case: found[number] for case, number in wanted.items() if number in found}


@reads(person)
def commissioner_in_register(move: Move) -> Reason | None:
    """The commissioner is filed, and has not left."""
    row = move.fact(person)
    if row is not None and row.book == "wuhan" and row.ended_at is None:
        return None
    return Reason(
        "no_commissioner", "没有这名在册的服务专员", "No such commissioner is in the register.", "commissioner"
    )


@reads(person)
def is_mobile(move: Move) -> Reason | None:
    """Only mobile commissioners are dispatched (WH-3)."""
    row = move.fact(person)
    if row is None or row.kind == "mobile":
        return None
    return Reason("not_mobile", "只有机动服务专员可以调配", "Only a mobile commissioner is dispatched.", "commissioner")


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in SHOWN} | STANDS


def _row(move: Move) -> dict[str, Any]:
    form, case = move.case.form, move.case
    return {
        "number": case.number,
        "book": "wuhan",
        "account": _own_account(move),
        "name": form["name"],
        "kind": form["kind"],
        "station": form.get("station"),
        "office": case.home,
        "data": text_of({name: form[name] for name in KEPT if name in form}),
        "filed_at": move.effective_at,
        "case_id": case.id,
        "load": 0,
    }


def _own_account(move: Move) -> str | None:
    """A mobile commissioner signs in as who filed; a resident's unit files for several."""
    filers: list[str] = json.loads(move.case.filers)
    return filers[0] if move.case.form["kind"] == "mobile" and filers else None


@gives(lambda move: _shown(_row(move)), enters=_row)
def files_commissioner(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Into the register, which shows name, kind and station; the account, if there is one, speaks for the person."""
    rows = [_row(move) for move in moves]
    searchable = [{**row, "search": searched_row("commissioners", row)} for row in rows]
    connection.execute(insert(commissioners), searchable)
    shown = zip(moves, map(_shown, rows), strict=True)
    keep_all(connection, [Change("commissioner", m.case.number, values, source_of(m)) for m, values in shown])
    ties = [
        {"user_id": row["account"], "kind": "commissioner", "number": row["number"], "name": row["name"]}
        for row in rows
        if row["account"]
    ]
    if ties:
        connection.execute(insert(contacts), ties)
    return []


def end_commissioners(connection: Connection, ending: Sequence[tuple[Move, str, str]]) -> None:
    """Out of the register now: (move, number, how); Refused if somebody else was faster."""
    c, numbers = commissioners.c, [number for _, number, _ in ending]
    # The row's lock decides between two that would end it: the second finds that it has ended.
    asked = select(c.number).where(c.number.in_(numbers), c.ended_at.is_(None)).order_by(c.number).with_for_update()
    if len(set(connection.execute(asked).scalars())) < len(numbers):
        raise Refused(
            Reason("commissioner_ended", "该专员已经注销", "This commissioner has left the register already.")
        )
    set_all(connection, [Change("commissioner", number, ended(m, how), source_of(m)) for m, number, how in ending])
    connection.execute(delete(contacts).where(contacts.c.kind == "commissioner", contacts.c.number.in_(numbers)))


def leave_without_station(connection: Connection, leaving: Mapping[str, Move]) -> None:
    """The commissioners of these stations stay filed, without a station, and stand on headquarters' list."""
    c = commissioners.c
    tied = select(c.number, c.station).where(c.book == "wuhan", c.station.in_(leaving), c.ended_at.is_(None))
    rows = connection.execute(tied.order_by(c.number)).all()
    set_all(connection, [Change("commissioner", n, {"station": None}, source_of(leaving[of])) for n, of in rows])
