"""Reminding whoever must act (催办), and a higher office's supervision (督办): messages, and no steps of the law."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from models.case import cases
from models.desk import urgings
from models.reference import Reference
from models.user import users
from web.desk.remarking import may_write
from web.desk.together import chosen
from workflows import telling
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.errors import Reason
from workflows.form import Label
from workflows.instants import day_of
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.turns import waits_for

REMIND, SUPERVISE = "remind", "supervise"
WORDS = {REMIND: Label("催办", "Reminder"), SUPERVISE: Label("督办", "Supervised")}
NOTE = 500  # characters
NOT_YOURS = Reason(
    "wrong_desk", "由办件机构及其上级的人员催办", "Those who handle the case, or are above them, remind and supervise."
)
NOBODY = Reason("nobody_awaited", "本件目前不等待任何人办理", "The case waits for nobody just now.")
ONESELF = Reason("your_turn", "本件由您经办，请直接办理", "The case is in your own hand: act on it.")
NOT_ABOVE = Reason("not_above", "督办由上级机构或本机构负责人决定", "A higher office supervises, or the desk’s leader.")
TODAY = Reason("limit_reached", "今天已经催过，每件每人每天一次", "You did so today: once a day for each case.")
ALREADY = Reason("limit_reached", "本件已在督办", "The case is supervised already.")


class Urging(NamedTuple):
    """One reminder or supervision."""

    kind: str
    seq: int
    by: str
    at: int
    note: str | None
    in_force: bool  # the case stands where it stood


def urge(
    connection: Connection, numbers: Sequence[str], by: Actor, kind: str, reference: Reference, *, at: int,
    note: str = "",
) -> tuple[list[str], dict[str, Reason]]:  # fmt: skip
    """Tell whoever must act on these cases; those done, and why the others were not.

    NotFound where one of them is no case for this visitor. Of one person, one a day for each case: the table holds it.
    """
    some = chosen(connection, numbers, by, reference)
    before = _before(connection, [case.id for case in some])
    day = day_of(at).isoformat()
    told: dict[str, Reason] = {}
    for case in some:
        if reason := _why_not(case, by, kind, before.get(case.id, ()), reference, day):
            told[case.number] = reason
    done = [case for case in some if case.number not in told]
    _write(connection, [_row(case, by, kind, day, at, note) for case in done])
    each = [telling.Telling((c.id, c.version), {}, once=f"{kind}:{c.id}:{by.account}:{day}") for c in done]
    telling.tell_each(connection, kind, each, to=[telling.DESK], at=at)
    return [case.number for case in done], told


def may_urge(case: Case, actor: Actor, reference: Reference) -> dict[str, Reason | None]:
    """For each kind: why this visitor can't, but for what was sent before; None: they can."""
    return {kind: _why_not(case, actor, kind, (), reference, "") for kind in WORDS}


def urgings_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Urging]]:
    """All that was sent in each case, oldest first; one statement."""
    u, found = urgings.c, dict[int, list[Urging]]()
    here = (u.state == cases.c.state) & (u.entered_at == cases.c.entered_at)
    asked = (
        select(u.case_id, u.kind, u.seq, users.c.display, u.urged_at, u.note, here)
        .join(users, users.c.id == u.account)
        .join(cases, cases.c.id == u.case_id)
    )
    for row in connection.execute(asked.where(u.case_id.in_(ids)).order_by(u.case_id, u.id)):
        found.setdefault(row[0], []).append(Urging(*row[1:]))
    return found


def _before(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Any]]:
    u, found = urgings.c, dict[int, list[Any]]()
    for row in connection.execute(select(urgings).where(u.case_id.in_(ids))):
        found.setdefault(row.case_id, []).append(row)
    return found


def _why_not(case: Case, by: Actor, kind: str, before: Sequence[Any], reference: Reference, day: str) -> Reason | None:
    lifecycle = lifecycles()[case.lifecycle]
    if not may_write(case, by, reference):
        return NOT_YOURS
    if not waits_for(lifecycle, lifecycle.states[case.state]):
        return NOBODY
    if kind == SUPERVISE and not _above(case, by, reference):
        return NOT_ABOVE
    if kind == REMIND and case.assignee == by.account:
        return ONESELF
    return _sent(case, by, kind, before, day)


def _sent(case: Case, by: Actor, kind: str, before: Sequence[Any], day: str) -> Reason | None:
    own = (row for row in before if row.kind == kind)
    for row in own:
        if kind == SUPERVISE and (row.state, row.entered_at) == (case.state, case.entered_at):
            return ALREADY
        if (row.account, row.day) == (by.account, day):
            return TODAY
    return None


def _above(case: Case, by: Actor, reference: Reference) -> bool:
    """Whether this officer's office lies above the desk; a desk's own leader counts as above it."""
    higher = {office.code for office in reference.above(case.office)[1:]}
    return any(
        role in DESK_ROLES and (office in higher or (office == case.office and role == Role.OFFICE_LEADER))
        for role, office in by.grants
    )


def _row(case: Case, by: Actor, kind: str, day: str, at: int, note: str) -> dict[str, Any]:
    return {"case_id": case.id, "kind": kind, "seq": case.version, "state": case.state, "entered_at": case.entered_at,
            "account": by.account, "day": day, "urged_at": at, "note": note[:NOTE] or None}  # fmt: skip


def _write(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Two that are sent at once by one person are one."""
    if rows:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(urgings).on_conflict_do_nothing(), rows)
