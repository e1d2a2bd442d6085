"""The rows of a database as text, table by table: written from one moment's view, read into any database of ours."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, func, insert, select, table, text

from migrations.run import tables

AT_ONCE = 2000  # rows in memory
Told = Mapping[str, Any]


def write_rows(connection: Connection, folder: Path) -> dict[str, int]:
    """One file a table, a line a row, in an order in which they can be read in again; how many rows each has."""
    folder.mkdir(exist_ok=True)
    return {found.name: _write(connection, found, folder) for found in tables().sorted_tables}


def file_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.jsonl.gz"


def _write(connection: Connection, found: Any, folder: Path) -> int:
    """The first line names the columns, without those that the database works out; bytes are {"hex": ...}."""
    columns = [c for c in found.columns if c.computed is None]
    asked = select(*columns).order_by(*found.primary_key.columns)
    rows, many = connection.execution_options(yield_per=AT_ONCE).execute(asked), 0
    with file_of(folder, found.name).open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as out:
        out.write(_line([c.name for c in columns]))
        for row in rows:
            out.write(_line([_plain(value) for value in row]))
            many += 1
    return many


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def read_rows(connection: Connection, folder: Path, names: list[str]) -> int:
    """Put the rows into empty tables; how many there were. The schema is that of the rows."""
    load = _copy if connection.dialect.name == "postgresql" else _insert
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))  # an office may stand before the one above it
    many = 0
    for name in names:
        with gzip.open(file_of(folder, name)) as lines:
            columns: list[str] = json.loads(next(lines))
            many += load(connection, name, columns, (_row(line) for line in lines))
    return many


def _row(line: bytes) -> list[Any]:
    return [bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for v in json.loads(line)]


def _insert(connection: Connection, name: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    into, many = insert(table(name, *map(column, columns))), 0
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(dict(zip(columns, row, strict=True)))
        many += 1
        if len(batch) == AT_ONCE:
            connection.execute(into, batch)
            batch.clear()
    if batch:
        connection.execute(into, batch)
    return many


def _copy(connection: Connection, name: str, columns: list[str], rows: Iterator[list[Any]]) -> int:
    """One COPY a table: its references to itself are looked at when the last row is in."""
    driver: Any = connection.connection.driver_connection
    many, quoted = 0, ", ".join(f'"{c}"' for c in columns)
    with driver.cursor().copy(f'COPY "{name}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
            many += 1
    _count_on(connection, name, columns)
    return many


def _count_on(connection: Connection, name: str, columns: list[str]) -> None:
    """Let a table that numbers its rows go on after the last one."""
    counter = func.pg_get_serial_sequence(name, "id")
    if "id" in columns and connection.execute(select(counter)).scalar():
        last: Any = func.max(column("id"))
        connection.execute(
            select(func.setval(counter, func.greatest(last, 1), last.is_not(None))).select_from(table(name))
        )
