"""A case as its entries alone tell it, after each of them; and where what is stored says something else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.reference import Reference, current
from models.register import register_values
from workflows.deadlines import Period, reckon
from workflows.form import Label
from workflows.instants import instant, iso
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.stored import Line, Stored

ERASE = "erase"


class Stand(NamedTuple):
    """Where a case stood after an entry."""

    seq: int
    state: str
    head: bytes
    due: dict[str, Any] | None  # as the body has it: step, from, at, provisional
    form: Mapping[str, Any]  # what is still disclosed of it
    effective: str
    body: Mapping[str, Any]
    opened: Mapping[str, Any]  # what this entry gave, as far as it is disclosed


def replay(lifecycle: Lifecycle, lines: Sequence[Line]) -> Iterator[Stand]:
    """The case after each entry, oldest first."""
    form: dict[str, Any] = {}
    for line in lines:
        body = line.body
        opened = {name: value for name, (_, value) in line.opened.items()}
        given = _given(lifecycle, body, opened)
        form = {**form, **given} if given else form
        yield Stand(line.row.seq, body["target"], line.row.hash, body["due"], form, body["effective"], body, opened)


def _given(lifecycle: Lifecycle, body: Mapping[str, Any], opened: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry gives to the case's own form."""
    if body["kind"] == "begin":
        return dict(opened)
    step = lifecycle.at.get((body["source"], body["step"]))
    if step is None:
        return {}
    own = {name: value for name, value in opened.items() if name in lifecycle.form or name == "late"}
    return {**own, **dict(step.marks)}


class Beside(NamedTuple):
    """What the replay of some cases asks of the database beside their histories."""

    reference: Reference
    written: Mapping[str, Sequence[Any]]  # case number -> what it wrote into registers


def beside(connection: Connection, page: Sequence[Stored]) -> Beside:
    return Beside(current(connection), _written(connection, [one.case.number for one in page]))


def differences(one: Stored, beside: Beside) -> Iterator[tuple[str, Label]]:
    """Where a case, and what it wrote into registers, are not what its entries say; (place, what)."""
    case, lifecycle = one.case, lifecycles()[one.case.lifecycle]
    stands = list(replay(lifecycle, one.lines))
    wrong = [*_row(case, stands[-1]), *_form(case, lifecycle, stands), *_deadline(lifecycle, stands, beside.reference),
             *_registers(stands, beside.written.get(case.number, ()))]  # fmt: skip
    yield from ((case.number, said) for said in wrong)


def _row(case: Case, stand: Stand) -> Iterator[Label]:
    due = None
    if case.due_step and case.due_from is not None and case.due_at is not None:
        due = {"step": case.due_step, "from": iso(case.due_from), "at": iso(case.due_at),
               "provisional": bool(case.provisional)}  # fmt: skip
    for zh, en, stored, replayed in (
        ("环节", "state", case.state, stand.state),
        ("版次", "version", case.version, stand.seq),
        ("链首", "head", bytes(case.head), stand.head),
        ("期限", "deadline", due, stand.due),
    ):
        if stored != replayed:
            yield Label(f"所存{zh}与记录不符", f"its {en} is not what its entries say")


def _form(case: Case, lifecycle: Lifecycle, stands: Sequence[Stand]) -> Iterator[Label]:
    """A form that is being filled in runs ahead of its entries; one that something was erased from holds stand-ins."""
    if lifecycle.states[case.state].form or any(stand.body["kind"] == ERASE for stand in stands):
        return
    told = stands[-1].form
    for name in sorted(told.keys() | case.form.keys()):
        if told.get(name) != case.form.get(name):
            yield Label(f"填报项 {name} 与记录不符", f"its field {name} is not what its entries say")


def _deadline(lifecycle: Lifecycle, stands: Sequence[Stand], reference: Reference) -> Iterator[Label]:
    """The running deadline, counted anew by the calendar as it is: a published one may only have moved later."""
    due = stands[-1].due
    clock = lifecycle.at.get((stands[-1].state, due["step"])) if due else None
    if due is None or clock is None or not isinstance(clock.after, Period) or due["provisional"]:
        return
    found = reckon(reference.calendar, instant(due["from"]), clock.after)
    if instant(due["at"]) < found.due_at:
        yield Label("期限早于重新计算的结果", "its deadline is earlier than counted anew")


def _written(connection: Connection, numbers: Sequence[str]) -> dict[str, list[Any]]:
    v = register_values.c
    asked = select(v.case_number, v.register, v.number, v.field, v.value, v.since).where(v.case_number.in_(numbers))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(asked.order_by(v.id)):
        found.setdefault(row.case_number, []).append(row)
    return found


def _registers(stands: Sequence[Stand], written: Sequence[Any]) -> Iterator[Label]:
    """What a case wrote into a register took effect with one of its entries."""
    times = {instant(stand.effective) for stand in stands}
    for row in written:
        if row.since not in times:
            yield Label(f"名册 {row.register} {row.number} 的 {row.field} 不出自其记录",
                        f"{row.field} of {row.register} {row.number} comes from none of its entries")  # fmt: skip
