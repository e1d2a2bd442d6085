"""Writing registers: each value with the case that set it and since when; a reversal finds what stood before."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, bindparam, select, update
from sqlalchemy import Row as SqlRow

from models.people import commissioners, enterprises
from models.register import register_values, titles
from models.rows import Row, write
from models.search import OF_REGISTERS, searched_row
from workflows.moves import Move
from workflows.seal import text_of

# Register -> its table and the column that names a row; what is no column of it stands in its JSON `data`.
REGISTERS: dict[str, tuple[Table, Column[Any]]] = {
    "station": (titles, titles.c.number),
    "institution": (titles, titles.c.number),
    "commissioner": (commissioners, commissioners.c.number),
    "enterprise": (enterprises, enterprises.c.credit_code),
}


Place = tuple[str, str, str]  # register, number, field


class Source(NamedTuple):
    """Which case writes, and since when the values hold."""

    case_number: str
    since: int


def source_of(move: Move) -> Source:
    return Source(move.case.number, move.effective_at)


def ended(move: Move, how: str) -> dict[str, Any]:
    """What a register says of what this move ended."""
    return {"ended_at": move.effective_at, "ended_by": move.case.id, "ended_how": how}


class Change(NamedTuple):
    """New values of one row of a register."""

    register: str
    number: str
    values: Mapping[str, Any]
    source: Source


def set_values(connection: Connection, register: str, number: str, values: Mapping[str, Any], source: Source) -> None:
    set_all(connection, [Change(register, number, values, source)])


def set_all(connection: Connection, changes: Sequence[Change]) -> None:
    """Set these values, in order, and keep when and by which case; older ones stay in the history."""
    data = _data(connection, changes)
    groups: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for register, number, values, _ in changes:
        table, _key = REGISTERS[register]
        row = {name: value for name, value in values.items() if name in table.c}
        if beside := {name: value for name, value in values.items() if name not in table.c}:
            data[register, number] |= beside
            row["data"] = text_of(data[register, number])
        named = {f"new_{name}": value for name, value in row.items()}
        groups.setdefault((register, tuple(row)), []).append({"which": number, **named})
    for (register, names), rows in groups.items():
        table, key = REGISTERS[register]
        given: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        connection.execute(update(table).where(key == bindparam("which")).values(given), rows)
    for register, numbers in _renamed(changes).items():
        renew_search(connection, register, numbers)
    keep_all(connection, changes)


def _renamed(changes: Sequence[Change]) -> dict[str, set[str]]:
    """Rows that are found by other words now."""
    renamed: dict[str, set[str]] = {}
    for register, number, values, _ in changes:
        names, numbers = OF_REGISTERS[REGISTERS[register][0].name]
        if {*names, *numbers} & set(values):
            renamed.setdefault(register, set()).add(number)
    return renamed


def renew_search(connection: Connection, register: str, numbers: Collection[str]) -> None:
    """Find these rows by what their names and numbers are now."""
    table, key = REGISTERS[register]
    rows = connection.execute(select(table).where(key.in_(numbers)).order_by(key)).mappings().all()
    found = [{"which": row[key.name], "words": searched_row(table.name, dict(row))} for row in rows]
    connection.execute(update(table).where(key == bindparam("which")).values(search=bindparam("words")), found)


def _data(connection: Connection, changes: Sequence[Change]) -> dict[tuple[str, str], dict[str, Any]]:
    """What stands beside the columns of the rows that are changed there, locked: one query a register."""
    wanted: dict[str, set[str]] = {}
    for register, number, values, _ in changes:
        if any(name not in REGISTERS[register][0].c for name in values):
            wanted.setdefault(register, set()).add(number)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for register, numbers in wanted.items():
        table, key = REGISTERS[register]
        asked = select(key, table.c.data).where(key.in_(numbers)).order_by(key).with_for_update()
        found |= {(register, number): json.loads(held) for number, held in connection.execute(asked)}
    return found


def keep_values(connection: Connection, register: str, number: str, values: Mapping[str, Any], source: Source) -> None:
    """Only the history: for a row just inserted with these values."""
    keep_all(connection, [Change(register, number, values, source)])


def keep_all(connection: Connection, changes: Sequence[Change]) -> None:
    rows = [
        {"register": c.register, "number": c.number, "field": field, "value": text_of(value), "since": c.source.since,
         "case_number": c.source.case_number}
        for c in changes
        for field, value in c.values.items()
    ]  # fmt: skip
    write(connection, "insert", register_values, rows)


History = Mapping[Place, Sequence[SqlRow[Any]]]  # all that was ever written there, oldest first


def restore(connection: Connection, undone: str, source: Source) -> None:
    """Take back what the case `undone` wrote wherever nobody has written since: the register as it stood before."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for (register, number, field), value in as_before(histories(connection, [undone]), undone).items():
        rows.setdefault((register, number), {})[field] = value
    set_all(connection, [Change(register, number, values, source) for (register, number), values in rows.items()])


def as_before(history: History, undone: str) -> dict[Place, Any]:
    """What stood before this case wrote, where it was the last to write."""
    before = {
        place: [row.value for row in told if row.case_number != undone]
        for place, told in history.items()
        if told and told[-1].case_number == undone
    }
    return {place: json.loads(values[-1]) for place, values in before.items() if values}


def histories(connection: Connection, case_numbers: Collection[str]) -> dict[Place, list[SqlRow[Any]]]:
    """Every field that these cases wrote, with all that was ever written there: one query."""
    v, own = register_values.c, register_values.alias().c
    theirs = select(own.id).where(
        own.case_number.in_(case_numbers),
        own.register == v.register, own.number == v.number, own.field == v.field,
    )  # fmt: skip
    found: dict[Place, list[SqlRow[Any]]] = {}
    for row in connection.execute(select(register_values).where(theirs.exists()).order_by(v.id)):
        found.setdefault((row.register, row.number, row.field), []).append(row)
    return found


def until_it_wrote(history: History, source: Source) -> dict[Place, list[SqlRow[Any]]]:
    """The same as it stood when a case came to write there."""
    own = [row.id for told in history.values() for row in told if (row.case_number, row.since) == tuple(source)]
    first = min(own, default=None)

    def earlier(row: SqlRow[Any]) -> bool:
        return bool(
            row.since <= source.since and row.case_number != source.case_number if first is None else row.id < first
        )

    return {place: [row for row in told if earlier(row)] for place, told in history.items()}
