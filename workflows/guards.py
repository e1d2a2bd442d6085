"""Conditions of steps: pure functions of a move and its facts; None, or the reason that an officer can act on."""

from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import (
    experts,
    slot_holders,
    titles,
    trail,
)
from workflows.moves import Guard, Move, reads


def not_own_case(move: Move) -> Reason | None:
    """Nobody decides a case that they filed or are the subject of; paper taken in at the counter isn't filing."""
    actor = move.actor
    if f'"{actor.account}"' in move.case.filers or (actor.contacts and move.case.party & actor.contacts):
        return Reason(
            "same_person",
            "您是本件的申报人或当事人，不得办理",
            "You filed this case or are its subject, so you may not decide it.",
        )
    return None


def another_than(*steps: str) -> Guard:
    """Whoever took one of these steps may not take this one (separation of duties)."""

    @reads(trail)
    def another_person(move: Move) -> Reason | None:
        taken = next((t for t in move.fact(trail) or () if t.step in steps and t.actor == move.actor.account), None)
        if taken is None:
            return None
        label = next(s.label for s in move.lifecycle.steps if s.name == taken.step)
        return Reason(
            "same_person",
            f"您已办理“{label.zh}”，须由另一人办理此步骤",
            f"You took the step “{label.en}”; another person must take this one.",
        )

    return named_as(another_person, f"another_than({', '.join(steps)})", excludes=steps)


def from_notice(move: Move) -> Reason | None:
    if move.attempt.cause is None:
        return Reason(
            "needs_notice",
            "此步骤须通过公告办理：请起草公告并列入本件",
            "This step is taken by a notice: draft one and put this case on its list.",
        )
    return None


@reads(slot_holders)
def slot_is_free(move: Move) -> Reason | None:
    """What the step claims (one application an organisation, one call a year) no other open case holds."""
    if number := (move.fact(slot_holders)):
        return Reason(
            "limit_reached", f"已有办理中的同类办件 {number}", f"Another open case, {number}, stands for the same."
        )
    return None


slot_is_free.constraint = "cases_slot_once"  # type: ignore[attr-defined]  # where the truth is


@reads(titles)
def no_title_in_force(move: Move) -> Reason | None:
    """No certification beside a title in force for the same premises."""
    for plaque, address in move.fact(titles) or ():
        if address == move.data.get("address"):
            return Reason(
                "title_in_force",
                f"该场所已有有效称号（牌匾编号 {plaque}）",
                f"These premises hold a title in force already (plaque {plaque}).",
            )
    return None


no_title_in_force.constraint = "titles_in_force"  # type: ignore[attr-defined]  # where the truth is


def at_least(name: str, least: int, code: str, zh: str, en: str) -> Guard:
    """A number of the form that the regulation sets a floor to."""

    def enough(move: Move) -> Reason | None:
        value = move.data.get(name)
        return Reason(code, zh, en, name) if isinstance(value, int) and value < least else None

    return named_as(enough, f"at_least({name}, {least})")


def scores_counting(least: int) -> Guard:
    """At least so many scores by experts who have not recused themselves."""

    @reads(experts)
    def enough_scores(move: Move) -> Reason | None:
        counting = sum(e.score is not None and not e.recused for e in move.fact(experts) or ())
        if counting >= least:
            return None
        return Reason(
            "too_few_scores",
            f"有效评分 {counting} 份，至少需要 {least} 份",
            f"{counting} scores count; at least {least} are needed.",
        )

    return named_as(enough_scores, f"scores_counting({least})")


def past_office_target(move: Move) -> Reason | None:
    """Only when the office's own target for the correction has passed."""
    if move.case.target_at is not None and move.effective_at >= move.case.target_at:
        return None
    return Reason("target_runs", "补正时限尚未届满", "The time that the office gave for the correction still runs.")
