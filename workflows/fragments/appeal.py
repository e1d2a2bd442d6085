"""An enterprise's appeal: the ladder that it climbs when it waits too long, and the loop from answer to feedback."""

from collections.abc import Mapping

from workflows.actors import Role
from workflows.appealing import (
    Desk,
    a_higher_office,
    another_commissioner,
    climbs,
    climbs_when_again,
    hands_over,
    keeps_rating,
    returns,
    stays,
)
from workflows.asks import CLOSING, PROOF_OF_END, REASON
from workflows.deadlines import Period
from workflows.form import Asks, Field, Label
from workflows.lifecycle import State, Step
from workflows.moves import Guard

ESCALATION = Asks(
    (
        Field(
            "reason",
            Label("上报理由（属本系统职能、本级难以解决）", "Why it goes higher (own function, beyond this office)"),
        ),
    )
)
INSTRUCTION = Asks(
    (
        Field("instruction", Label("督办要求", "What is to be done")),
        Field("by_when", Label("办结时限", "By when"), "date"),
    )
)
FEEDBACK = Asks(
    (
        Field("feedback", Label("向企业反馈的内容", "What the enterprise was told")),
        Field("fed_back_on", Label("反馈日期", "Told on"), "date", required=False),
    )
)
GRADES = (
    ("5", Label("非常满意", "Very satisfied")),
    ("4", Label("满意", "Satisfied")),
    ("3", Label("基本满意", "Mostly satisfied")),
    ("2", Label("不满意", "Not satisfied")),
    ("1", Label("非常不满意", "Not satisfied at all")),
)
RATING = Asks(
    (
        Field("rating", Label("满意度", "How satisfied are you?"), "int", minimum=1, maximum=5, choices=GRADES),
        Field("remark", Label("评价", "Remark"), required=False),
    )
)
HAND_OVER = Asks(
    (
        Field("commissioner", Label("接手的服务专员", "Commissioner who takes over"), "person"),
        Field("reason", Label("理由", "Reason"), required=False),
    )
)


def ladder(
    *, triage: State, supervised: State, overdue_after: Mapping[State, Period], levels: tuple[str, ...],
    escalates: tuple[Role, ...], clerk: Role, leader: Role, law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """Up to the next higher office: by the clerk's reason, or by the clock, and then under supervision."""
    up = climbs(levels=levels)
    return (
        Step("escalate", Label("报请上级专员办", "Escalate"), triage, triage, by=escalates, law=law, asks=ESCALATION,
             needs=(a_higher_office(levels=levels),), desk=up, keeps_deadline=False),
        *(Step("escalate_overdue", Label("超期未办，转上级督办", "Overdue: to the higher office"), state, supervised,
               by=Role.CLOCK, law="office", near=law, after=after, desk=up) for state, after in overdue_after.items()),
        Step("take_up", Label("提级办理", "Take it up here"), supervised, triage, by=clerk, law="office", near=law, desk=stays),
        Step("instruct", Label("督办退回原承办机构", "Instruct the office that had it"), supervised, triage, by=leader,
             law="office", near=law, asks=INSTRUCTION, desk=returns),
    )  # fmt: skip


def loop(
    *, triage: State, answered: State, fed_back: State, closed: State, feeds_back: tuple[Role, ...], low: int,
    settles_after: Period, levels: tuple[str, ...], law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """From the answer to the enterprise's word on it; silence settles it, a second dispute goes higher."""
    return (
        Step("feed_back", Label("反馈企业", "Feed back"), answered, fed_back, by=feeds_back, law=law, asks=FEEDBACK, desk=stays),
        Step("confirm", Label("企业确认并评价", "Confirm and rate"), fed_back, closed, by=Role.ENTERPRISE, law=law, asks=RATING,
             does=(keeps_rating(low=low),), desk=stays),
        Step("dispute", Label("企业不认可，重新办理", "Dispute"), fed_back, triage, by=Role.ENTERPRISE, law=law, asks=REASON,
             desk=climbs_when_again("dispute", levels=levels)),
        Step("settle", Label("逾期未确认，视为办结", "Settle: no word from the enterprise"), fed_back, closed, by=Role.CLOCK,
             law="office", near=law, after=settles_after, desk=stays),
    )  # fmt: skip


def hands(*, held: Mapping[State, Desk], clerk: Role, fit: Guard, law: str) -> tuple[Step, ...]:
    """Another commissioner, who must be `fit`, takes over at the desk that each state says; or with the assignment."""
    return tuple(
        Step("reassign", Label("转交其他专员", "Reassign"), state, state, by=(clerk, Role.SYSTEM), law=law, asks=HAND_OVER,
             needs=(fit, another_commissioner), does=(hands_over,), desk=desk)
        for state, desk in held.items()
    )  # fmt: skip


def ends(
    *, withdrawn_from: tuple[State, ...], void_from: tuple[State, ...], withdrawn: State, closed: State, clerk: Role,
    law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """The only ends without an answer: the enterprise takes it back, or exists no longer."""
    return (
        *(Step("withdraw", Label("企业撤回", "Withdraw"), state, withdrawn, by=Role.ENTERPRISE, law=law, asks=CLOSING,
               desk=stays) for state in withdrawn_from),
        *(Step("close_void", Label("企业已不存在，终结", "Close: the enterprise no longer exists"), state, closed, by=clerk,
               law=law, asks=PROOF_OF_END, desk=stays, adverse=True) for state in void_from),
    )  # fmt: skip
