"""Wuhan 2026: what a change needs beyond its form, and what the register then says (measures, art. 17)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from workflows.books.wuhan.v2026.people import commissioner_in_register, person
from workflows.declared import gives
from workflows.errors import Reason
from workflows.moves import Attempt, Move, Opening, reads
from workflows.registers import set_values, source_of
from workflows.telling import tell_offices
from workflows.titled import title

OPERATOR, COMMISSIONER = "operator", "commissioner"


@reads(title)
def moves_with_its_address(move: Move) -> Reason | None:
    """A change is decided by the station's own district; an address in another, by the new one (office)."""
    row = move.fact(title)
    if row is None or row.office == move.case.home or move.data.get("kind") == "address":
        return None
    return Reason(
        "other_district",
        "服务站不在该区：只有迁入本区的地址变更由该区审定",
        "The station lies in another district: only a move into this one is decided here.",
        "office",
    )


def operator_is_named(move: Move) -> Reason | None:
    if move.data.get("kind") != OPERATOR or move.data.get("credit_code"):
        return None
    return Reason(
        "no_credit_code",
        "变更运营单位须填写统一社会信用代码",
        "Name the new operator's unified credit code.",
        "credit_code",
    )


@reads(person)
def commissioner_is_named(move: Move) -> Reason | None:
    """A commissioner who moves stays filed: the new station reports one change."""
    return commissioner_in_register(move) if move.data.get("kind") == COMMISSIONER else None


def _values(move: Move) -> Mapping[str, Any]:
    form = move.case.form
    if form["kind"] == COMMISSIONER:
        return {"station": move.case.subject_number, "office": move.case.home}
    changed: dict[str, Any] = {form["kind"]: form["new_value"]}
    if form["kind"] == OPERATOR:
        changed["subject_number"] = form["credit_code"]
    if form["kind"] == "address":
        changed["office"] = move.case.home
    return changed


@gives(_values)
@reads(title)
def changes_register(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The register shows the new values and keeps the old."""
    for move in moves:
        register, number = _row(move)
        set_values(connection, register, number, _values(move), source_of(move))
    return []


def _row(move: Move) -> tuple[str, str]:
    form = move.case.form
    if form["kind"] == COMMISSIONER:
        return "commissioner", form["commissioner"]
    return "station", move.case.subject_number or ""


@reads(title)
def tells_the_old_district(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The district that a station left is told."""
    for move in moves:
        row = move.fact(title)
        if row is not None and row.office != move.case.home:
            tell_offices(connection, move, [row.office])
    return []
