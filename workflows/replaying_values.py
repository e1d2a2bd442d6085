"""What a case wrote into registers: each value by one of its entries, and the one that these give."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.reference import Reference
from models.register import register_values
from workflows.actors import SYSTEM, Role
from workflows.declared import Perhaps
from workflows.definition import names
from workflows.form import Label
from workflows.instants import instant
from workflows.kept_definitions import NONE, Definition
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Fact, Move, Standing
from workflows.registers import Place
from workflows.replaying import Stand
from workflows.seal import text_of

# An office notes a plaque that came back when it does: no step tells of it (workflows/title_state.py).
NOTED = "plaque_state"
COUNTED = ("plaque",)  # the next of a series: its register counts them (workflows/replaying_registers.py)
ERASE, AMEND = "erase", "amend"


class Told(NamedTuple):
    """A case as its entries tell it, and by which definitions."""

    case: Case
    lifecycle: Lifecycle
    stands: Sequence[Stand]
    reference: Reference
    known: Mapping[str, Definition]
    facts: "Mapping[Fact, Mapping[int, Any]]"  # those that effects ask for what they give


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
    yield from _taken_out(given, written)


def _taken_out(given: Mapping[int, Sequence["Given"]], written: Sequence[Any]) -> Iterator[Label]:
    """What entries give, and the register has not kept."""
    there = {(row.since, place) for row in written for place in (row.field, _place(row))}
    owed = (
        (at, place, value) for at, all in given.items() for one in all for v in one.values for place, value in v.items()
    )
    for at, place, value in owed:
        if (at, place) not in there and not isinstance(value, Perhaps):
            field = place if isinstance(place, str) else place[-1]
            yield Label(
                f"名册中没有其记录所给的 {field}", f"its entries give {field}, and the register has not kept it"
            )


def _place(row: Any) -> Place:
    return row.register, row.number, row.field


class Given(NamedTuple):
    """What an entry gives to registers."""

    form: Mapping[str, Any]
    values: Sequence[Mapping[Any, Any]]  # of each effect, by field or by place
    whole: bool  # nothing else can have come from it


def _founded(own: Sequence[Given], row: Any, told: Told) -> bool:
    """Whether one of these gives the value; also where a counter, or an older effect, gave it."""
    entered = (
        row.number == told.case.number and row.field in told.lifecycle.form
    )  # into the register, by this very case
    forms = [given.form for given in own] if entered else []
    of_effects = [values for given in own for values in given.values]
    possible = [values[at] for values in (*forms, *of_effects) for at in (row.field, _place(row)) if at in values]
    if not possible:
        return row.field in COUNTED or not all(given.whole for given in own)
    return json.loads(row.value) in [value.value if isinstance(value, Perhaps) else value for value in possible]


def _by_time(told: Told) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    amended = any(stand.body["kind"] == AMEND for stand in told.stands)
    before = told.stands[0]
    for before, stand in pairwise((told.stands[0], *told.stands)):
        values = list(_values(told, before, stand))
        known = [_known(one, amended) for one in values if one is not None]
        whole = not amended and len(known) == len(values)
        found.setdefault(instant(stand.effective), []).append(Given(stand.form, known, whole))
    return found


def _known(values: Mapping[str, Any], amended: bool) -> Mapping[str, Any]:
    """Of a case that changed its office only the present one is known here."""
    return {name: value for name, value in values.items() if name != "office"} if amended else values


def _values(told: Told, before: Stand, stand: Stand) -> Iterator[Mapping[Any, Any] | None]:
    """What each effect of this entry's step gives; None: it was another effect under which the entry was written."""
    step, done = _step(told, stand), _does(told, stand.body)
    if not done and not (step and step.does):
        return
    if step is None or done != names(step.does):
        yield None
    elif giving := [effect.gives for effect in step.does if hasattr(effect, "gives")]:
        move = _move(told, step, before, stand)
        yield from (computed(gives, move) for gives in giving)


def _does(told: Told, body: Mapping[str, Any]) -> list[str]:
    return told.known.get(body["rules"], NONE).does.get((body["source"], body["step"]), [])


def computed(gives: Callable[[Move], Mapping[Any, Any]], move: Move) -> Mapping[Any, Any] | None:
    try:
        return gives(move)
    except KeyError:  # what it would need is disclosed no more
        return None


def entering(told: Told, before: Stand, stand: Stand) -> Mapping[str, Any] | None:
    """The whole row that an entry's effects enter; None where they enter none, or are others than it was written by."""
    step = _step(told, stand)
    found = [enters for effect in step.does if (enters := getattr(effect, "enters", None))] if step else []
    if step is None or not found or _does(told, stand.body) != names(step.does):
        return None
    return computed(found[0], _move(told, step, before, stand))


def _step(told: Told, stand: Stand) -> Step | None:
    return told.lifecycle.at.get((stand.body["source"], stand.body["step"]))


def _move(told: Told, step: Step, before: Stand, stand: Stand) -> Move:
    """The move of an entry, as effects saw it: the form is the one before the step."""
    at, case = instant(stand.effective), told.case._replace(data=text_of(before.form))
    attempt, standing = Attempt(case.id, step.name, SYSTEM), Standing(Role(stand.body["role"]))
    opened, known = dict(stand.opened), dict(told.facts)
    return Move(attempt, case, told.lifecycle, step, standing, told.reference, at, at, opened, stand.state, known=known)
