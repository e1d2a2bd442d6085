"""Where a value still stands: in every column of every table, in the files of the store, in the database's own file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from migrations.run import tables
from models.case import definitions, disclosures, entries
from tests.evidence.second import wrong


def columns_with(db: Engine, *values: str) -> set[str]:
    """`table.column` of every place in which one of the values stands."""
    found = set()
    with db.connect() as connection:
        for table in tables().sorted_tables:
            for row in connection.execute(select(table)):
                found |= {f"{table.name}.{name}" for name, held in row._mapping.items() if _holds(held, values)}
    return found


def _holds(held: Any, values: tuple[str, ...]) -> bool:
    text = bytes(held).decode("utf-8", "replace") if isinstance(held, bytes | memoryview) else str(held)
    return any(value in text for value in values)


def files_with(folder: Path, *values: str) -> list[str]:
    """Files below the folder, the SQLite database's among them, whose bytes hold one of the values."""
    lying = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in lying if any(value.encode() in path.read_bytes() for value in values)]


class History:
    """One case's entries, as a second reader of the evidence has them."""

    def __init__(self, db: Engine, case: int) -> None:
        e, d = entries.c, disclosures.c
        with db.connect() as connection:
            rows = connection.execute(select(e.body, e.hash).where(e.case_id == case).order_by(e.seq)).all()
            self.bodies, self.hashes = [bytes(row.body) for row in rows], [bytes(row.hash) for row in rows]
            opened = connection.execute(select(d.seq, d.opened).where(d.case_id == case))
            self.opened = {row.seq: row.opened for row in opened}
            self.kept = {r.digest: bytes(r.body) for r in connection.execute(select(definitions))}

    def wrong(self) -> list[str]:
        return list(wrong(self.bodies, self.hashes, self.opened, self.kept))

    def withheld(self) -> set[tuple[int, str]]:
        """(seq, field) of what was committed and is not told: withheld or erased."""
        found = set()
        for seq, body in enumerate(self.bodies, 1):
            told = json.loads(self.opened.get(seq, "{}"))
            found |= {(seq, name) for name in json.loads(body)["data"] if name not in told}
        return found

    def named(self) -> Iterator[tuple[int, str]]:
        """(seq, field) of what the history says was erased."""
        for seq, body in enumerate(self.bodies, 1):
            if json.loads(body)["kind"] == "erase":
                for place in json.loads(self.opened[seq])["erased"][1]:
                    at, _, name = place.partition(":")
                    yield int(at), name

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [body for body in map(json.loads, self.bodies) if body["kind"] == kind]
