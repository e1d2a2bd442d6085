"""In whose hand a case is at its desk: claiming, assigning, laying back, and sending a copy to read.

The office's own order, and no step of the law: whoever the lifecycle names may act, in whose hand the case is or not.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, true, update

from models.case import cases
from models.desk import copies, in_hand
from models.reference import Reference
from models.user import grants, users
from workflows import telling
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.errors import NotFound, Reason, Refused
from workflows.moves import Case
from workflows.reading import visible
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.turns import waits_for

NOT_WAITING = Reason(
    "nothing_to_claim",
    "本件目前不等待您的岗位办理，无需签收",
    "The case doesn't wait for your role: there is nothing to claim.",
)
NOT_YOURS = Reason(
    "wrong_desk", "只有承办机构的人员可以签收或分派", "Only people of the desk where it waits claim or assign a case."
)
NOT_THERE = Reason("no_officer", "该人员不在承办机构任职", "That person holds no role at this desk.", "to")
CANNOT_READ = Reason("not_a_reader", "该人员无权查看本件，不能抄送", "That person may not see this case.", "to")
NOTE = 500  # characters


class Officer(NamedTuple):
    """Somebody at a desk, by account and name."""

    account: str
    display: str


def officers(connection: Connection, offices: Iterable[str]) -> list[Officer]:
    """Who holds a desk role at one of these offices and can sign in, by name."""
    named = {a: name for at_desk in _there(connection, offices).values() for a, name in at_desk.items()}
    return sorted((Officer(a, name) for a, name in named.items()), key=lambda o: (o.display, o.account))


def put(
    connection: Connection, numbers: Sequence[str], by: Actor, to: str | None, reference: Reference, *, at: int,
    note: str = "",
) -> tuple[list[str], dict[str, Reason]]:  # fmt: skip
    """Give these cases into somebody's hand (None: lay them back); those done, and why the others were not.

    A case is claimed by one: of two who claim at once, the second is told who has it. NotFound where one of them is
    no case for this visitor.
    """
    found = [visible(connection, number, by, reference)[0] for number in dict.fromkeys(numbers)]
    there = _there(connection, {case.office for case in found})
    done, refused = [], {}
    for case in found:
        at_desk = there.get(case.office, {})
        if reason := _why_not(case, by, to, at_desk) or _held(connection, case, by, to, at_desk):
            refused[case.number] = reason
        else:
            done.append(case)
    _write(connection, [(case.id, case.office) for case in done], by, to, at, note)
    if to is not None and to != by.account:
        each = [telling.Telling((case.id, case.version), {}) for case in done]
        telling.tell_each(connection, "assigned", each, to=[telling.account(to)], at=at)
    return [case.number for case in done], refused


def _there(connection: Connection, offices: Iterable[str]) -> dict[str, dict[str, str]]:
    """Office -> account -> name, of those who hold a desk role there and can sign in."""
    g, u = grants.c, users.c
    held = g.office.in_(sorted(offices)) & g.role.in_(sorted(DESK_ROLES)) & u.disabled_at.is_(None)
    found: dict[str, dict[str, str]] = {}
    asked = select(g.office, u.id, u.display).join(grants, g.user_id == u.id).where(held).order_by(u.display, u.id)
    for office, account, display in connection.execute(asked):
        found.setdefault(office, {})[account] = display
    return found


def _why_not(case: Case, by: Actor, to: str | None, at_desk: dict[str, str]) -> Reason | None:
    roles = by.at(case.office)
    if not roles:
        return NOT_YOURS
    lifecycle = lifecycles()[case.lifecycle]
    if to == by.account and not roles & {r.value for r in waits_for(lifecycle, lifecycle.states[case.state])}:
        return NOT_WAITING
    if to is not None and to not in at_desk:
        return NOT_THERE
    return None


def _held(connection: Connection, case: Case, by: Actor, to: str | None, names: dict[str, str]) -> Reason | None:
    """Set the column; a claim takes only what lies there, an assignment takes it from whomever has it."""
    free = cases.c.assignee.is_(None) | (cases.c.assignee == by.account) if to == by.account else true()
    set_to = update(cases).where(cases.c.id == case.id, cases.c.office == case.office, free).values(assignee=to)
    if connection.execute(set_to).rowcount:
        return None
    name = names.get(case.assignee or "", case.assignee or "")
    return Reason("claimed", f"已由{name}签收", f"{name} has claimed it already.")


def _write(connection: Connection, done: list[tuple[int, str]], by: Actor, to: str | None, at: int, note: str) -> None:
    told: dict[str, Any] = {"account": to, "assigned_by": by.account, "assigned_at": at, "note": note[:NOTE] or None}
    rows = [{"case_id": case, "office": office, **told} for case, office in done]
    if rows:
        connection.execute(insert(in_hand), rows)


def copy(
    connection: Connection, number: str, by: Actor, to: str, reference: Reference, *, at: int, note: str = ""
) -> None:
    """Send the case to somebody who may see it; Refused where they may not. Sent again, it is new once more."""
    case, _ = visible(connection, number, by, reference)
    if not by.at(case.office) and not any(role in DESK_ROLES for role, _ in by.grants):
        raise NotFound
    if not relations(_actor(connection, to), case, lifecycles()[case.lifecycle].states[case.state], reference):
        raise Refused(CANNOT_READ)
    connection.execute(delete(copies).where(copies.c.case_id == case.id, copies.c.account == to))
    row = {"case_id": case.id, "account": to, "copied_by": by.account, "copied_at": at, "note": note[:NOTE] or None}
    connection.execute(insert(copies).values(row))
    telling.tell(connection, "copied", to=[telling.account(to)], at=at, about=(case.id, case.version))


def read(connection: Connection, case: int, account: str, at: int) -> None:
    """The copy was looked at."""
    mine = (copies.c.case_id == case) & (copies.c.account == account) & copies.c.read_at.is_(None)
    connection.execute(update(copies).where(mine).values(read_at=at))


def _actor(connection: Connection, account: str) -> Actor:
    asked = (
        select(grants.c.role, grants.c.office)
        .join(users, users.c.id == grants.c.user_id)
        .where(users.c.id == account, users.c.disabled_at.is_(None))
    )
    return Actor(account, frozenset((Role(role).value, office) for role, office in connection.execute(asked)))


class Held(NamedTuple):
    """One line of who had a case in hand."""

    account: str | None
    assigned_by: str
    assigned_at: int
    note: str | None


def course(connection: Connection, case: int) -> list[Held]:
    """In whose hands it was, oldest first."""
    h = in_hand.c
    asked = select(h.account, h.assigned_by, h.assigned_at, h.note).where(h.case_id == case).order_by(h.id)
    return [Held(*row) for row in connection.execute(asked)]
