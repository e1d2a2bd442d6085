"""The one query of the edge: the database's now, and who stands behind a session or a token."""

import json
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import Connection, TextClause, text

from models.rows import ask
from models.sign_in import ABSOLUTE, IDLE
from models.user import MANY, Visitor

# The same query in the two dialects: only the clock and the making of JSON differ.
NOW = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM now()) * 1000000 AS BIGINT)",
}
PAIRS = {
    "sqlite": "json_group_array(json_array({}, {}))",
    "postgresql": "CAST(json_agg(json_build_array({}, {})) AS TEXT)",
}
LIST = {"sqlite": "json_group_array({})", "postgresql": "CAST(json_agg({}) AS TEXT)"}
# Where a pass stands, when it was last seen, and how long it counts.
PASSES = {
    "session": ("sessions", "p.seen_at", "p.seen_at > {now} - :idle AND p.created_at > {now} - :absolute"),
    "token": ("tokens", "CAST(NULL AS BIGINT)", "p.until > {now}"),
}


Found = str | None  # a list as JSON; None where there is nothing


class Credential(NamedTuple):
    """What a request came with: SHA-256 of a session cookie's or a bearer token's secret."""

    kind: Literal["session", "token"]
    digest: bytes


def now_and_visitor(connection: Connection, credential: Credential | None) -> tuple[int, int, Visitor | None]:
    """(now in µs, how far the simulated clock is ahead in µs, the visitor or None), in one query."""
    kind, digest = credential or (None, b"")
    given = {"digest": digest, "idle": IDLE, "absolute": ABSOLUTE}
    now, ahead, *who = ask(connection, _query(connection.dialect.name, kind), given)
    return int(now), int(ahead or 0), _visitor(*who) if who and who[0] else None


def _visitor(
    id: str, name: str, display: str, seen_at: int | None, grants: Found, contacts: Found, appointed: Found, unread: int
) -> Visitor:
    """From the query's columns, in their order."""
    return Visitor(
        id,
        name,
        display,
        frozenset((role, office) for role, office in json.loads(grants or "[]")),
        frozenset((kind, number) for kind, number in json.loads(contacts or "[]")),
        frozenset(json.loads(appointed or "[]")),
        seen_at,
        unread,
    )


@cache
def _query(dialect: str, kind: str | None) -> TextClause:
    """One for each kind of pass: PostgreSQL would plan one for all of them anew each time, to leave most of it out."""
    now, pairs, some = NOW[dialect], PAIRS[dialect], LIST[dialect]
    if kind is None:
        return text(f"SELECT {now} AS now, (SELECT ahead FROM reference) AS ahead")
    table, seen, counts = PASSES[kind]
    return text(
        f"""
        SELECT {now} AS now, (SELECT ahead FROM reference) AS ahead, who.*,
          (SELECT {pairs.format("role", "office")} FROM grants WHERE user_id = who.id) AS grants,
          (SELECT {pairs.format("kind", "number")} FROM contacts WHERE user_id = who.id) AS contacts,
          (SELECT {some.format("case_id")} FROM appointments
            WHERE expert = who.id AND recused_seq IS NULL) AS appointed,
          (SELECT count(*) FROM (SELECT 1 FROM messages
            WHERE user_id = who.id AND read_at IS NULL LIMIT {MANY}) AS few) AS unread
        FROM (SELECT 1) AS one LEFT JOIN (
          SELECT u.id, u.name, u.display, {seen} AS seen_at FROM {table} p JOIN users u ON u.id = p.user_id
          WHERE p.digest = :digest AND p.ended_at IS NULL AND u.disabled_at IS NULL AND {counts.format(now=now)}
        ) AS who ON 1 = 1
        """
    )
