"""Publicity of a decision, and the objections that it meets."""

from collections.abc import Mapping

from workflows.actors import Role
from workflows.asks import ADMISSION, AMENDMENT, CLOSING, FINDINGS, OBJECTION, REASON, REJECTION, STATEMENT
from workflows.deadlines import Period
from workflows.effects import moots_objections, opens_objection
from workflows.form import Label
from workflows.lifecycle import State, Step
from workflows.moves import Effect, Guard
from workflows.noticing import objections_settled, upheld_or_heard
from workflows.objecting import heard_or_past, identified, not_who_forwarded, signed_unless_counter


def publicity(
    *, during: State, concluded: State, passed: State, failed: State, before: State, lasts: Period, grace: int, by: Role,
    does: tuple[Effect, ...], law: Mapping[str, str], near: Mapping[str, str], apart_from: Guard,
) -> tuple[Step, ...]:  # fmt: skip
    """Public notice of a decision, during which anyone may object, and what follows when it has ended.

    `near`: the rule that the office's own fills in, for each step whose law is "office".
    """
    return (
        *(
            Step("object", Label("提出异议", "Object"), state, state, by=Role.PUBLIC, law=law["object"],
                 near=near.get("object"), asks=OBJECTION, needs=(signed_unless_counter,), does=(opens_objection,),
                 hands_on=True, by_counter_late=True, within_entry=state is concluded)
            for state in (during, concluded)
        ),
        Step("conclude", Label("公示期满", "Publicity ends"), during, concluded, by=Role.CLOCK, law=law["conclude"],
             after=lasts, grace=grace),
        Step("announce", Label("公布认定名单", "Announce"), concluded, passed, by=by, law=law["announce"],
             needs=(objections_settled, apart_from), does=does, on_notice=True),
        Step("reject", Label("不予认定", "Reject"), concluded, failed, by=by, law=law["reject"],
             near=near.get("reject"), asks=REJECTION, needs=(upheld_or_heard, apart_from), does=(moots_objections,), adverse=True),
        *(
            Step("reopen_publicity", Label("重新公示", "Publicise anew"), state, during, by=by, law="office",
                 near=law["conclude"], on_notice=True, keeps_deadline=False)
            for state in (during, concluded)
        ),
        *(
            Step("unpublish", Label("公示撤回", "Publicity withdrawn"), state, before, by=Role.SYSTEM, law="office",
                 near=law["conclude"])
            for state in (during, concluded)
        ),
    )  # fmt: skip


def objection(
    *, filed: State, investigating: State, ends: Mapping[str, State], by: Role, law: str, near: str | None,
    heard_within: Period,
) -> tuple[Step, ...]:  # fmt: skip
    """One case for each filing; the office's target stands in where the text sets no time (a gap of it)."""
    may_decide = (not_who_forwarded,)
    upheld = (*may_decide, heard_or_past(heard_within))
    return (
        Step("admit", Label("受理", "Admit"), filed, investigating, by=by, law=law, near=near, asks=ADMISSION,
             needs=(identified,)),
        Step("refuse", Label("不予受理", "Refuse"), filed, ends["inadmissible"], by=by, law=law, near=near, asks=REASON,
             adverse=True),
        Step("hear", Label("申请人陈述", "Hear the applicant"), investigating, investigating, by=Role.APPLICANT, law=law,
             near=near, asks=STATEMENT),
        Step("uphold", Label("异议成立", "Uphold"), investigating, ends["upheld"], by=by, law=law, near=near,
             asks=FINDINGS, needs=upheld, adverse=True),
        Step("dismiss", Label("异议不成立", "Dismiss"), investigating, ends["dismissed"], by=by, law=law, near=near,
             asks=FINDINGS, needs=may_decide, adverse=True),
        Step("amend", Label("更正公示内容", "Amend the published text"), investigating, ends["amended"], by=by, law=law,
             near=near, asks=AMENDMENT, needs=may_decide),
        Step("withdraw", Label("撤回异议", "Withdraw"), filed, ends["withdrawn"], by=Role.PUBLIC, law=law, near=near,
             asks=CLOSING),
        *(Step("close_moot", Label("所涉办件均已结束", "Close as moot"), state, ends["moot"], by=Role.SYSTEM, law="office",
               near=near or law) for state in (filed, investigating)),
    )  # fmt: skip
