"""A case's history as the API tells it and pages show it: every entry, with the values that this reader may know."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from models.case import disclosures, entries
from web.sight import WITHHELD, Sight
from workflows.actors import Role
from workflows.instants import instant, local
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles

IN_CLEAR = ("kind", "step", "source", "target", "actor", "role", "on_behalf_of", "office", "law", "data")


def history_view(connection: Connection, case: Case, seen: Sight) -> list[dict[str, Any]]:
    """Oldest first; empty for readers to whom the history isn't open."""
    if "history" not in seen.what:
        return []
    e, d = entries.c, disclosures.c
    tied = (d.case_id == e.case_id) & (d.seq == e.seq)
    asked = select(e.seq, e.actor, e.recorded_at, e.body, e.hash, d.opened).join(disclosures, tied, isouter=True)
    rows = connection.execute(asked.where(e.case_id == case.id).order_by(e.seq))
    lifecycle = lifecycles()[case.lifecycle]
    return [_entry(row, lifecycle, seen) for row in rows]


def _entry(row: Row[*tuple[Any, ...]], lifecycle: Lifecycle, seen: Sight) -> dict[str, Any]:
    body = json.loads(row.body)
    values = _values(row, body, lifecycle, seen)
    told = {name: body[name] for name in IN_CLEAR}
    if body["role"] == Role.EXPERT and not _sees_scores(row, seen):
        told["actor"] = WITHHELD
    if body["role"] == Role.ENTERPRISE and seen.identity and seen.told != "open":
        told["actor"] = WITHHELD  # whoever complained has an account, and its holder a name
    return {
        "seq": row.seq,
        **told,
        "effective_at": local(instant(body["effective"])),
        "recorded_at": local(row.recorded_at),
        "comment": values.pop("comment", None),
        "prev_hash": body["prev"],
        "hash": bytes(row.hash).hex(),
        "algorithm": body["alg"],
        "values": values,
    }


def _values(row: Row[*tuple[Any, ...]], body: dict[str, Any], lifecycle: Lifecycle, seen: Sight) -> dict[str, Any]:
    """What was given with the entry: nothing where it was erased, or isn't this reader's to know."""
    opened = {name: value for name, (_, value) in json.loads(row.opened or "{}").items()}
    own = row.actor == seen.account
    if not own and "comments" not in seen.what:
        opened.pop("comment", None)
    if not own and _about_experts(body, lifecycle) and "scores" not in seen.what:
        return {}
    if seen.files != "open":
        opened = {name: value for name, value in opened.items() if not name.startswith("material.")}
    return seen.values(opened)


def _sees_scores(row: Row[*tuple[Any, ...]], seen: Sight) -> bool:
    return "scores" in seen.what or row.actor == seen.account


def _about_experts(body: dict[str, Any], lifecycle: Lifecycle) -> bool:
    """Whether the entry tells of experts: taken by one, or in a state where one may act."""
    experts = {s.source.name for s in lifecycle.steps if Role.EXPERT in s.roles}
    return body["role"] == Role.EXPERT or (body["source"] in experts and body["source"] == body["target"])
