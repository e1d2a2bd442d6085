"""Only writes: the rows that a set of moves, or of births, leaves behind; one statement a table for the whole set."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter, itemgetter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection

from models.case import cases, disclosures, entries
from models.crash_points import Point, passing
from models.outbox import outbox
from models.rows import Row, together, write
from workflows.actors import FILERS
from workflows.definition import rules
from workflows.dues import Due, deadlines
from workflows.errors import Stale
from workflows.instants import iso
from workflows.lifecycle import Lifecycle
from workflows.moves import Case, Entry, Move
from workflows.seal import ALGORITHM, VERSION, commit, seal, text_of
from workflows.seeking import searched_anew


@dataclass(slots=True)
class Writes:
    """The rows of a set, gathered before the first statement."""

    cases: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    disclosures: list[Row] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)

    def update(self, connection: Connection) -> None:
        """The cases, each by its version, and all that is kept with them; Stale if a row moved under us."""
        with together(connection):
            moved = write(connection, "update", cases, self.cases, guard=("version",))
            self.send(connection)
        if moved is not None and moved.rowcount != len(self.cases):
            raise Stale()

    def send(self, connection: Connection) -> None:
        """Everything but the cases themselves, which a birth inserts and a move updates."""
        passing(Point.CASES_WRITTEN)
        write(connection, "insert", entries, self.entries)
        passing(Point.ENTRIES_WRITTEN)
        write(connection, "insert", disclosures, self.disclosures)
        passing(Point.DISCLOSURES_WRITTEN)
        write(connection, "insert", outbox, self.outbox)
        passing(Point.OUTBOX_WRITTEN)


def record(connection: Connection, moves: Sequence[Move], at: int) -> list[Entry]:
    """Write what the moves do to their own cases; Stale if a row moved under us."""
    for move in moves:
        move.stands = _led(move.lifecycle, move.stands, move.step.name)
    writes = Writes()
    done = [_add(writes, move, at) for move in moves]
    if any(_retitled(move) for move in moves):
        for row, move in zip(writes.cases, moves, strict=True):
            row["search"] = searched_anew(move.case, move.lifecycle, move.form())
    _leave_out_what_stays(writes.cases, moves)
    writes.update(connection)
    return done


@cache
def _led(lifecycle: Lifecycle, stands: str, step: str) -> str:
    """Where the machine takes a case that stands there: it asks nothing else of it, so it is asked once."""
    case = SimpleNamespace(stands=stands)
    lifecycle.machine.events[step].trigger(case)
    return str(case.stands)


def _leave_out_what_stays(rows: Sequence[Row], moves: Sequence[Move]) -> None:
    """A column that no move of the set changes isn't written: a database renews the indexes of all that is named."""
    names = [name for name in rows[0] if name in Case._fields and name != "id"]
    new, old = itemgetter(*names), attrgetter(*names)
    changed: set[str] = set()
    for row, move in zip(rows, moves, strict=True):
        after, before = new(row), old(move.case)
        changed |= {name for name, a, b in zip(names, after, before, strict=True) if a != b}
    for row in rows:
        for name in names:
            if name not in changed:
                del row[name]


def _add(writes: Writes, move: Move, at: int) -> Entry:
    case, step = move.case, move.step
    seq = case.version + 1
    office = step.desk(move) if step.desk else move.reference.desk(case.home, step.target.level)
    due, target = deadlines(move, office)
    commitments, opened = commit(_given(move))
    body, head = seal(_body(move, due, commitments, at))
    writes.cases.append(_update(move, office, due, target, head))
    entry = {"kind": "step", "step": step.name, "actor": move.actor.account, "key": move.attempt.key,
             "digest": move.attempt.digest, "effective_at": move.effective_at}  # fmt: skip
    add_entry(writes, case.id, seq, entry, at, body, head, opened)
    return Entry(case.id, case.number, seq, move.stands, head)


def _retitled(move: Move) -> bool:
    """Whether a case is found by other words now; mostly not, and then its index stays as it is."""
    title = move.lifecycle.title
    return title is not None and title in move.own and move.own[title] != move.case.form.get(title)


def _body(move: Move, due: Due, commitments: Mapping[str, str], at: int) -> dict[str, Any]:
    case, held = move.case, move.standing
    return {
        **head_of(case.number, case.version + 1, case.head.hex(), move.lifecycle, at),
        "kind": "step",
        "step": move.step.name,
        "source": case.state,
        "target": move.stands,
        "actor": move.actor.account,
        "role": held.role.value,
        "on_behalf_of": held.on_behalf_of.value if held.on_behalf_of else None,
        "office": held.office or case.office,
        "law": list(move.step.laws),
        "effective": iso(move.effective_at),
        "due": due.body,
        "data": commitments,
        "cause": cause_of(move.attempt.cause),
    }


def _given(move: Move) -> dict[str, Any]:
    """What people gave with this step: fields, comment, for whom at the counter, and each file's digest and name."""
    given = {} if move.step.hands_on else dict(move.data)
    if move.late and not move.step.hands_on:
        given["late"] = True
    if move.attempt.comment:
        given["comment"] = move.attempt.comment
    if move.attempt.counter and move.standing.on_behalf_of and not move.step.hands_on:
        given["on_behalf_of"] = move.attempt.counter.name
    for id, _, name, sha256 in move.papers:
        given |= {f"material.{id}.sha256": sha256, f"material.{id}.name": name}
    return given


def head_of(number: str, seq: int, prev: str, lifecycle: Lifecycle, at: int) -> dict[str, Any]:
    """The part of an entry's body that steps and records share."""
    return {"v": VERSION, "alg": ALGORITHM, "case": number, "seq": seq, "prev": prev, "rules": rules(lifecycle)[0],
            "lifecycle": lifecycle.key, "recorded": iso(at)}  # fmt: skip


def add_entry(
    writes: Writes, case: int, seq: int, entry: Row, at: int, body: bytes, head: bytes, opened: Mapping[str, Any]
) -> None:
    writes.entries.append({"case_id": case, "seq": seq, **entry, "recorded_at": at, "body": body, "hash": head})
    if opened:
        writes.disclosures.append({"case_id": case, "seq": seq, "opened": text_of(opened)})
    topic = entry["step"] or entry["kind"]
    writes.outbox.append({"case_id": case, "seq": seq, "topic": topic, "made_at": at})


def cause_of(cause: tuple[str, int] | None) -> dict[str, Any] | None:
    return {"case": cause[0], "seq": cause[1]} if cause else None


def _with(names: str, name: str) -> str:
    """A list of names as canonical JSON, and one more if it isn't there."""
    return names if f'"{name}"' in names else text_of([*json.loads(names), name])


def _update(move: Move, office: str, due: Due, target: int | None, head: bytes) -> Row:
    case, step = move.case, move.step
    filed = move.standing.role in FILERS
    return {
        "id": case.id,
        "old_version": case.version,
        "version": case.version + 1,
        "state": move.stands,
        "office": office,
        "filers": _with(case.filers, move.actor.account) if filed else case.filers,
        "passed": _with(case.passed, case.office),
        "data": text_of(move.form()) if move.own else case.data,
        "slot": None if step.target.final else step.claims(move) if step.claims else case.slot,
        "head": head,
        "entered_at": case.entered_at if step.keeps else move.effective_at,
        **due.columns,
        "target_at": target,
        # A deadline that runs on keeps what its clock has tried: one that failed stays among the failed.
        "tries": case.tries if step.keeps else 0,
        "last_error": case.last_error if step.keeps else None,
        "assignee": case.assignee if office == case.office and not step.target.final else None,
    }
