"""Only writes: the rows that a set of moves, or of births, leaves behind; one statement a table for the whole set."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from models.case import cases, disclosures, entries
from models.outbox import outbox
from models.rows import Row, write
from workflows.actors import FILERS
from workflows.definition import rules
from workflows.dues import Due, deadlines
from workflows.errors import Stale
from workflows.instants import iso
from workflows.lifecycle import Lifecycle
from workflows.moves import Entry, Move
from workflows.seal import ALGORITHM, VERSION, commit, seal, text_of


@dataclass(slots=True)
class Writes:
    """The rows of a set, gathered before the first statement."""

    cases: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    disclosures: list[Row] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)

    def send(self, connection: Connection) -> None:
        """Everything but the cases themselves, which a birth inserts and a move updates."""
        write(connection, "insert", entries, self.entries)
        write(connection, "insert", disclosures, self.disclosures)
        write(connection, "insert", outbox, self.outbox)


def record(connection: Connection, moves: Sequence[Move], at: int) -> list[Entry]:
    """Write what the moves do to their own cases; Stale if a row moved under us."""
    writes, done = Writes(), []
    for move in moves:
        done.append(_add(writes, move, at))
    if write(connection, "update", cases, writes.cases, guard=("version",)) not in (len(moves), -1):
        raise Stale()
    writes.send(connection)
    return done


def _add(writes: Writes, move: Move, at: int) -> Entry:
    case, step, lifecycle = move.case, move.step, move.lifecycle
    lifecycle.machine.events[step.name].trigger(move)
    seq, data = case.version + 1, _form(move)
    office = step.desk(move) if step.desk else move.reference.desk(case.home, step.target.level)
    due, target = deadlines(move, data, office)
    commitments, opened = commit(_given(move))
    body, head = seal(_body(move, due, commitments, at))
    writes.cases.append(_update(move, data, office, due, target, head))
    entry = {"kind": "step", "step": step.name, "actor": move.actor.account, "key": move.attempt.key,
             "digest": move.attempt.digest, "effective_at": move.effective_at}  # fmt: skip
    add_entry(writes, case.id, seq, entry, at, body, head, opened)
    return Entry(case.id, case.number, seq, move.stands, head)


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


def _form(move: Move) -> dict[str, Any]:
    """The case's data after the move: what the form's own fields were given."""
    own = {name: value for name, value in move.data.items() if name in move.lifecycle.form} | dict(move.step.marks)
    if move.late and not move.step.hands_on:
        own["late"] = True
    return {**move.case.form, **own} if own else move.case.form


def _update(move: Move, data: dict[str, Any], office: str, due: Due, target: int | None, head: bytes) -> Row:
    case, step = move.case, move.step
    passed = json.loads(case.passed)
    filers = json.loads(case.filers)
    if move.standing.role in FILERS and move.actor.account not in filers:
        filers.append(move.actor.account)
    return {
        "id": case.id,
        "old_version": case.version,
        "version": case.version + 1,
        "state": move.stands,
        "office": office,
        "filers": text_of(filers),
        "passed": text_of([*passed, case.office] if case.office not in passed else passed),
        "data": text_of(data),
        "slot": None if step.target.final else step.claims(move) if step.claims else case.slot,
        "head": head,
        "entered_at": case.entered_at if step.keeps else move.effective_at,
        **due.columns,
        "target_at": target,
        # A deadline that runs on keeps what its clock has tried: one that failed stays among the failed.
        "tries": case.tries if step.keeps else 0,
        "last_error": case.last_error if step.keeps else None,
    }
