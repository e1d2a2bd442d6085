"""What a case wrote into registers: each value by one of its entries, and the one that these give."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.reference import Reference
from models.register import register_values
from workflows.actors import SYSTEM, Role
from workflows.definition import names
from workflows.form import Label
from workflows.instants import instant
from workflows.kept_definitions import NONE, Definition
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Move, Standing
from workflows.replaying import Stand
from workflows.seal import text_of

# An office notes a plaque that came back when it does: no step tells of it (workflows/title_state.py).
NOTED = "plaque_state"
ERASE, AMEND = "erase", "amend"


class Told(NamedTuple):
    """A case as its entries tell it, and by which definitions."""

    case: Case
    lifecycle: Lifecycle
    stands: Sequence[Stand]
    reference: Reference
    known: Mapping[str, Definition]


def written(connection: Connection, numbers: Sequence[str]) -> dict[str, list[Any]]:
    """What these cases wrote, oldest first."""
    v = register_values.c
    asked = select(v.case_number, v.register, v.number, v.field, v.value, v.since).where(v.case_number.in_(numbers))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(asked.order_by(v.id)):
        found.setdefault(row.case_number, []).append(row)
    return found


def unfounded(told: Told, written: Sequence[Any]) -> Iterator[Label]:
    """Each value took effect with an entry, and is the one that its step's effects give by what stood there then; and
    what these give was written."""
    given, last = _by_time(told), instant(told.stands[-1].effective)
    erased = any(stand.body["kind"] == ERASE for stand in told.stands)
    for row in written:
        own = given.get(row.since)
        if own is None and not (row.field == NOTED and row.since >= last):
            yield Label(f"名册 {row.register} {row.number} 的 {row.field} 不出自其记录",
                        f"{row.field} of {row.register} {row.number} comes from none of its entries")  # fmt: skip
        elif own and not erased and not _founded(own, row, told):
            yield Label(f"名册 {row.register} {row.number} 的 {row.field} 与其记录不符",
                        f"{row.field} of {row.register} {row.number} is not what its entries give")  # fmt: skip
    there = {(row.since, row.field) for row in written}
    for at, field in ((at, f) for at, all in given.items() for one in all for values in one.values for f in values):
        if (at, field) not in there:
            yield Label(
                f"名册中没有其记录所给的 {field}", f"its entries give {field}, and the register has not kept it"
            )


class Given(NamedTuple):
    """What an entry gives to registers."""

    form: Mapping[str, Any]
    values: Sequence[Mapping[str, Any]]  # of each effect


def _founded(own: Sequence[Given], row: Any, told: Told) -> bool:
    """Whether one of these gives the value; also where nothing here can tell, for a counter or other cases gave it."""
    entered = (
        row.number == told.case.number and row.field in told.lifecycle.form
    )  # into the register, by this very case
    forms = [given.form for given in own] if entered else []
    possible = [told[row.field] for told in (*forms, *(v for given in own for v in given.values)) if row.field in told]
    return not possible or json.loads(row.value) in possible


def _by_time(told: Told) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    amended = any(stand.body["kind"] == AMEND for stand in told.stands)
    before = told.stands[0]
    for before, stand in pairwise((told.stands[0], *told.stands)):
        values = [_known(values, amended) for values in _values(told, before, stand)]
        found.setdefault(instant(stand.effective), []).append(Given(stand.form, values))
    return found


def _known(values: Mapping[str, Any], amended: bool) -> Mapping[str, Any]:
    """Of a case that changed its office only the present one is known here."""
    return {name: value for name, value in values.items() if name != "office"} if amended else values


def _values(told: Told, before: Stand, stand: Stand) -> Iterator[Mapping[str, Any]]:
    """What each effect of this entry's step gives, where it is the effect that the entry was written under."""
    body = stand.body
    step = told.lifecycle.at.get((body["source"], body["step"]))
    giving = [effect.gives for effect in step.does if hasattr(effect, "gives")] if step else []
    if step and giving and _does(told, body) == names(step.does):
        move = _move(told, step, before, stand)
        yield from (_computed(gives, move) for gives in giving)


def _does(told: Told, body: Mapping[str, Any]) -> list[str]:
    return told.known.get(body["rules"], NONE).does.get((body["source"], body["step"]), [])


def _computed(gives: Callable[[Move], Mapping[str, Any]], move: Move) -> Mapping[str, Any]:
    try:
        return gives(move)
    except KeyError:  # what it would need is disclosed no more
        return {}


def _move(told: Told, step: Step, before: Stand, stand: Stand) -> Move:
    """The move of an entry, as effects saw it: the form is the one before the step."""
    at, case = instant(stand.effective), told.case._replace(data=text_of(before.form))
    attempt, standing = Attempt(case.id, step.name, SYSTEM), Standing(Role(stand.body["role"]))
    return Move(attempt, case, told.lifecycle, step, standing, told.reference, at, at, dict(stand.opened), stand.state)
