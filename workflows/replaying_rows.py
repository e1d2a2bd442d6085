"""The whole row of a title or a person, as the case that entered it gives it, where no value's history tells."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from models.people import commissioners
from models.register import register_values, titles
from workflows.declared import Perhaps
from workflows.form import Label
from workflows.replaying_registers import UNTOLD
from workflows.replaying_values import ERASE, Told, entering

ENTERED = ("station", "institution", "commissioner")  # the registers whose rows bear the number of a case


class Entered(NamedTuple):
    """A row, and of which of its values there is a history."""

    table: str
    row: Row[Any]
    fields: frozenset[str]


def entered(connection: Connection, numbers: Sequence[str]) -> dict[str, Entered]:
    """What stands in the registers under the numbers of these cases."""
    v = register_values.c
    found: dict[str, set[str]] = {}
    asked = select(v.number, v.field).where(v.number.in_(numbers), v.register.in_(ENTERED)).distinct()
    for number, field in connection.execute(asked):
        found.setdefault(number, set()).add(field)
    return {
        row.number: Entered(table.name, row, frozenset(found[row.number]))
        for table in (titles, commissioners)
        if found
        for row in connection.execute(select(table).where(table.c.number.in_(found)))
    }


def entered_otherwise(told: Told, there: Entered | None) -> Iterator[Label]:
    """Columns that are not what the step that entered the row gave."""
    given = None if there is None else _given(told)
    if there is None or given is None:
        return
    columns = there.fields - json.loads(there.row.data).keys()  # a field of the form may be called as a column
    for name in there.row._mapping:
        if name in columns or name in UNTOLD[there.table] or name == "search":
            continue
        if not _is(_without(there, there.row._mapping[name]), _without(there, given.get(name))):
            yield Label(f"名册中的 {name} 与其记录不符", f"{name} in the register is not what its entries give")


def _given(told: Told) -> Mapping[str, Any] | None:
    """None: none of its entries did, another effect did, or something of it was erased."""
    if any(stand.body["kind"] == ERASE for stand in told.stands):
        return None
    each = (entering(told, before, stand) for before, stand in pairwise((told.stands[0], *told.stands)))
    return next((given for given in each if given is not None), None)


def _without(there: Entered, value: Any) -> Any:
    """What stands beside the columns, without the values that have a history."""
    beside = json.loads(value) if isinstance(value, str) and value.startswith("{") else value
    return {k: v for k, v in beside.items() if k not in there.fields} if isinstance(beside, dict) else value


def _is(stored: Any, given: Any) -> bool:
    return stored in (None, given.value) if isinstance(given, Perhaps) else bool(stored == given)
