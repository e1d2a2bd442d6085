"""First answers: what an idempotency key was answered with before."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select, tuple_

from models.case import cases, entries
from workflows.moves import Attempt, Entry, Opening

# (account, key) -> (digest of what it came with, the entry)
Answers = Mapping[tuple[str, str], tuple[str | None, Entry]]


def answered(connection: Connection, attempts: Iterable[Attempt | Opening]) -> Answers:
    """The entries that these attempts' keys were answered with before: one query, and only where a key came along."""
    keys = {(a.actor.account, a.key) for a in attempts if a.key}
    if not keys:
        return {}
    e, c = entries.c, cases.c
    asked = select(e.actor, e.key, e.digest, e.case_id, c.number, e.seq, e.body, e.hash)
    found = connection.execute(asked.join(cases, c.id == e.case_id).where(tuple_(e.actor, e.key).in_(sorted(keys))))
    return {(r.actor, r.key): (r.digest, _entry(r)) for r in found}


def _entry(row: Any) -> Entry:
    return Entry(row.case_id, row.number, row.seq, json.loads(bytes(row.body))["target"], bytes(row.hash))
