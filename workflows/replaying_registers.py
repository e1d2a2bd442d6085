"""The registers as their own history tells them; and where a row says something else."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, exists, select

from models.case import cases, numbers
from models.imports import imports
from models.register import register_values, titles
from models.search import searched_row
from workflows.form import Label
from workflows.registers import REGISTERS
from workflows.stored import Read

NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{6}")  # of a case, or of an import
SOME = 500  # rows in memory at a time
# Columns that no entry tells of, and why; every other is held to entries, or to the history that these are held to.
UNTOLD = {
    "titles": {"id": "the database counts it"},
    "commissioners": {"load": "counted from assignments, by an invariant"},
    "enterprises": {
        "book": "lists come from outside, by the number of their import",
        "listed_at": "the same",
        "data": "nothing writes it",
    },
}
Wrong = list[tuple[str, Label]]
v = register_values.c


def registers(read: Read) -> Iterator[tuple[str, Label]]:
    """Every value of a row is the last of its history, every row and value has one, and each names what wrote it."""
    yield from read(_by_nobody)
    yield from read(_plaques)
    for register, (table, key) in REGISTERS.items():
        after, asked = "", select(key, table).where(*_of(register, table)).order_by(key).limit(SOME)
        while page := read(partial(_page, asked=asked.where(key > after), register=register)):
            rows, values = page
            if not rows:
                break
            yield from _differences(register, rows, values)
            after = rows[-1][0]
        yield from read(partial(_without_row, register=register, table=table, key=key))


def _of(register: str, table: Table) -> list[ColumnElement[bool]]:
    """The rows of a register; two share the table of titles."""
    return [table.c.kind == register] if table is titles else []


def _page(connection: Connection, asked: Any, register: str) -> tuple[Sequence[Row[Any]], dict[str, dict[str, Any]]]:
    """Rows in the order of their numbers, and the last value of each of their fields."""
    rows = connection.execute(asked).all()
    wanted = v.number.in_([row[0] for row in rows])
    told = select(v.number, v.field, v.value).where(v.register == register, wanted).order_by(v.number, v.id)
    found = groupby(connection.execute(told), key=lambda value: value.number)
    return rows, {number: {field: json.loads(value) for _, field, value in values} for number, values in found}


def _differences(register: str, rows: Sequence[Row[Any]], values: dict[str, dict[str, Any]]) -> Iterator[Any]:
    for row in rows:
        place, last = f"{register} {row[0]}", values.get(row[0])
        if last is None:
            yield place, Label("名册中的此项没有历史", "the register's row has no history")
            continue
        if row.search != searched_row(REGISTERS[register][0].name, dict(row._mapping)):
            yield place, Label("检索用字与名册不符", "its words for the search are not its own")
        for field, value in last.items():
            if _stored(row, field) != value:
                yield place, Label(f"{field} 与其历史不符", f"its {field} is not what its history says")


def _without_row(connection: Connection, register: str, table: Table, key: Column[Any]) -> Wrong:
    gone = ~exists().where(key == v.number, *_of(register, table))
    asked = select(v.number).where(v.register == register, gone).distinct().order_by(v.number)
    said = Label("名册中没有此项", "the register has no such row")
    return [(f"{register} {number}", said) for number in connection.execute(asked).scalars()]


def _by_nobody(connection: Connection) -> Wrong:
    """Values that name a case or an import that is not there; earlier versions named some lists in words."""
    case, took = exists().where(cases.c.number == v.case_number), exists().where(imports.c.number == v.case_number)
    asked = select(v.register, v.number, v.field, v.case_number).where(~case, ~took).order_by(v.id)
    return [
        (f"{row.register} {row.number}", Label(f"{row.field} 所出的 {row.case_number} 不存在",
                                               f"its {row.field} names {row.case_number}, which is not there"))
        for row in connection.execute(asked)
        if NUMBER.fullmatch(row.case_number)
    ]  # fmt: skip


def _plaques(connection: Connection) -> Wrong:
    """Each series counts up, as far as its counter is, and none is given twice; imports name those of old, and a
    decision that is set aside gives a row back one that it had."""
    took, last, had = exists().where(imports.c.number == v.case_number), dict[str, int](), set[tuple[str, str]]()
    given = {f"{row.series}-{row.year}": row.last for row in connection.execute(select(numbers))}
    asked = select(v.register, v.number, v.value).where(v.field == "plaque", ~took).order_by(v.id)
    found: Wrong = []
    for register, number, value in connection.execute(asked):
        series, _, nth = str(json.loads(value)).rpartition("-")
        if (number, value) in had:
            continue
        had.add((number, value))
        if not nth.isdecimal() or not last.get(series, 0) < int(nth) <= given.get(series, 0):
            found.append((f"{register} {number}", Label("牌匾编号不合次序", "its plaque is out of its series' order")))
        else:
            last[series] = int(nth)
    return found


def _stored(row: Row[Any], field: str) -> Any:
    """What stands beside the columns, or a column: a field of the form may be called as one."""
    columns = row._mapping
    beside = json.loads(columns["data"])
    return beside[field] if field in beside else columns.get(field)
