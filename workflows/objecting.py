"""Conditions of objecting and of deciding an objection (GZ-4.1.3d)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, tuple_

from models.user import contacts
from workflows.deadlines import Period, reckon
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import Taken, linked_takers, papers, trail
from workflows.moves import Guard, Move, reads


def signed_unless_counter(move: Move) -> Reason | None:
    """An objection bears name and contact; at the counter an anonymous one is taken in, marked, for the decider."""
    if move.standing.on_behalf_of is not None or (move.data.get("name") and move.data.get("contact")):
        return None
    field = "contact" if move.data.get("name") else "name"
    return Reason(
        "unsigned",
        "单位意见须加盖公章并注明联系方式，个人意见须署真实姓名并注明联系方式",
        "A unit's objection bears its seal and contact, a person's the real name and contact.",
        field,
    )


@reads(papers)
def identified(move: Move) -> Reason | None:
    """A unit's seal and contact, a person's real name and contact, within the period; what lacks may be added."""
    form = move.case.form
    if form.get("late"):
        return Reason(
            "late", "异议在公示期满后提出，只能不予受理", "It was raised after the period: it can only be refused."
        )
    if not all(move.data.get(n) or form.get(n) for n in ("name", "contact")):
        return Reason("unsigned", "缺少名称（姓名）或联系方式", "The name or the contact is missing.", "name")
    sealed = any(kind == "seal_scan" for _, kind, *_ in move.fact(papers) or ())
    if form.get("by") == "unit" and not sealed:
        return Reason(
            "unsealed",
            "单位异议须加盖公章：请上传盖章的异议书",
            "A unit's objection bears its seal: add the scan.",
            "seal_scan",
        )
    return None


@reads(linked_takers)
def not_who_forwarded(move: Move) -> Reason | None:
    """An objection isn't decided by who forwarded or recommended a case that it names."""
    takers = {t.actor for t in move.fact(linked_takers) or () if t.step in ("forward", "recommend")}
    if move.actor.account in takers:
        return Reason(
            "same_person",
            "您办理过所涉申请的初审或推荐，不得决定该异议",
            "You forwarded or recommended a case that this objection names, so you may not decide it.",
        )
    return None


def speakers(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[set[str]]]:
    """The accounts that speak for each applicant whom an objection names."""
    c, wanted = contacts.c, {party for move in moves for party in move.case.party}
    asked = select(c.kind, c.number, c.user_id).where(tuple_(c.kind, c.number).in_(sorted(wanted)))
    found: dict[tuple[str, str], set[str]] = {}
    for kind, number, account in connection.execute(asked) if wanted else ():
        found.setdefault((kind, number), set()).add(account)
    return {m.case.id: [found.get(party, set()) for party in sorted(m.case.party)] for m in moves}


def _everybody_spoke(taken: Sequence[Taken], parties: Sequence[set[str]]) -> bool:
    """Each in person, or on a paper at the counter, of which only the number is known."""
    heard = [t.actor for t in taken if t.step == "hear"]
    spoke = sum(any(account in party for account in heard) for party in parties)
    on_paper = sum(all(account not in party for party in parties) for account in heard)
    return bool(heard) and spoke + on_paper >= len(parties)


def heard_or_past(within: Period) -> Guard:
    """Each applicant named was heard, or had so long to speak and did not (office)."""

    @reads(trail, speakers)
    def heard(move: Move) -> Reason | None:
        if _everybody_spoke(move.fact(trail) or (), move.fact(speakers) or ()):
            return None
        due = reckon(move.reference.calendar, move.case.entered_at, within)
        if due.latest_possible <= move.effective_at:
            return None
        return Reason(
            "not_heard",
            f"所涉申请人尚未全部陈述，陈述期至 {due.last_day}",
            f"Each applicant whom it names may still be heard until {due.last_day}.",
        )

    return named_as(heard, f"heard_or_past({within.amount} {within.unit})")
