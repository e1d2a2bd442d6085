"""Conditions of notices and of what they take: publicity, announcement, withdrawal."""

from workflows.errors import Reason
from workflows.facts import objections, trail
from workflows.instants import day_of, instant
from workflows.moves import Move, reads
from workflows.notice_facts import linked, named, published

PUBLICISES = {"shortlist", "pass", "reopen_publicity"}
CLOSED = {"upheld", "dismissed", "amended", "inadmissible", "withdrawn", "moot"}


@reads(objections, trail)
def objections_settled(move: Move) -> Reason | None:
    """Every objection closed, none upheld, every amended one followed by a new publicity."""
    again = max((t.effective_at for t in move.fact(trail) or () if t.step in PUBLICISES), default=0)
    for o in move.fact(objections) or ():
        if o.state == "upheld":
            return Reason("upheld_objection", f"异议 {o.number} 成立，不得公布", f"Objection {o.number} was upheld.")
        if o.state not in CLOSED:
            return Reason("open_objection", f"异议 {o.number} 尚未办结", f"Objection {o.number} is still open.")
        if o.state == "amended" and o.entered_at > again:
            return Reason(
                "open_objection",
                f"异议 {o.number} 已更正内容，须重新公示",
                f"Objection {o.number} amended the published text: a new publicity must follow.",
            )
    return None


@reads(objections)
def upheld_or_heard(move: Move) -> Reason | None:
    """After publicity only an upheld objection, or a condition found wanting with the applicant heard, rejects."""
    if move.data.get("ground") == "upheld_objection":
        if any(o.state == "upheld" for o in move.fact(objections) or ()):
            return None
        return Reason("no_upheld_objection", "没有成立的异议", "No objection to this case was upheld.", "ground")
    heard = str(move.data.get("heard_on", ""))
    if move.data.get("ground") == "condition_lapsed" and not "" < heard <= day_of(move.at).isoformat():
        return Reason(
            "not_heard",
            "须先听取申请人意见并填写听取日期（不晚于今天）",
            "Hear the applicant first, and say on which day, today at the latest.",
            "heard_on",
        )
    return None


@reads(named)
def cases_are_known(move: Move) -> Reason | None:
    """A notice names cases that exist, and at least one where its kind takes a step of them."""
    known = move.fact(named) or {}
    if missing := [n for n in move.data.get("cases", ()) if n not in known]:
        return Reason(
            "unknown_case", "没有这些办件：" + "、".join(missing), "No such cases: " + ", ".join(missing), "cases"
        )
    return None


@reads(published)
def published_in_order(move: Move) -> Reason | None:
    """A publicity's hour lies neither ahead nor before the last entry of any of its cases."""
    if move.data.get("kind") != "publicity":
        return None
    if not move.data.get("published_at") or not move.data.get("site_url"):
        return Reason(
            "published_at",
            "公示须填写官网网址和发布时刻",
            "A publicity states its official page and its hour.",
            "published_at",
        )
    at = instant(move.data["published_at"])
    if at > move.at:
        return Reason("published_at", "发布时刻不得晚于现在", "The page's hour lies in the future.", "published_at")
    if at < (move.fact(published) or 0):
        return Reason(
            "published_at",
            "发布时刻早于所列办件的最近一次办理",
            "The page's hour lies before the last step of a listed case.",
            "published_at",
        )
    return None


@reads(named)
def names_the_old(move: Move) -> Reason | None:
    """A publicity of a case that was publicised before names the notice that it repeats; a correction, the one it corrects."""
    known, kind = move.fact(named) or {}, move.data.get("kind")
    again = [n for n in move.data.get("cases", ()) if n in known and known[n].state in ("publicity", "concluded")]
    old = known.get(move.data.get("about", ""))
    there = old is not None and old.lifecycle == move.case.lifecycle and old.state in ("published", "withdrawn")
    if there or not (kind == "correction" or (kind == "publicity" and again) or move.data.get("about")):
        return None
    return Reason(
        "old_notice",
        "请填写所更正或重新公示的原公告编号" + ("：" + "、".join(again) if again else ""),
        "Name the notice that this one corrects or repeats" + (", for: " + ", ".join(again) if again else "."),
        "about",
    )


@reads(linked)
def none_announced(move: Move) -> Reason | None:
    """A notice is withdrawn only while no case of it was announced, or its title revoked."""
    if done := [case.number for case in move.fact(linked) or () if case.state in ("certified", "revoked")]:
        return Reason("announced", "已公布的办件：" + "、".join(done), "Announced already: " + ", ".join(done))
    return None
