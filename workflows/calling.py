"""Conditions of the yearly call and of applying in its window."""

from workflows.dates import end_of, start_of
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import calls
from workflows.moves import Case, Guard, Move, reads


@reads(calls)
def call_is_open(move: Move) -> Reason | None:
    """The window of a call, by its dates rather than by when a clock got round to it, or paper was entered."""
    if "anew" in move.case.form:
        return None  # set aside and decided anew: no open call needed
    if any(_begins(call) <= move.effective_at < end_of(call.form["closes_on"]) for call in move.fact(calls) or ()):
        return None
    return Reason(
        "no_open_call",
        "目前没有开放的申报通知；草稿已保存，待下一次申报通知开放后提交",
        "No call is open now. Your draft is kept: submit it when the next call opens.",
    )


def _begins(call: Case) -> int:
    """No window begins before the call was published."""
    return max(start_of(call.form["opens_on"]), call.entered_at if call.state == "scheduled" else 0)


def closed_since(field: str) -> Guard:
    """A call has run out since the day in this field of the case was over: who could apply in it, didn't."""

    @reads(calls)
    def a_call_closed_since(move: Move) -> Reason | None:
        since = end_of(move.case.form[field])
        ends = [end_of(call.form["closes_on"]) for call in move.fact(calls) or ()]
        if any(since < end <= move.effective_at for end in ends):
            return None
        return Reason(
            "call_awaited",
            "有效期满后尚无申报期截止，仍可申请复核",
            "No call has closed since the title expired: the station may still apply.",
        )

    return named_as(a_call_closed_since, f"closed_since({field})")


def window_in_year(move: Move) -> Reason | None:
    """A call's window lies in its year, ends after it begins, and has not ended yet."""
    opens, closes, year = (str(move.data[n]) for n in ("opens_on", "closes_on", "year"))
    if not opens <= closes or not opens.startswith(year) or end_of(closes) <= move.at:
        return Reason(
            "window",
            "申报期须在本年度内开始，且截止日不早于开始日和今天",
            "The window begins in its year, and ends neither before it begins nor before today.",
            "closes_on",
        )
    return None


def later_end(move: Move) -> Reason | None:
    if str(move.data["closes_on"]) <= str(move.case.form["closes_on"]) or end_of(move.data["closes_on"]) <= move.at:
        return Reason(
            "later_end",
            "新的截止日须晚于原截止日和今天",
            "The new closing day lies after the old one and after today.",
            "closes_on",
        )
    return None
