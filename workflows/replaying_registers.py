"""The registers as their own history tells them; and where a row says something else."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from models.register import register_values
from workflows.form import Label
from workflows.registers import REGISTERS


def registers(connection: Connection) -> Iterator[tuple[str, Label]]:
    """Every value of a row that has a history is the last of it; (register and number, what)."""
    v = register_values.c
    for register, (table, key) in REGISTERS.items():
        rows = {row[0]: row for row in connection.execute(select(key, table))}
        asked = select(v.number, v.field, v.value).where(v.register == register).order_by(v.number, v.id)
        for number, values in groupby(connection.execute(asked), key=lambda value: value.number):
            last = {field: json.loads(value) for _, field, value in values}
            row = rows.get(number)
            place = f"{register} {number}"
            if row is None:
                yield place, Label("名册中没有此项", "the register has no such row")
                continue
            for field, value in last.items():
                if _stored(row, field) != value:
                    yield place, Label(f"{field} 与其历史不符", f"its {field} is not what its history says")


def _stored(row: Row[Any], field: str) -> Any:
    """What stands beside the columns, or a column: a field of the form may be called as one."""
    columns = row._mapping
    beside = json.loads(columns["data"])
    return beside[field] if field in beside else columns.get(field)
