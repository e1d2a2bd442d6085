"""What a case wrote into registers: each value by one of its entries, and the one that these give."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from models.register import register_values
from workflows.deadlines import nominal_last_day, years
from workflows.definition import rules
from workflows.form import Label
from workflows.instants import day_of, instant
from workflows.lifecycle import Lifecycle
from workflows.replaying import Stand

# An office notes a plaque that came back when it does: no step tells of it (workflows/title_state.py).
NOTED = "plaque_state"
ERASE = "erase"


def written(connection: Connection, numbers: Sequence[str]) -> dict[str, list[Any]]:
    """What these cases wrote, oldest first."""
    v = register_values.c
    asked = select(v.case_number, v.register, v.number, v.field, v.value, v.since).where(v.case_number.in_(numbers))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(asked.order_by(v.id)):
        found.setdefault(row.case_number, []).append(row)
    return found


def unfounded(lifecycle: Lifecycle, stands: Sequence[Stand], written: Sequence[Any]) -> Iterator[Label]:
    """Each value took effect with an entry; what is of the form's, and a title's years, are what that entry gives."""
    by_time: dict[int, list[Stand]] = {}
    for stand in stands:
        by_time.setdefault(instant(stand.effective), []).append(stand)
    erased = any(stand.body["kind"] == ERASE for stand in stands)
    for row in written:
        own = by_time.get(row.since, [])
        if not own and not (row.field == NOTED and row.since >= instant(stands[-1].effective)):
            yield Label(f"名册 {row.register} {row.number} 的 {row.field} 不出自其记录",
                        f"{row.field} of {row.register} {row.number} comes from none of its entries")  # fmt: skip
        elif not erased and (given := list(_given(lifecycle, own, row))) and json.loads(row.value) not in given:
            yield Label(f"名册 {row.register} {row.number} 的 {row.field} 与其记录不符",
                        f"{row.field} of {row.register} {row.number} is not what its entries give")  # fmt: skip


def _given(lifecycle: Lifecycle, own: Sequence[Stand], row: Any) -> Iterator[Any]:
    """The values that these entries can have given; none where another case's form, or a counter, gave it."""
    for stand in own:
        if row.number == stand.body["case"] and row.field in lifecycle.form and row.field in stand.form:
            yield stand.form[row.field]  # it entered the register by this very case
        for effect in _awarding(lifecycle, stand):
            if row.field == "name":
                yield stand.form.get(effect.named_by)
            elif row.field == "valid_until":
                day = day_of(instant(stand.effective))
                yield effect.valid_for and nominal_last_day(day, years(effect.valid_for, roll=False)).isoformat()


def _awarding(lifecycle: Lifecycle, stand: Stand) -> list[Any]:
    """What enters a title into the register, at this entry's step, by the definition that it was written under."""
    step = lifecycle.at.get((stand.body["source"], stand.body["step"]))
    if step is None or rules(lifecycle)[0] != stand.body["rules"]:
        return []
    return [effect for effect in step.does if hasattr(effect, "named_by")]
