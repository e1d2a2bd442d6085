"""Who serves whom: what the registers of commissioners, enterprises and assignments say of a case's enterprise."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.case import cases
from models.people import assignments, commissioners, enterprises
from workflows.actors import Role
from workflows.errors import Reason
from workflows.moves import Case, Move, reads


class Served(NamedTuple):
    """The assignment in force of an enterprise: its case, and who serves, from which office."""

    case: int
    number: str
    commissioner: str
    name: str
    office: str


class Person(NamedTuple):
    """A commissioner, as the register shows the person now."""

    number: str
    book: str
    name: str
    kind: str | None
    station: str | None
    office: str
    load: int
    ended_at: int | None


class Firm(NamedTuple):
    """An enterprise, as the register shows it now."""

    credit_code: str
    book: str
    name: str
    level: str | None
    area: str
    office: str
    ended_at: int | None


def given(move: Move, name: str) -> Any:
    """What this step, or the case's form before it, says."""
    return move.data.get(name) or move.case.form.get(name)


def served(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Served]:
    """Who serves each case's enterprise now."""
    a, p, wanted = assignments.c, commissioners.c, {move.case.subject_number for move in moves}
    asked = (
        select(a.enterprise, a.case_id, cases.c.number, p.number, p.name, p.office)
        .join(cases, cases.c.id == a.case_id)
        .join(commissioners, p.number == a.commissioner)
        .where(a.enterprise.in_(wanted), a.ended_at.is_(None))
    )
    found = {row[0]: Served(*row[1:]) for row in connection.execute(asked)}
    return {m.case.id: found[m.case.subject_number] for m in moves if m.case.subject_number in found}


def named_commissioner(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Person]:
    """The commissioner whom each step, or the form before it, names."""
    wanted = {move.case.id: given(move, "commissioner") for move in moves}
    asked = select(*(commissioners.c[n] for n in Person._fields)).where(commissioners.c.number.in_(wanted.values()))
    found = {row.number: Person(*row) for row in connection.execute(asked)}
    return {case: found[number] for case, number in wanted.items() if number in found}


def firm(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Firm]:
    """The enterprise that each case is about."""
    wanted = {move.case.id: move.case.subject_number for move in moves}
    asked = select(*(enterprises.c[n] for n in Firm._fields)).where(enterprises.c.credit_code.in_(wanted.values()))
    found = {row.credit_code: Firm(*row) for row in connection.execute(asked)}
    return {case: found[number] for case, number in wanted.items() if number in found}


def open_appeals(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Case]]:
    """The appeals of each case's enterprise that have not ended, in any edition of its book."""
    c, ends = cases.c, ("closed", "withdrawn")
    asked = select(cases).where(
        c.subject_number.in_({move.case.subject_number for move in moves}),
        c.lifecycle.like("%/appeal"),
        c.state.notin_(ends),
    )
    found = [Case(*row) for row in connection.execute(asked.order_by(c.id))]
    return {
        m.case.id: [
            a
            for a in found
            if a.subject_number == m.case.subject_number and a.lifecycle.split("/")[0] == m.lifecycle.book
        ]
        for m in moves
    }


def hold(connection: Connection, moves: Sequence[Move]) -> None:
    """Lock the enterprises: who hands over appeals and who registers one see each other's work, whoever is first."""
    wanted = {move.case.subject_number for move in moves}
    asked = select(enterprises.c.credit_code).where(enterprises.c.credit_code.in_(wanted))
    connection.execute(asked.order_by(enterprises.c.credit_code).with_for_update()).all()


@reads(served)
def has_a_commissioner(move: Move) -> Reason | None:
    if move.fact(served):
        return None
    return Reason(
        "uncovered",
        "该企业尚无服务专员，请直接提交专员办",
        "The enterprise has no commissioner yet: put the matter to the office.",
    )


@reads(served)
def has_no_commissioner(move: Move) -> Reason | None:
    if found := move.fact(served):
        return Reason(
            "covered",
            f"该企业由服务专员{found.name}联系，请提交专员办理",
            f"The enterprise has a commissioner, {found.name}: the matter goes there first.",
        )
    return None


@reads(named_commissioner)
def commissioner_in_force(move: Move) -> Reason | None:
    """The commissioner named stands in the book's register, and is of this desk's office or one below it."""
    if not given(move, "commissioner"):
        return None  # the form asks for one
    found = move.fact(named_commissioner)
    if found is None or found.ended_at is not None or found.book != move.lifecycle.book:
        return Reason(
            "no_commissioner", "服务专员库中没有此人", "No such commissioner stands in the pool.", "commissioner"
        )
    by_system = move.standing.role is Role.SYSTEM  # a successor may be another office's
    if not by_system and not move.reference.is_below(found.office, move.case.office):
        return Reason(
            "other_office",
            "该服务专员属于其他机构",
            "This commissioner belongs to another office.",
            "commissioner",
        )
    return None
