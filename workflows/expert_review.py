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


def pool(connection: Connection, moves: Sequence[Move]) -> Mapping[int, set[str]]:
    """Which of the accounts named are experts of an office above each case and can sign in."""
    every = {e for move in moves for e in move.data.get("experts", ())}
    asked = (
        select(grants.c.user_id, grants.c.office)
        .join(users, users.c.id == grants.c.user_id)
        .where(grants.c.role == "expert", grants.c.user_id.in_(every), users.c.disabled_at.is_(None))
    )
    held = list(connection.execute(asked))
    found = {}
    for move in moves:
        above = {office.code for office in move.reference.above(move.case.home)}
        found[move.case.id] = {account for account, office in held if office in above}
    return found


def tied(connection: Connection, moves: Sequence[Move]) -> Mapping[int, set[str]]:
    """Which of the accounts named speak for an applicant whose case of the same kind is open."""
    every = {e for move in moves for e in move.data.get("experts", ())}
    open_cases = (cases.c.subject_kind == contacts.c.kind) & (cases.c.subject_number == contacts.c.number)
    asked = (
        select(contacts.c.user_id, cases.c.lifecycle, cases.c.state)
        .join(cases, open_cases)
        .where(contacts.c.user_id.in_(every), cases.c.lifecycle.in_({m.case.lifecycle for m in moves}))
    )
    found = defaultdict(set)
    for account, lifecycle, state in connection.execute(asked):
        found[lifecycle].add((account, state))
    return {
        m.case.id: {a for a, state in found[m.case.lifecycle] if not m.lifecycle.states[state].final} for m in moves
    }


@reads(pool)
def are_experts(move: Move) -> Reason | None:
    if strange := set(move.data.get("experts", ())) - (move.fact(pool) or set()):
        shown = "、".join(sorted(strange))
        return Reason("no_expert", f"不在专家名单内：{shown}", f"Not on the list of experts: {shown}", "experts")
    return None


@reads(tied)
def tied_to_no_applicant(move: Move) -> Reason | None:
    if concerned := move.fact(tied):
        shown = "、".join(sorted(concerned))
        return Reason(
            "expert_tied", f"与本次申报单位有关联：{shown}", f"Tied to an applicant of this call: {shown}", "experts"
        )
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
