"""A database with very many cases, made by SQL: one region's offices, most cases at rest, each desk its share."""

from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from models.accounts import Account, add_account
from models.case import cases
from models.database import Present, transaction
from models.office import offices
from models.reference import changed
from workflows.instants import DAY
from workflows.rulebooks import keep_definitions

DISTRICTS = 10
CERTIFICATION = "guangzhou/2025/certification"
OFFICER, PASSWORD = "bench-district", "only for measuring, on a database that is thrown away"
# Of a hundred cases: those of each state, and whether the office's target runs there.
SHARES = (("district_review", 6, True), ("expert_review", 4, True), ("bureau_decision", 3, True),
          ("returned", 3, True), ("draft", 4, True), ("withdrawn", 20, False), ("rejected", 15, False),
          ("certified", 45, False))  # fmt: skip
# One row for each number from 1 on: each database counts in its own way.
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n",
    "postgresql": "SELECT i FROM generate_series(CAST(1 AS bigint), :count) AS i",
}


def fill(engine: Engine, count: int, *, at: int) -> None:
    """So many cases. Their indexes are made afterwards: sorted once, a million rows take a fifth of the time."""
    transaction(engine, _settle)
    transaction(engine, lambda present: _cases(present.connection, count, at))
    transaction(engine, lambda present: present.connection.execute(text("ANALYZE")))


def _settle(present: Present) -> None:
    keep_definitions(present.connection)
    rows: list[dict[str, Any]] = [
        {"code": "gz-bureau", "level": "bureau", "parent": None},
        {"code": "gz-hq", "level": "hq", "parent": "gz-bureau"},
        *({"code": f"gz-d{n}", "level": "district", "parent": "gz-hq"} for n in range(DISTRICTS)),
    ]  # fmt: skip
    told = [{"book": "guangzhou", "zh": row["code"], "en": row["code"], **row} for row in rows]
    present.connection.execute(insert(offices), told)
    account = Account(OFFICER, "测量员", None, (("district_reviewer", "gz-d0"),), ())
    add_account(present.connection, account, now=present.now)
    changed(present.connection)


def _cases(connection: Connection, count: int, at: int) -> None:
    numbers = NUMBERS[connection.dialect.name]
    edges, upto = [], 0
    for state, share, _ in SHARES:
        upto += share
        edges.append(f"WHEN i % 100 < {upto} THEN '{state}'")
    state = f"CASE {' '.join(edges)} END"
    runs = sum(share for _, share, runs in SHARES if runs)
    home = f"'gz-d' || ((i / 100) % {DISTRICTS})"
    desk = f"CASE ({state}) WHEN 'expert_review' THEN 'gz-hq' WHEN 'bureau_decision' THEN 'gz-bureau' ELSE {home} END"
    spread = f"(i * 7919) % {60 * DAY}"
    parts = {
        "id": "i", "number": "'GZ-2026-' || i", "lifecycle": f"'{CERTIFICATION}'", "state": state, "version": "1",
        "home": home, "office": desk, "subject_kind": "'organisation'", "subject_number": "'914401' || (i % 50000)",
        "subject_name": "'示例单位' || (i % 50000)", "parties": "'[]'", "filers": "'[]'", "passed": "'[]'",
        "data": "'{\"station_name\":\"示例服务站\"}'", "head": "CAST('' AS BLOB)", "opened_at": f":at - {spread}",
        "entered_at": f":at - {spread}", "provisional": "0", "tries": "0", "search": "'slfwz 示例服务站 gz-2026-' || i",
        "target_at": f"CASE WHEN i % 100 < {runs} THEN :at + {20 * DAY} - {spread} END",
    }  # fmt: skip
    if connection.dialect.name == "postgresql":
        parts["head"], parts["number"] = "CAST('' AS bytea)", "'GZ-2026-' || CAST(i AS text)"
    into = f"INSERT INTO cases ({', '.join(parts)}) SELECT {', '.join(parts.values())} FROM ({numbers}) AS n"
    for index in cases.indexes:
        index.drop(connection)
    connection.execute(text(into), {"count": count, "at": at})
    for index in sorted(cases.indexes, key=lambda index: str(index.name)):
        index.create(connection)
