"""Who may be appointed to score an application, and who may recuse whom (GZ-4.1.3b)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from models.case import cases
from models.user import contacts, grants, users
from workflows.actors import Role
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import experts
from workflows.moves import Guard, Move, reads

NAMELESS = "?"  # an account without a name, or none at all


def strangers(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[str]]:
    """Which of those named are no experts of an office above each case who can sign in: as people call them."""
    every = {e for move in moves for e in move.data.get("experts", ())}
    listed = (grants.c.user_id == users.c.id) & (grants.c.role == "expert") & users.c.disabled_at.is_(None)
    asked = select(users.c.id, users.c.display, grants.c.office).outerjoin(grants, listed).where(users.c.id.in_(every))
    held = connection.execute(asked).all()
    called = {account: display for account, display, _ in held}
    found = {}
    for move in moves:
        above = {office.code for office in move.reference.above(move.case.home)}
        here = {account for account, _, office in held if office in above}
        found[move.case.id] = sorted(called.get(e) or NAMELESS for e in {*move.data.get("experts", ())} - here)
    return found


def tied(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[str]]:
    """Which of those named speak for an applicant whose case of the same kind is open: as people call them."""
    every = {e for move in moves for e in move.data.get("experts", ())}
    open_cases = (cases.c.subject_kind == contacts.c.kind) & (cases.c.subject_number == contacts.c.number)
    asked = (
        select(users.c.display, cases.c.lifecycle, cases.c.state)
        .join(contacts, contacts.c.user_id == users.c.id)
        .join(cases, open_cases)
        .where(users.c.id.in_(every), cases.c.lifecycle.in_({m.case.lifecycle for m in moves}))
    )
    found = defaultdict(set)
    for display, lifecycle, state in connection.execute(asked):
        found[lifecycle].add((display or NAMELESS, state))
    return {
        m.case.id: sorted({name for name, state in found[m.case.lifecycle] if not m.lifecycle.states[state].final})
        for m in moves
    }


@reads(strangers)
def are_experts(move: Move) -> Reason | None:
    if strange := move.fact(strangers):
        zh, en = f"不在专家名单内：{'、'.join(strange)}", f"Not on the list of experts: {', '.join(strange)}"
        return Reason("no_expert", zh, en, "experts")
    return None


@reads(tied)
def tied_to_no_applicant(move: Move) -> Reason | None:
    if concerned := move.fact(tied):
        zh = f"与本次申报单位有关联：{'、'.join(concerned)}"
        return Reason("expert_tied", zh, f"Tied to an applicant of this call: {', '.join(concerned)}", "experts")
    return None


def panel_of(least: int) -> Guard:
    """With those already appointed and not recused, at least so many experts; none twice."""

    @reads(experts)
    def panel(move: Move) -> Reason | None:
        known = {e.expert: e.recused for e in move.fact(experts) or ()}
        named = list(move.data.get("experts", ()))
        if again := sum(e in known for e in named):
            zh = f"所选专家中有 {again} 名已指定过，请只选尚未指定的"
            return Reason("appointed_before", zh, f"Appointed before: {again} of those chosen.", "experts")
        if named and sum(not recused for recused in known.values()) + len(named) < least:
            return Reason(
                "too_few_experts", f"评审专家不少于 {least} 人", f"At least {least} experts score a case.", "experts"
            )
        return None

    return named_as(panel, f"panel_of({least})")


@reads(experts)
def recuses_an_expert(move: Move) -> Reason | None:
    """An expert recuses themself; the headquarters names whom it recuses."""
    who = move.data.get("expert", move.actor.account)
    own = move.standing.role is not Role.EXPERT or who == move.actor.account
    if own and any(e.expert == who and not e.recused for e in move.fact(experts) or ()):
        return None
    return Reason("no_expert", "请填写本件已指定的评审专家", "Name an expert who is appointed to this case.", "expert")
