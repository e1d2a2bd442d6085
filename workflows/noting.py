"""Records beside the steps: entries that move no state (a deadline reckoned anew, values erased), written in sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.dues import Due
from workflows.instants import iso
from workflows.lifecycle import Lifecycle
from workflows.moves import Case, Entry
from workflows.record import Writes, add_entry, head_of
from workflows.seal import commit, seal


@dataclass(frozen=True, slots=True)
class Note:
    """A record beside the steps: an entry that moves no state. Without `due` the deadline stays."""

    case: Case
    lifecycle: Lifecycle
    kind: str
    by: tuple[str, Role]
    given: Mapping[str, Any]
    due: Due | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)  # other columns of the case


def note(connection: Connection, one: Note, at: int) -> Entry:
    return notes(connection, [one], at)[0]


def notes(connection: Connection, given: Sequence[Note], at: int) -> list[Entry]:
    """Write records, one a case, all changing the same columns; Stale if a row moved under us."""
    writes, done = Writes(), []
    for one in given:
        done.append(_noted(writes, one, at))
    writes.update(connection)
    return done


def _noted(writes: Writes, n: Note, at: int) -> Entry:
    case, seq = n.case, n.case.version + 1
    due = n.due or Due(case.due_step, case.due_from, case.due_at, bool(case.provisional))
    commitments, opened = commit(n.given)
    body, head = seal({
        **head_of(case.number, seq, case.head.hex(), n.lifecycle, at), "kind": n.kind, "step": None,
        "source": case.state, "target": case.state, "actor": n.by[0], "role": n.by[1].value, "on_behalf_of": None,
        "office": case.office, "law": [], "effective": iso(at), "due": due.body, "data": commitments, "cause": None,
    })  # fmt: skip
    columns = n.due.columns if n.due else {}
    writes.cases.append(
        {"id": case.id, "old_version": case.version, "version": seq, "head": head, **columns, **n.changed}
    )
    entry = {"kind": n.kind, "step": None, "actor": n.by[0], "key": None, "digest": None, "effective_at": at}
    add_entry(writes, case.id, seq, entry, at, body, head, opened)
    return Entry(case.id, case.number, seq, case.state, head)
