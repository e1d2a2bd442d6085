"""Where a case's row, and what it wrote into registers, are not what its entries say when they are replayed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.case import cases
from models.reference import Reference, current
from workflows.actors import FILERS
from workflows.deadlines import Period, reckon
from workflows.form import Label
from workflows.instants import instant, iso
from workflows.kept_definitions import Definition, kept
from workflows.lifecycle import Lifecycle
from workflows.moves import Case, Fact
from workflows.replaying import Stand, replay
from workflows.replaying_facts import learned
from workflows.replaying_rows import Entered, entered, entered_otherwise
from workflows.replaying_values import Told, unfounded, written
from workflows.rulebooks import lifecycles
from workflows.stored import Stored

ERASE = "erase"


class Beside(NamedTuple):
    """What the replay of some cases asks of the database beside their histories."""

    reference: Reference
    written: Mapping[str, Sequence[Any]]  # case number -> what it wrote into registers
    parents: Mapping[int, str]  # case id -> number
    known: Mapping[str, Definition]  # by digest
    facts: Mapping[Fact, Mapping[int, Any]]
    entered: Mapping[str, Entered]  # by case number


def beside(connection: Connection, page: Sequence[Stored], known: Mapping[str, Definition] | None = None) -> Beside:
    """`known`: the definitions, where they were read already."""
    c, wanted = cases.c, {one.case.parent for one in page if one.case.parent is not None}
    parents = {row.id: row.number for row in connection.execute(select(c.id, c.number).where(c.id.in_(wanted)))}
    numbers = [one.case.number for one in page]
    reference = current(connection)
    return Beside(reference, written(connection, numbers), parents, kept(connection) if known is None else known,
                  learned(connection, [one.case for one in page], reference), entered(connection, numbers))  # fmt: skip


def differences(one: Stored, beside: Beside) -> Iterator[tuple[str, Label]]:
    """Where a case, and what it wrote into registers, are not what its entries say; (place, what)."""
    case, lifecycle = one.case, lifecycles()[one.case.lifecycle]
    stands = list(replay(lifecycle, one.lines))
    told = Told(case, lifecycle, stands, beside.reference, beside.known, beside.facts)
    wrong = [*_row(case, stands[-1]), *_form(case, lifecycle, stands), *_deadline(lifecycle, stands, beside.reference),
             *_tied(case, stands, beside.parents),
             *unfounded(told, beside.written.get(case.number, ())),
             *entered_otherwise(told, beside.entered.get(case.number))]  # fmt: skip
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


def _tied(case: Case, stands: Sequence[Stand], parents: Mapping[int, str]) -> Iterator[Label]:
    """Whom the case is about, what it belongs to, and who filed it: who may not decide it hangs on these."""
    begun = stands[0].body
    subject = begun["subject"] and (begun["subject"]["kind"], begun["subject"]["number"])
    kinds = (stand.body for stand in stands if stand.body["kind"] in ("begin", "step"))
    filers = {body["actor"] for body in kinds if body["role"] in FILERS}
    for zh, en, stored, replayed in (
        ("对象", "subject", (case.subject_kind, case.subject_number) if case.subject_kind else None, subject),
        ("上级办件", "parent", parents.get(case.parent) if case.parent is not None else None, begun["parent"]),
        ("申报人", "filers", set(json.loads(case.filers)), filers),
    ):
        if stored != replayed:
            yield Label(f"所存{zh}与记录不符", f"its {en} is not what its entries say")
