"""Everything that is kept of an account's holder, as they may take it along; the same for page and file.

What somebody wrote for an office in a case belongs to the case: it is listed here without its words.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from models.account_acts import account_acts
from models.case import cases, disclosures, entries
from models.identity import identities
from models.mailbox import mailboxes
from models.material import materials
from models.second_factor import second_factors
from models.user import appointments, contacts, grants, sessions, tokens, users
from web.sight import sight
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.instants import local
from workflows.moves import Case
from workflows.rulebooks import lifecycles

OFFICIAL = frozenset({*DESK_ROLES, Role.EXPERT, Role.AUDITOR, Role.ACCOUNTS_ADMIN, Role.SETTINGS_ADMIN})
INSTANTS = frozenset(
    {
        "at",
        "since",
        "created_at",
        "disabled_at",
        "seen_at",
        "ended_at",
        "uploaded_at",
        "effective_at",
        "recorded_at",
        "set_at",
        "confirmed_at",
    }
)


def own_data(connection: Connection, actor: Actor, at: int) -> dict[str, Any]:
    """The account's own data; instants as ISO 8601."""
    account = actor.account
    one = _rows(connection, users, "id", account, ("id", "name", "display", "created_at", "disabled_at", "keeper"))
    return {
        "made_at": local(at),
        "account": one[0],
        "grants": _rows(connection, grants, "user_id", account, ("role", "office")),
        "speaks_for": _rows(connection, contacts, "user_id", account, ("kind", "number", "name")),
        "identities": _rows(connection, identities, "user_id", account, ("issuer", "subject")),
        "second_factor": _rows(connection, second_factors, "user_id", account, ("since",)),
        "letters": _rows(connection, mailboxes, "user_id", account, ("address", "choice", "set_at", "confirmed_at")),
        "sessions": _rows(connection, sessions, "user_id", account, ("created_at", "seen_at", "ended_at", "agent")),
        "tokens": _rows(connection, tokens, "user_id", account, ("created_at", "ended_at")),
        "changes": _rows(connection, account_acts, "user_id", account, ("at", "act", "role", "office")),
        "appointments": _appointments(connection, account),
        "files": _files(connection, account),
        "cases_filed": _filed(connection, actor),
        "entries": _entries(connection, account),
    }


def _rows(connection: Connection, table: Table, key: str, account: str, names: Iterable[str]) -> list[dict[str, Any]]:
    columns = [table.c[name] for name in names]
    rows = connection.execute(select(*columns).where(table.c[key] == account).order_by(*columns))
    return [_told(row._mapping) for row in rows]


def _told(row: Any) -> dict[str, Any]:
    return {name: local(value) if name in INSTANTS and value is not None else value for name, value in row.items()}


def _appointments(connection: Connection, account: str) -> list[dict[str, Any]]:
    a = appointments.c
    asked = select(cases.c.number, a.scored_seq, a.recused_seq).join(cases, cases.c.id == a.case_id)
    return [_told(row._mapping) for row in connection.execute(asked.where(a.expert == account).order_by(a.id))]


def _files(connection: Connection, account: str) -> list[dict[str, Any]]:
    """The files that they handed in, by name and digest; the bytes are on the case's page."""
    m = materials.c
    asked = select(cases.c.number, m.kind, m.name, m.size, m.sha256, m.uploaded_at, m.removed_at)
    rows = connection.execute(asked.join(cases, cases.c.id == m.case_id).where(m.uploaded_by == account).order_by(m.id))
    return [_told(row._mapping) for row in rows if row.removed_at is None]


def _filed(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The cases that they filed themselves, with what was filled in, as far as an applicant sees it."""
    mine = select(entries.c.case_id).where(entries.c.actor == actor.account)
    found = [Case(*row) for row in connection.execute(select(cases).where(cases.c.id.in_(mine)).order_by(cases.c.id))]
    # Whoever is heard in somebody else's objection is named among its filers, and has not filed it.
    own = [c for c in found if actor.account in json.loads(c.filers) and lifecycles()[c.lifecycle].initial.form]
    return [
        {"number": c.number, "lifecycle": c.lifecycle, "state": c.state,
         "form": sight(connection, c, actor, {"party"}).values(c.form)}
        for c in own
    ]  # fmt: skip


def _entries(connection: Connection, account: str) -> list[dict[str, Any]]:
    e, d = entries.c, disclosures.c
    asked = select(cases.c.number, e.seq, e.body, d.opened).join(cases, cases.c.id == e.case_id)
    told = asked.join(disclosures, (d.case_id == e.case_id) & (d.seq == e.seq), isouter=True)
    rows = connection.execute(told.where(e.actor == account).order_by(e.recorded_at, e.case_id, e.seq))
    return [_entry(row) for row in rows]


def _entry(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    body = json.loads(bytes(row.body))
    known = ("kind", "step", "role", "office", "effective", "recorded")
    told = {"case": row.number, "seq": row.seq, **{name: body[name] for name in known}}
    if body["role"] in OFFICIAL:
        return told
    return {**told, "given": {name: value for name, (_, value) in json.loads(row.opened or "{}").items()}}
