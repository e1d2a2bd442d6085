"""Wuhan 2026: the register of commissioners: who enters it, who is in it, who leaves (measures, art. 3, 14, 15, 18)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from models.people import commissioners
from models.user import contacts
from workflows.errors import Reason, Refused
from workflows.moves import Attempt, Move, Opening, reads
from workflows.registers import keep_values, set_values, source_of
from workflows.seal import text_of

KEPT = ("education", "employer", "priority")


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


def files_commissioner(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Into the register, which shows name, kind and station; the account, if there is one, speaks for the person."""
    for move in moves:
        row = _row(move)
        connection.execute(insert(commissioners).values(row))
        shown = {name: row[name] for name in ("name", "kind", "station", "office")}
        keep_values(connection, "commissioner", row["number"], shown, source_of(move))
        if row["account"]:
            tie = {"user_id": row["account"], "kind": "commissioner", "number": row["number"], "name": row["name"]}
            connection.execute(insert(contacts).values(tie))
    return []


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


def end_commissioner(connection: Connection, move: Move, number: str, how: str) -> None:
    """Out of the register now, or somebody else was faster: Refused."""
    standing = (commissioners.c.number == number) & commissioners.c.ended_at.is_(None)
    ended = {"ended_at": move.effective_at, "ended_by": move.case.id, "ended_how": how}
    if connection.execute(update(commissioners).where(standing).values(ended)).rowcount != 1:
        raise Refused(
            Reason("commissioner_ended", "该专员已经注销", "This commissioner has left the register already.")
        )
    keep_values(connection, "commissioner", number, ended, source_of(move))
    connection.execute(delete(contacts).where(contacts.c.kind == "commissioner", contacts.c.number == number))


def leave_without_station(connection: Connection, move: Move, station: str) -> None:
    """A station's commissioners stay filed, without a station, and stand on headquarters' list."""
    c = commissioners.c
    tied = select(c.number).where(c.book == "wuhan", c.station == station, c.ended_at.is_(None)).order_by(c.number)
    for number in connection.execute(tied).scalars().all():
        set_values(connection, "commissioner", number, {"station": None}, source_of(move))
