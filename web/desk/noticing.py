"""What a notice could list: the cases at the visitor's desks, and what each would come to once it is published."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.case import cases
from models.notice import notices
from models.reference import Reference
from web.desk import together
from workflows.actors import Actor
from workflows.asks import NOTICE_KINDS
from workflows.errors import Reason
from workflows.form import Label
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Case
from workflows.offers import Offer
from workflows.rulebooks import lifecycles

WITHDRAWAL = "withdrawal"
KINDS = {**dict(NOTICE_KINDS), WITHDRAWAL: Label("撤回公告", "Withdrawal")}
LISTING = ("publicity", "announcement", "revocation")  # kinds that take a step of each case on their list
MOST = 100  # notices to choose from, the newest
ELSEWHERE = Reason(
    "wrong_state", "本件当前环节不能列入这类公告", "Where the case stands, no notice of this kind takes it."
)


class Candidate(NamedTuple):
    """A case that the list could hold: the step that publishing takes of it, or why it can't be taken."""

    case: Case
    step: Step | None
    reasons: tuple[Reason, ...]
    ticked: bool


def kind_of(lifecycle: Lifecycle, step: Step) -> str:
    """The kind of notice that takes this step."""
    if step.name == "revoke":
        return "revocation"
    return "publicity" if step.target.name in lifecycle.clocks else "announcement"


def candidates(
    connection: Connection, kind: str, numbers: Sequence[str], notice: Lifecycle, actor: Actor, reference: Reference,
    at: int,
) -> list[Candidate]:  # fmt: skip
    """Those named, in their order, then whatever else waits at the visitor's desks for such a notice.

    NotFound where one of those named is no case for this visitor.
    """
    named = together.chosen(connection, numbers, actor, reference) if numbers else []
    there = {case.id: case for case in (*named, *_waiting(connection, kind, notice, actor))}
    some = list(there.values())[: together.MOST]
    told = together.offered(connection, some, actor, reference, at)
    ticked = {case.id for case in named}
    return [_candidate(case, kind, told, case.id in ticked) for case in some]


def _candidate(case: Case, kind: str, told: Mapping[int, list[Offer]], ticked: bool) -> Candidate:
    lifecycle = lifecycles()[case.lifecycle]
    here = (o for o in told[case.id] if o.step.on_notice and kind_of(lifecycle, o.step) == kind)
    offer = next(here, None)
    if offer is None:
        return Candidate(case, None, (ELSEWHERE,), ticked)
    # That it needs a notice is no reason against the notice.
    reasons = tuple(reason for reason in offer.reasons if reason.code != "needs_notice")
    return Candidate(case, offer.step, reasons, ticked)


def _waiting(connection: Connection, kind: str, notice: Lifecycle, actor: Actor) -> list[Case]:
    """At the visitor's desks, where such a notice takes them on."""
    found: list[Case] = []
    desks = sorted({office for _, office in actor.grants})
    for lc in (lc for lc in lifecycles().values() if (lc.book, lc.edition) == (notice.book, notice.edition)):
        own = (s for s in lc.steps if s.on_notice and s.laws != ("office",) and kind_of(lc, s) == kind)
        for state in sorted({step.source.name for step in own}):
            asked = select(cases).where(cases.c.lifecycle == lc.key, cases.c.state == state, cases.c.office.in_(desks))
            rows = connection.execute(asked.order_by(cases.c.id).limit(together.MOST))
            found += [Case(*row) for row in rows]
    return found


class Earlier(NamedTuple):
    """A notice that could be corrected, repeated or withdrawn."""

    number: str
    title: str
    version: int


def earlier(connection: Connection, notice: Lifecycle, offices: Sequence[str]) -> list[Earlier]:
    """The published notices of these offices, newest first."""
    n, c = notices.c, cases.c
    asked = select(c.number, n.title, c.version).join(cases, c.id == n.case_id)
    standing = asked.where(c.lifecycle == notice.key, n.office.in_(offices), n.withdrawn_at.is_(None))
    rows = connection.execute(standing.order_by(n.published_at.desc(), n.case_id.desc()).limit(MOST))
    return [Earlier(*row) for row in rows]
