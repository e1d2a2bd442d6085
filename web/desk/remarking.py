"""Remarks beside a case: those of the offices among themselves, and those that the applicant is told."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select

from models.case import entries
from models.reference import Reference
from models.review import remarks
from models.user import users
from web.sight import Sight
from workflows.actors import DESK_ROLES, Actor
from workflows.errors import Invalid, NotPermitted, Reason
from workflows.form import Label
from workflows.moves import Case
from workflows.rights import IDENTITY, relations
from workflows.rulebooks import lifecycles
from workflows.telling import PARTIES, tell

TOLD = {
    "office": Label("内部意见", "Among the offices"),
    "applicant": Label("告知申请人", "To the applicant"),
}
r = remarks.c
LONGEST = 2000  # characters
SHOWN = 200
EMPTY = Reason("field_missing", "请填写内容", "Write something.", "remark")
TOO_LONG = Reason("field_wrong", f"最多 {LONGEST} 字", f"{LONGEST:,} characters at most.", "remark")
NOBODY = Reason("no_reader", "本件没有可以告知的申请人", "There is no applicant to tell in this case.", "told")
TOO_LATE = Reason("too_late", "只有本人在下一步骤办理之前可以更正，且只能更正一次",
                  "Only its writer corrects a remark, once, and before the next step.", "remark")  # fmt: skip
NOT_YOURS = Reason("wrong_desk", "由办件机构的人员填写", "Those who handle the case write here.")


class Remark(NamedTuple):
    id: int
    told: str
    text: str
    by: str
    at: int
    corrected: bool  # another stands for it
    open: bool  # its writer reads it, and may still correct it


def may_write(case: Case, actor: Actor, reference: Reference) -> bool:
    """Whether an office of this actor handles the case, is above it, or did: an auditor's only looks."""
    officer = Actor(actor.account, frozenset(grant for grant in actor.grants if grant[0] in DESK_ROLES))
    state = lifecycles()[case.lifecycle].states[case.state]
    return bool(relations(officer, case, state, reference) & {"desk", "below", "passed"})


def has_applicant(case: Case) -> bool:
    """Whether there is one who could be told; who objects or complains is never written to by way of a case."""
    return bool(case.party) and lifecycles()[case.lifecycle].name not in IDENTITY


def write(
    connection: Connection, case: Case, actor: Actor, reference: Reference, *, told: str, text: str, at: int,
    corrects: int | None = None,
) -> None:  # fmt: skip
    """Add a remark, or what stands for an earlier one of the same writer, and tell the applicant of what is theirs to
    read; Invalid, NotPermitted."""
    if not may_write(case, actor, reference):
        raise NotPermitted(NOT_YOURS)
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Invalid(TOO_LONG if text else EMPTY)
    if told not in TOLD or (told == "applicant" and not has_applicant(case)):
        raise Invalid(NOBODY)
    if corrects is not None:
        told = _open(connection, case, actor.account, corrects)
    row = {
        "case_id": case.id,
        "corrects": corrects,
        "told": told,
        "text": text,
        "written_by": actor.account,
        "written_at": at,
    }
    connection.execute(insert(remarks).values(row))
    if told == "applicant":
        tell(connection, "remark", to=[PARTIES], at=at, about=(case.id, case.version))


def _open(connection: Connection, case: Case, account: str, remark: int) -> str:
    """To whom the remark was told, which this account may still correct; Invalid where it may not."""
    told: str | None = connection.execute(
        select(r.told).where(r.id == remark, r.case_id == case.id, r.written_by == account, _still(case.id))
    ).scalar()
    if told is None:
        raise Invalid(TOO_LATE)
    return told


def _still(case: int) -> ColumnElement[bool]:
    """Neither corrected nor followed by a step."""
    by, last = remarks.alias("by"), select(func.max(entries.c.recorded_at)).where(
        entries.c.case_id == case, entries.c.kind == "step"
    )  # fmt: skip
    return ~exists().where(by.c.corrects == r.id) & (r.written_at >= func.coalesce(last.scalar_subquery(), 0))


def remarks_of(connection: Connection, case: Case, seen: Sight) -> list[Remark]:
    """What this visitor may read of them, newest first: the applicant their own, the offices all, experts none."""
    if "comments" not in seen.what and ("history" not in seen.what or not has_applicant(case)):
        return []
    by = remarks.alias("corrections")
    corrected, mine = exists().where(by.c.corrects == r.id), r.written_by == seen.account
    told = select(
        r.id, r.told, r.text, users.c.display, r.written_at, corrected, mine & (r.text != "") & _still(case.id)
    )
    asked = told.join(users, users.c.id == r.written_by)
    own = asked.where(r.case_id == case.id) if "comments" in seen.what else asked.where(
        r.case_id == case.id, r.told == "applicant"
    )  # fmt: skip
    return [Remark(*row) for row in connection.execute(own.order_by(r.id.desc()).limit(SHOWN))]
