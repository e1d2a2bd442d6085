"""What effects wrote into registers is recomputed: whatever column, or value of its history, was changed is named."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text

from models.case import cases
from models.database import connect, transaction
from models.people import commissioners, enterprises
from models.register import titles
from tests.evidence.tampering import open_up
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.guangzhou.stations import about_station, certified
from tests.workflows.guangzhou.test_change import NAME
from tests.workflows.guangzhou.test_reversal import revoked, set_aside
from tests.world import APPLICANT, BUREAU, settle
from workflows.recomputing import beside, differences
from workflows.replaying_registers import UNTOLD, registers
from workflows.stored import stored

KEYS = {titles: "number", commissioners: "number", enterprises: "credit_code"}


@pytest.fixture(scope="module")
def town(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, sqlite3.Connection]]:
    """The demo, which every lifecycle wrote into; and a way into it that asks nobody."""
    file = tmp_path_factory.mktemp("town") / "yizhan.db"
    shutil.copy(filled / "yizhan.db", file)
    engine, raw = connect(f"sqlite:///{file}", simulated=True), sqlite3.connect(file, isolation_level=None)
    with engine.begin() as connection:
        open_up(connection)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    yield engine, raw
    raw.close()
    engine.dispose()


def said(engine: Engine, *numbers: str) -> list[str]:
    """What the replay finds in the registers and in these cases."""
    return transaction(engine, lambda present: said_on(present.connection, *numbers), writes=False)


def said_on(connection: Connection, *numbers: str) -> list[str]:
    asked = select(cases.c.id).where(cases.c.number.in_(numbers))
    page = stored(connection, connection.execute(asked).scalars().all())
    known = beside(connection, page)
    of_cases = (found for one in page for found in differences(one, known))
    return [f"{place}: {what.en}" for place, what in (*of_cases, *registers(lambda work: work(connection)))]


def other(value: Any) -> Any:
    """Another value of its kind."""
    if isinstance(value, str):
        return value[:-1] + "X"
    return (
        7
        if value is None
        else []
        if isinstance(value, list)
        else not value
        if isinstance(value, bool)
        else value + 1_000_003
    )


def test_each_column_of_a_register_is_held_to_the_entries(town: tuple[Engine, sqlite3.Connection]) -> None:
    engine, raw = town
    everyone = [number for (number,) in raw.execute("SELECT number FROM cases")]
    assert said(engine, *everyone) == []
    for table, key in KEYS.items():
        for column in [column.name for column in table.c if column.name not in UNTOLD[table.name]]:
            one_a_book = f"SELECT {key}, {column}, max({key}) FROM {table.name} GROUP BY book"
            for number, was, _ in raw.execute(one_a_book).fetchall():
                changed = json.dumps({**json.loads(was), "new": 1}) if column == "data" else other(was)
                update = f"UPDATE {table.name} SET {column} = ? WHERE {key} = ?"
                raw.execute(update, (changed, number))
                found = said(engine, number)
                raw.execute(update, (was, changed if column == key else number))
                assert found, (table.name, column, number)


def test_each_value_that_an_effect_wrote_is_held_to_the_entries(town: tuple[Engine, sqlite3.Connection]) -> None:
    """Row and history are changed alike; imports and lists came from documents outside, by their number."""
    engine, raw = town
    asked = (
        "SELECT v.id, v.register, v.number, v.field, v.value, v.case_number, max(v.id) FROM register_values v "
        "JOIN cases c ON c.number = v.case_number GROUP BY v.register, v.field, c.lifecycle, v.value = 'null'"
    )
    rows = raw.execute(asked).fetchall()
    assert {row[3] for row in rows} >= {"honour_withdrawn", "plaque", "ended_how", "station", "valid_until"}
    for id, register, number, field, value, case, _ in rows:
        changed, update = other(json.loads(value)), "UPDATE register_values SET value = ? WHERE id = ?"
        raw.execute(update, (json.dumps(changed, ensure_ascii=False), id))
        put(raw, register, number, field, changed)
        found = said(engine, case, number)
        raw.execute(update, (value, id))
        put(raw, register, number, field, json.loads(value))
        assert found, (register, number, field, value)


def test_each_value_that_a_reversal_gave_back_is_held_to_what_stood_before(db: Engine) -> None:
    settle(db)
    open_call(db)
    station = certified(db)
    change = about_station(db, "change", station, on="2026-11-02").hand_in("proof_of_change")
    change.take("submit", APPLICANT, on="2026-11-03", **NAME).take("file", BUREAU, on="2026-11-04")
    reversals = [set_aside(db, case).number for case in (change, revoked(db, station), station)]
    assert said(db, station.number, change.number, *reversals) == []
    with db.begin() as connection:
        open_up(connection)
        asked = text("SELECT * FROM register_values WHERE case_number LIKE :own")
        given = [row for one in reversals for row in connection.execute(asked, {"own": one}).all()]
    assert sorted({row.field for row in given}) == ["ended_at", "ended_by", "ended_how", "name"] and len(given) == 7
    for row in given:
        for edit in (
            "UPDATE register_values SET value = '\"new\"' WHERE id = :id",
            "DELETE FROM register_values WHERE id = :id",
        ):
            with db.connect() as connection, connection.begin() as begun:
                connection.execute(text(edit), {"id": row.id})
                found = said_on(connection, row.case_number)
                begun.rollback()
            assert any(row.field in one for one in found), (edit, row)


def put(raw: sqlite3.Connection, register: str, number: str, field: str, value: Any) -> None:
    """Into the row, be it a column or beside them."""
    table = "commissioners" if register == "commissioner" else "titles"
    if field in {column.name for column in (commissioners if register == "commissioner" else titles).c}:
        raw.execute(f"UPDATE {table} SET {field} = ? WHERE number = ?", (value, number))
    else:
        (data,) = raw.execute(f"SELECT data FROM {table} WHERE number = ?", (number,)).fetchone()
        kept = json.dumps({**json.loads(data), field: value}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        raw.execute(f"UPDATE {table} SET data = ? WHERE number = ?", (kept, number))
