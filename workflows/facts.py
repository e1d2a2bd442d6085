"""What guards and effects may ask the database: each fact is one query for all cases of a set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from models import register
from models.case import cases, entries, links
from models.material import materials as files
from models.user import appointments as appointed
from models.user import grants, users
from workflows.moves import Case, Move


def ids(moves: Sequence[Move]) -> list[int]:
    return [move.case.id for move in moves]


class Taken(NamedTuple):
    """A step that was taken: who, when."""

    seq: int
    step: str
    actor: str
    effective_at: int


def trail(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Taken]]:
    """Every step that each case took, oldest first."""
    e, found = entries.c, defaultdict(list)
    asked = select(e.case_id, e.seq, e.step, e.actor, e.effective_at).where(e.case_id.in_(ids(moves)), e.kind == "step")
    for case, *taken in connection.execute(asked.order_by(e.case_id, e.seq)):
        found[case].append(Taken(*taken))
    return found


class Expert(NamedTuple):
    """An appointment to score a case."""

    expert: str
    score: int | None
    recused: bool


def experts(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Expert]]:
    """Who was appointed to score each case, and with what score."""
    a, found = appointed.c, defaultdict(list)
    asked = select(a.case_id, a.expert, a.score, a.recused_seq).where(a.case_id.in_(ids(moves))).order_by(a.id)
    for case, expert, score, recused in connection.execute(asked):
        found[case].append(Expert(expert, score, recused is not None))
    return found


class Objection(NamedTuple):
    """An objection that names a case."""

    id: int
    number: str
    state: str
    entered_at: int


def set_aside(case: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a reversal has set the decision of this case aside: the case itself keeps its state."""
    undone = links.alias().c
    return select(undone.to_id).where(undone.to_id == case, undone.kind == "set_aside").exists()


def objections(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Objection]]:
    """The objections that name each case; what was decided of one and set aside counts no longer."""
    c, found = cases.c, defaultdict(list)
    asked = (
        select(links.c.to_id, c.id, c.number, c.state, c.entered_at)
        .join(links, links.c.from_id == c.id)
        .where(links.c.to_id.in_(ids(moves)), links.c.kind == "objection", ~set_aside(c.id))
        .order_by(c.id)
    )
    for case, *objection in connection.execute(asked):
        found[case].append(Objection(*objection))
    return found


def linked_takers(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Taken]]:
    """Every step taken in the cases that each objection names."""
    e, found = entries.c, defaultdict(list)
    asked = (
        select(links.c.from_id, e.seq, e.step, e.actor, e.effective_at)
        .join(links, links.c.to_id == e.case_id)
        .where(links.c.from_id.in_(ids(moves)), e.kind == "step")
    )
    for objection, *taken in connection.execute(asked):
        found[objection].append(Taken(*taken))
    return found


def calls(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Case]]:
    """The calls of each case's book that are not cancelled or drafts."""
    wanted = {move.case.id: f"{move.lifecycle.book}/{move.lifecycle.edition}/call" for move in moves}
    asked = select(cases).where(
        cases.c.lifecycle.in_(set(wanted.values())), cases.c.state.in_(("scheduled", "open", "closed", "finished"))
    )
    found = [Case(*row) for row in connection.execute(asked)]
    return {case: [call for call in found if call.lifecycle == key] for case, key in wanted.items()}


def slot_holders(connection: Connection, moves: Sequence[Move]) -> Mapping[int, str]:
    """The number of the other case that holds the slot which the step claims."""
    wanted = {move.case.id: move.step.claims(move) for move in moves if move.step.claims}
    asked = select(cases.c.slot, cases.c.id, cases.c.number).where(cases.c.slot.in_(set(wanted.values())))
    held = {slot: (case, number) for slot, case, number in connection.execute(asked)}
    return {case: held[slot][1] for case, slot in wanted.items() if slot in held and held[slot][0] != case}


def titles(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[tuple[str, str]]]:
    """(plaque, address) of the stations in force of each case's subject."""
    s = register.titles.c
    subjects = {move.case.id: (move.lifecycle.book, move.case.subject_number) for move in moves}
    asked = select(s.book, s.subject_number, s.plaque, s.address).where(
        s.subject_number.in_({number for _, number in subjects.values()}), s.ended_at.is_(None)
    )
    found = defaultdict(list)
    for book, number, plaque, address in connection.execute(asked):
        found[book, number].append((plaque, address))
    return {case: found[subject] for case, subject in subjects.items()}


def papers(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[tuple[int, str, str, str, int | None]]]:
    """(id, kind, name, sha256, the entry that committed it) of the files that lie with each case."""
    f, found = files.c, defaultdict(list)
    asked = select(f.case_id, f.id, f.kind, f.name, f.sha256, f.seq).where(
        f.case_id.in_(ids(moves)), f.removed_at.is_(None)
    )
    for case, *paper in connection.execute(asked.order_by(f.id)):
        found[case].append(tuple(paper))
    return found


def holders(connection: Connection, moves: Sequence[Move]) -> Mapping[int, dict[str, set[str]]]:
    """Role -> accounts that hold it at each case's desk and can sign in."""
    asked = (
        select(grants.c.office, grants.c.role, grants.c.user_id)
        .join(users, users.c.id == grants.c.user_id)
        .where(grants.c.office.in_({move.case.office for move in moves}), users.c.disabled_at.is_(None))
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for office, role, account in connection.execute(asked):
        found[office][role].add(account)
    return {move.case.id: found[move.case.office] for move in moves}


def open_siblings(connection: Connection, moves: Sequence[Move]) -> Mapping[int, dict[int, set[int]]]:
    """For each case: the objections that name it -> the cases that they name and that have not ended yet."""
    mine, theirs = links.alias(), links.alias()
    ends = {s.name for move in moves for s in move.lifecycle.states.values() if s.final}
    asked = (
        select(mine.c.to_id, mine.c.from_id, theirs.c.to_id)
        .join(theirs, theirs.c.from_id == mine.c.from_id)
        .join(cases, cases.c.id == theirs.c.to_id)
        .where(mine.c.to_id.in_(ids(moves)), mine.c.kind == "objection", cases.c.state.notin_(ends))
    )
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for case, objection, other in connection.execute(asked):
        found[case][objection].add(other)
    return found
