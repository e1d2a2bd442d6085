"""Erasing on an order: a value leaves every place that holds it, and history names what left, and by which order.

The chain stays whole: an entry commits to its values by salted digests, and holds none of them.
"""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from models.account_acts import MACHINE
from models.case import cases, disclosures
from models.crash_points import Point, passing
from models.material import materials
from models.reference import Reference, snapshot
from models.rows import lock
from workflows.actors import Actor, Role
from workflows.beside import erase_beside
from workflows.copies import erase_copies, gone
from workflows.errors import Invalid, NotFound, NotPermitted, Reason, Refused
from workflows.form import Field, Label
from workflows.forms import Wrong, value_of
from workflows.lifecycle import Lifecycle
from workflows.moves import Case, Entry
from workflows.noting import Note, note
from workflows.rulebooks import lifecycles
from workflows.seal import text_of
from workflows.seeking import searched_anew

ORDER = Field("order", Label("决定文号", "Number of the order"), max_length=200)
DRAFT = 0  # in an erased value's place: it stood in the case's form, and no entry had committed it
NO_FILE = "0" * 64  # in an erased file's digest's place
UNKNOWN = Reason("nothing_to_erase", "没有这一项内容，或者已经删除", "There is no such value, or it was erased before.")
NEEDED = Reason(
    "still_needed",
    "办件尚未办结，后续步骤仍需要这一项内容；请先办结，或者请申请人更正",
    "The case has not ended and its next steps need this value: end it first, or have the applicant correct it.",
)
NOT_YOURS = Reason("wrong_role", "由设置管理员依决定办理", "This is done by a settings administrator, on an order.")


class Erased(NamedTuple):
    """What was erased: the record of it, where the values stood, and files that no row names any more."""

    entry: Entry
    places: tuple[tuple[int, str], ...]  # (seq, field)
    files: tuple[str, ...]  # digests: to be removed from the store after the commit


def erase(
    connection: Connection, case_id: int, name: str, *, order: str, by: Actor, at: int, seq: int | None = None
) -> Erased:
    """Erase a field (`comment`, `material.ID`, `remark.ID`, `mark.KIND`) of a case, with `seq` of that one entry only.

    Raises NotFound, NotPermitted, Invalid (the order's number), Refused (no such value; still needed).
    """
    rows = lock(connection, cases, [case_id])
    if not rows:
        raise NotFound()
    case, reference = Case(*rows[0][:-1]), snapshot(connection, rows[0][-1])
    _require_allowed(by, case, reference)
    lifecycle, order = lifecycles()[case.lifecycle], _order(order)
    places, values = _disclosed(connection, case, name, seq)
    form, files = case.form, _file(connection, case, name, at)
    erased_before = form.get(name) == gone(case.number)
    if name in form and not erased_before and (seq is None or form[name] in values):
        values.append(form.pop(name))
        form |= _stand_in(case, lifecycle, name)
        places = places or [(DRAFT, name)]
    if not (places or files is not None or erase_beside(connection, case.id, name)):
        raise Refused(UNKNOWN)
    places = places or [(DRAFT, name)]
    passing(Point.JUDGED)
    given = {"order": order, "erased": [f"{at_seq}:{field}" for at_seq, field in places]}
    slot = erase_copies(connection, case, values)
    changed = {"data": text_of(form), "slot": slot, "search": searched_anew(case, lifecycle, form)}
    entry = note(
        connection, Note(case, lifecycle, "erase", (by.account, Role.SETTINGS_ADMIN), given, changed=changed), at
    )
    return Erased(entry, tuple(places), files or ())


def unused(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Those of these files that no case has."""
    wanted = set(digests)
    used = connection.execute(select(materials.c.sha256).where(materials.c.sha256.in_(wanted))).scalars()
    return wanted - set(used)


def _require_allowed(by: Actor, case: Case, reference: Reference) -> None:
    """Whoever has the machine, or who administers settings for the office where the case was filed."""
    offices = by.offices(Role.SETTINGS_ADMIN)
    if by.account != MACHINE and not any(reference.is_below(case.home, office) for office in offices):
        raise NotPermitted(NOT_YOURS)


def _order(given: str) -> str:
    try:
        number = value_of(ORDER, given)
    except Wrong as wrong:
        raise Invalid(Reason("field_wrong", wrong.zh, wrong.en, ORDER.name)) from None
    if not number:
        raise Invalid(Reason("field_missing", "请写明决定文号", "Say the order's number.", ORDER.name))
    return str(number)


def _stand_in(case: Case, lifecycle: Lifecycle, name: str) -> dict[str, str]:
    """What the form of an open case has in the value's place: effects, clocks and plaques read it there.

    A person's name or number can be stood in for; a condition, a date, an address can't: Refused.
    """
    state, asked = lifecycle.states[case.state], lifecycle.form.get(name)
    if state.final or state.form or asked is None:
        return {}
    if asked.personal is None or asked.type != "text":
        raise Refused(NEEDED)
    return {name: gone(case.number)}


def _disclosed(
    connection: Connection, case: Case, name: str, seq: int | None
) -> tuple[list[tuple[int, str]], list[Any]]:
    """Take the field out of the case's disclosures: (seq, field) of each, and their values."""
    d = disclosures.c
    asked = select(d.seq, d.opened).where(d.case_id == case.id).order_by(d.seq)
    places, values, rows = [], [], []
    for at_seq, opened in connection.execute(asked if seq is None else asked.where(d.seq == seq)):
        fields: dict[str, list[Any]] = json.loads(opened)
        gone = [field for field in fields if field == name or field.startswith(f"{name}.")]
        values += [fields.pop(field)[1] for field in gone]
        places += [(at_seq, field) for field in gone]
        if gone:
            rows.append({"of": case.id, "at_seq": at_seq, "left": text_of(fields)})
    if rows:
        own = update(disclosures).where(d.case_id == bindparam("of"), d.seq == bindparam("at_seq"))
        connection.execute(own.values(opened=bindparam("left")), rows)
    return places, values


def _file(connection: Connection, case: Case, name: str, at: int) -> tuple[str, ...] | None:
    """Take name and digest from a file's row; the digest, if no other row has it. None: this is no file."""
    word, _, id = name.partition(".")
    m = materials.c
    if word != "material" or not id.isdecimal():
        return None
    own = m.id == int(id), m.case_id == case.id, m.sha256 != NO_FILE
    digest = connection.execute(select(m.sha256).where(*own)).scalar()
    if digest is None:
        return None
    gone = {"name": f"erased-{id}", "sha256": NO_FILE, "removed_at": at}
    connection.execute(update(materials).where(*own).values(gone))
    return tuple(unused(connection, [digest]))
