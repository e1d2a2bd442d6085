"""Setting a decision aside: which decisions may be, by whose office, and the register as it stood before."""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from models.case import cases, entries, links
from models.register import titles
from workflows.actors import SYSTEM
from workflows.dates import end_of
from workflows.declared import gives, named_as
from workflows.errors import Reason
from workflows.lifecycle import Kind, Lifecycle
from workflows.moves import Attempt, Case, Effect, Guard, Move, Opening, reads
from workflows.registers import History, Place, as_before, ended, histories, restore, source_of, until_it_wrote
from workflows.title_effects import discontinued, end_title, open_cases

TITLES = ("station", "institution")


class Decided(NamedTuple):
    """A case, by which office its last step was taken, and the reversal that set it aside already."""

    case: Case
    office: str
    set_aside_by: str | None


def decided(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Decided]:
    """The case that each reversal is about."""
    wanted = {move.case.subject_number for move in moves}
    last = (entries.c.case_id == cases.c.id) & (entries.c.seq == cases.c.version)
    asked = select(cases, entries.c.body).join(entries, last).where(cases.c.number.in_(wanted))
    found = {row.number: (Case(*row[:-1]), json.loads(bytes(row.body))["office"]) for row in connection.execute(asked)}
    undone = (links.c.to_id.in_([case.id for case, _ in found.values()])) & (links.c.kind == "set_aside")
    by = select(links.c.to_id, cases.c.number).join(cases, cases.c.id == links.c.from_id).where(undone)
    before = dict(connection.execute(by).all())
    known = {n: Decided(case, office, before.get(case.id)) for n, (case, office) in found.items()}
    return {m.case.id: known[m.case.subject_number] for m in moves if m.case.subject_number in known}


def set_aside_by(connection: Connection, case: Case) -> str | None:
    """The number of the reversal that set this decision aside: the case itself keeps its state."""
    tied = (links.c.from_id == cases.c.id) & (links.c.to_id == case.id) & (links.c.kind == "set_aside")
    found: str | None = connection.execute(select(cases.c.number).join(links, tied)).scalar()
    return found


@cache
def _decisions(of: tuple[Lifecycle, ...]) -> dict[str, set[str]]:
    """Lifecycle -> its states that are decisions: ends, but neutral ones."""
    ends = (Kind.GOOD, Kind.ADVERSE)
    return {lc.key: {s.name for s in lc.states.values() if s.kind in ends} for lc in of}


def is_decided(*, of: tuple[Lifecycle, ...]) -> Guard:
    """The subject is a decided case, decided by this office, and not set aside before."""
    decisions = _decisions(of)

    @reads(decided)
    def decided_here(move: Move) -> Reason | None:
        found = move.fact(decided)
        if found is None or found.case.state not in decisions.get(found.case.lifecycle, ()):
            return Reason("not_decided", "没有这个已决定的办件", "There is no such decided case.")
        if found.office != move.case.home:
            return Reason("other_office", "该决定由另一机构作出", "Another office took this decision.")
        if found.set_aside_by:
            by = found.set_aside_by
            return Reason("set_aside", f"该决定已被 {by} 撤销", f"This decision was set aside by {by}.")
        return None

    return decided_here


@reads(decided)
def closing_day_named(move: Move) -> Reason | None:
    """What had a closing day gets a new one, ahead, where it is decided anew: it would else be missed at once."""
    found = move.fact(decided)
    if found is None or "closes_on" not in found.case.form or not move.data.get("anew"):
        return None
    if "anew_until" in move.data and end_of(move.data["anew_until"]) > move.at:
        return None
    return Reason(
        "closing_day", "请填写重新办理的截止日，须晚于今天", "Name a closing day ahead for the new case.", "anew_until"
    )


def the_decided_case(move: Move) -> str:
    """One open reversal of a case."""
    return f"{move.lifecycle.book}/reversal/{move.case.subject_number}"


def reverses(*, ends: tuple[Lifecycle, ...]) -> Effect:
    """The register as it stood before; where it must be decided anew, a new linked case with the old data."""
    running = open_cases(ends)

    @gives(_taken_back)
    @reads(decided, running)
    def sets_aside(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        asked: list[Attempt | Opening] = []
        for move in moves:
            old = move.fact(decided).case
            connection.execute(insert(links).values(from_id=move.case.id, to_id=old.id, kind="set_aside"))
            restore(connection, old.number, source_of(move))
            if title := _entered_by(connection, old):
                end_title(connection, move, title, "reversed")
                asked += discontinued(move, running)
            if move.case.form.get("anew"):
                asked.append(_anew(move, old, _still_named(connection, old)))
        return asked

    return named_as(sets_aside, "reverses")


def wrote(connection: Connection, moves: Sequence[Move]) -> Mapping[int, History]:
    """What stands where each reversal's subject wrote, with its whole history."""
    numbers = {move.case.subject_number or "" for move in moves}
    found = histories(connection, numbers)
    wrote = {
        number: {p: told for p, told in found.items() if any(row.case_number == number for row in told)}
        for number in numbers
    }
    return {move.case.id: wrote[move.case.subject_number or ""] for move in moves}


@reads(wrote)
def _taken_back(move: Move) -> Mapping[Place, Any]:
    """What `restore` gives, and the end of a title that the case entered."""
    undone = move.case.subject_number or ""
    history = until_it_wrote(move.fact(wrote), source_of(move))
    return as_before(history, undone) | of_entered(history, undone, TITLES, ended(move, "reversed"))


def of_entered(history: History, number: str, kinds: Collection[str], values: Mapping[str, Any]) -> dict[Place, Any]:
    """These values, for what the case of this number entered into a register and what still stood there."""
    entered = {register for register, own, _ in history if own == number and register in kinds}
    ends = {register: history.get((register, number, "ended_at")) for register in entered}
    standing = [register for register, told in ends.items() if not told or json.loads(told[-1].value) is None]
    return {(register, number, field): value for register in standing for field, value in values.items()}


def _entered_by(connection: Connection, old: Case) -> str | None:
    """The kind of the title that this case entered and that stands."""
    asked = select(titles.c.kind).where(titles.c.case_id == old.id, titles.c.ended_at.is_(None))
    return connection.execute(asked).scalar()


def _still_named(connection: Connection, old: Case) -> Sequence[int]:
    """The cases that run yet and that this objection names: decided anew, it stands before their announcement again."""
    tied = (links.c.to_id == cases.c.id) & (links.c.from_id == old.id) & (links.c.kind == "objection")
    asked = select(cases.c.id).join(links, tied).where(cases.c.soonest.is_not(None)).order_by(cases.c.id)
    return connection.execute(asked).scalars().all()


def _anew(move: Move, old: Case, named: Sequence[int]) -> Opening:
    data: dict[str, Any] = {**old.form, "anew": move.case.number}
    if "closes_on" in old.form and "anew_until" in move.case.form:
        data["closes_on"] = move.case.form["anew_until"]
    for mark in ("late", "no_report", "not_rectified", "waived"):
        data.pop(mark, None)
    return Opening(
        lifecycle=old.lifecycle,
        actor=SYSTEM,
        office=old.home,
        subject=(old.subject_kind, old.subject_number or "", old.subject_name or "") if old.subject_kind else None,
        parties=tuple(sorted(old.party)),
        parent=(move.case.id, move.case.number),
        data=data,
        cause=move.cause,
        links=((old.id, "anew"), *((case, "objection") for case in named)),
    )
