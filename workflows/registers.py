"""Writing registers: each value with the case that set it and since when; a reversal finds what stood before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, insert, select, update

from models.people import commissioners, enterprises
from models.register import register_values, titles
from workflows.moves import Move
from workflows.seal import text_of

# Register -> its table and the column that names a row; what is no column of it stands in its JSON `data`.
REGISTERS: dict[str, tuple[Table, Column[Any]]] = {
    "station": (titles, titles.c.number),
    "institution": (titles, titles.c.number),
    "commissioner": (commissioners, commissioners.c.number),
    "enterprise": (enterprises, enterprises.c.credit_code),
}


class Source(NamedTuple):
    """Which case writes, and since when the values hold."""

    case_number: str
    since: int


def source_of(move: Move) -> Source:
    return Source(move.case.number, move.effective_at)


def set_values(connection: Connection, register: str, number: str, values: Mapping[str, Any], source: Source) -> None:
    """Set these values of one row, and keep when and by which case; older ones stay in the history."""
    table, key = REGISTERS[register]
    columns = {name: value for name, value in values.items() if name in table.c}
    beside = {name: value for name, value in values.items() if name not in table.c}
    if beside:
        held = connection.execute(select(table.c.data).where(key == number).with_for_update()).scalar_one()
        columns["data"] = text_of({**json.loads(held), **beside})
    connection.execute(update(table).where(key == number).values(columns))
    keep_values(connection, register, number, values, source)


def keep_values(connection: Connection, register: str, number: str, values: Mapping[str, Any], source: Source) -> None:
    """Only the history: for a row just inserted with these values."""
    rows = [
        {"register": register, "number": number, "field": field, "value": text_of(value), "since": source.since,
         "case_number": source.case_number}
        for field, value in values.items()
    ]  # fmt: skip
    connection.execute(insert(register_values), rows)


def restore(connection: Connection, undone: str, source: Source) -> None:
    """Take back what the case `undone` wrote wherever nobody has written since: the register as it stood before."""
    v = register_values.c
    theirs = select(v.register, v.number, v.field).where(v.case_number == undone).distinct()
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for register, number, field in connection.execute(theirs).all():
        asked = select(v.value, v.case_number).where(v.register == register, v.number == number, v.field == field)
        history: Sequence[Any] = connection.execute(asked.order_by(v.id)).all()
        before = [value for value, case in history if case != undone]
        if history[-1].case_number == undone and before:
            rows.setdefault((register, number), {})[field] = json.loads(before[-1])
    for (register, number), values in rows.items():
        set_values(connection, register, number, values, source)
