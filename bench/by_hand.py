"""The raw limit: the same rows written by hand-written SQL on the driver, with the same durability, and no checks."""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Engine

from bench.loop import LOOP, OFFICE, OFFICER
from workflows.definition import rules
from workflows.instants import DAY, iso
from workflows.seal import commit, seal, text_of

STEPS = {step.name: step for step in LOOP.steps}
SET = ("version", "head", "entered_at", "due_from", "due_at", "wake_at")  # what a step of the loop changes
ENTRY = ("case_id", "seq", "kind", "step", "actor", "key", "digest", "effective_at", "recorded_at", "body", "hash")
OUT = ("case_id", "seq", "topic", "made_at")
TYPES = {"case_id": "bigint", "seq": "int", "version": "int", "head": "bytea", "body": "bytea", "hash": "bytea",
         "id": "bigint", "old": "int"}  # fmt: skip


class ByHand:
    """One connection of the driver's own, beside the engine's."""

    def __init__(self, engine: Engine) -> None:
        self.pg = engine.dialect.name == "postgresql"
        self.held = engine.raw_connection()  # for as long as we measure: the pool lends it to nobody else
        self.connection: Any = cast(Any, self.held.driver_connection)
        if self.pg:
            self.connection.autocommit = True
        else:
            self.connection.isolation_level = None
        self.cursor = self.connection.cursor()

    def steps(self, ids: Sequence[int], step: str, data: dict[str, Any], at: int) -> None:
        """Take the step in every case, in one durable transaction."""
        self.cursor.execute("BEGIN" if self.pg else "BEGIN IMMEDIATE")
        rows = [_rows(id, number, version, head, step, data, at) for id, number, version, head in self._lock(ids)]
        moved, told, opened, out = zip(*rows, strict=True)
        self._update(moved)
        self._insert("entries", ENTRY, told)
        if data:
            self._insert("disclosures", ("case_id", "seq", "opened"), opened)
        self._insert("outbox", OUT, out)
        self.cursor.execute("COMMIT")

    def _lock(self, ids: Sequence[int]) -> list[Any]:
        one, mark = len(ids) == 1, "%s" if self.pg else "?"
        several = f"= ANY({mark})" if self.pg else f"IN (SELECT value FROM json_each({mark}))"
        wanted = f"= {mark}" if one else several
        asked = f"SELECT id, number, version, head FROM cases WHERE id {wanted} ORDER BY id"
        given: Any = ids[0] if one else list(ids) if self.pg else json.dumps(ids)
        self.cursor.execute(asked + (" FOR UPDATE" if self.pg else ""), (given,))
        found: list[Any] = self.cursor.fetchall()
        return found

    def _update(self, rows: Sequence[tuple[Any, ...]]) -> None:
        if self.pg and len(rows) > 1:
            given = ", ".join(f"{name} = g.{name}" for name in SET)
            rows_of = _unnest((*SET, "id", "old"))
            sql = f"UPDATE cases c SET {given} FROM {rows_of} WHERE c.id = g.id AND c.version = g.old"
            self.cursor.execute(sql, _columns(rows))
            return
        mark = "%s" if self.pg else "?"
        given = ", ".join(f"{name} = {mark}" for name in SET)
        self._each(f"UPDATE cases SET {given} WHERE id = {mark} AND version = {mark}", rows)

    def _insert(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        into = f"INSERT INTO {table} ({', '.join(names)})"
        if self.pg and len(rows) > 1:
            self.cursor.execute(f"{into} SELECT * FROM {_unnest(names)}", _columns(rows))
            return
        self._each(f"{into} VALUES ({', '.join(['%s' if self.pg else '?'] * len(names))})", rows)

    def _each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if len(rows) == 1:
            self.cursor.execute(sql, rows[0])
        else:
            self.cursor.executemany(sql, rows)


def _unnest(names: Sequence[str]) -> str:
    text = {"kind", "step", "actor", "key", "digest", "topic", "opened"}
    arrays = ", ".join(f"%s::{TYPES.get(name, 'text' if name in text else 'bigint')}[]" for name in names)
    return f"unnest({arrays}) g({', '.join(names)})"


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _rows(id: int, number: str, version: int, head: bytes, step: str, data: dict[str, Any], at: int) -> Any:
    """The rows of one step: to `cases`, `entries`, `disclosures`, `outbox`."""
    seq, due = version + 1, at + 7 * DAY
    commitments, opened = commit(data)
    told = {
        "v": 1, "alg": "sha256", "case": number, "seq": seq, "prev": bytes(head).hex(), "rules": rules(LOOP)[0],
        "kind": "step", "lifecycle": LOOP.key, "step": step, "source": "running", "target": "running",
        "actor": OFFICER.account, "role": "bureau_approver", "on_behalf_of": None, "office": OFFICE, "law": ["office"],
        "effective": iso(at), "recorded": iso(at), "data": commitments, "cause": None,
        "due": {"step": "turn", "from": iso(at), "at": iso(due), "provisional": False},
    }  # fmt: skip
    body, new = seal(told)
    return (
        (seq, new, at, at, due, due, id, version),
        (id, seq, "step", step, OFFICER.account, None, None, at, at, body, new),
        (id, seq, text_of(opened)),
        (id, seq, step, at),
    )
