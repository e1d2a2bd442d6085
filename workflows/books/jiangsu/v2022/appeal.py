"""Jiangsu 2022: an enterprise's appeal, its request or problem, which is no legal remedy (notice, part 3 (3)).

draft -> handling | triage -> (division | peer department) -> answered -> fed_back -> closed
"""

from workflows.actors import Role
from workflows.appealing import (
    hands_to_its_commissioner,
    stays,
    to_its_commissioner,
    to_the_commissioner_named,
    to_the_serving_office,
)
from workflows.asks import REASON
from workflows.books.jiangsu.v2022.requests import BY_POLICY, DIVISION, PEER, PEER_ANSWER, REFERRAL, REQUEST, RESULT
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.fragments.appeal import ends, hands, ladder, loop
from workflows.guards import another_than
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step
from workflows.serving import commissioner_in_force, has_a_commissioner, has_no_commissioner

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
HANDLING = State("handling", Label("专员办理", "With the commissioner"))
TRIAGE = State("triage", Label("专员办分类", "Triage"))
DIVISION_HANDLING = State("division_handling", Label("业务处（科）室办理", "With a division"))
LEADER_APPROVAL = State("leader_approval", Label("分管领导审批转办", "Leader's approval of a transfer"))
PEER_HANDLING = State("peer_handling", Label("同级部门办理", "With another department"))
SUPERVISED = State("supervised", Label("督办", "Under supervision"))
ANSWERED = State("answered", Label("已有结果，待反馈", "Answered"))
FED_BACK = State("fed_back", Label("已反馈，待企业确认", "Fed back"))
CLOSED = State("closed", Label("办结", "Closed"), kind=Kind.GOOD)
WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), kind=Kind.NEUTRAL)

LEVELS = ("county", "city", "province")  # the rungs
LAW = "JS-3.3"
CLERK, LEADER, COMMISSIONER = Role.OFFICE_CLERK, Role.OFFICE_LEADER, Role.COMMISSIONER
BEFORE_FEEDBACK = (DRAFT, HANDLING, TRIAGE, DIVISION_HANDLING, LEADER_APPROVAL, PEER_HANDLING, SUPERVISED, ANSWERED)
OVERDUE = working_days(5)  # office, near JS-3.3: counted from the entry into triage

APPEAL = Lifecycle(
    key="jiangsu/2022/appeal",
    label=Label("企业诉求", "Request (appeal)"),
    initial=DRAFT,
    home=ANY,
    subject="enterprise",
    title="summary",
    steps=(
        Step("register", Label("提交服务专员", "Register"), DRAFT, HANDLING, by=(Role.ENTERPRISE, COMMISSIONER, CLERK),
             law=("JS-2", LAW), asks=REQUEST, needs=(has_a_commissioner,), does=(hands_to_its_commissioner,),
             desk=to_its_commissioner),
        Step("register_uncovered", Label("直接提交专员办", "Register with the office"), DRAFT, TRIAGE,
             by=(Role.ENTERPRISE, CLERK), law=("JS-2", LAW), asks=REQUEST, needs=(has_no_commissioner,), desk=to_the_serving_office),
        Step("solve", Label("专员解决", "Solve"), HANDLING, ANSWERED, by=COMMISSIONER, law=LAW, asks=RESULT, desk=stays),
        Step("refer", Label("提交专员办协调", "Refer to the office"), HANDLING, TRIAGE, by=COMMISSIONER, law=LAW,
             asks=REFERRAL, desk=stays),
        Step("decline", Label("属政策刚性约束，解释说明", "Decline: fixed by policy"), HANDLING, ANSWERED, by=COMMISSIONER,
             law=("JS-2", LAW), asks=BY_POLICY, desk=stays, adverse=True),
        Step("decline", Label("属政策刚性约束，解释说明", "Decline: fixed by policy"), TRIAGE, ANSWERED, by=CLERK,
             law=("JS-2", LAW), asks=BY_POLICY, desk=stays, adverse=True),
        Step("assign_division", Label("交业务处（科）室", "Assign to a division"), TRIAGE, DIVISION_HANDLING, by=CLERK,
             law=LAW, asks=DIVISION, desk=stays, keeps_deadline=True),
        Step("answer", Label("处（科）室答复", "Answer"), DIVISION_HANDLING, ANSWERED, by=CLERK, law=LAW, asks=RESULT, desk=stays),
        Step("give_back", Label("退回分类", "Give back"), DIVISION_HANDLING, TRIAGE, by=CLERK, law=LAW, asks=REASON, desk=stays,
             keeps_deadline=True),
        Step("request_transfer", Label("提请转办同级部门", "Request a transfer"), TRIAGE, LEADER_APPROVAL, by=CLERK, law=LAW,
             asks=PEER, desk=stays, keeps_deadline=True),
        Step("approve_transfer", Label("同意转办", "Approve the transfer"), LEADER_APPROVAL, PEER_HANDLING, by=LEADER, law=LAW,
             needs=(another_than("request_transfer"),), desk=stays),
        Step("refuse_transfer", Label("不同意转办", "Refuse the transfer"), LEADER_APPROVAL, TRIAGE, by=LEADER, law=LAW,
             asks=REASON, desk=stays, keeps_deadline=True, adverse=True),
        Step("answer", Label("同级部门答复", "Answer"), PEER_HANDLING, ANSWERED, by=CLERK, law=LAW, asks=PEER_ANSWER, desk=stays),
        Step("give_back", Label("退回分类", "Give back"), PEER_HANDLING, TRIAGE, by=CLERK, law=LAW, asks=REASON, desk=stays),
        *ladder(triage=TRIAGE, supervised=SUPERVISED, levels=LEVELS, escalates=(CLERK,), clerk=CLERK, leader=LEADER, law=LAW,
                overdue_after={TRIAGE: OVERDUE, DIVISION_HANDLING: OVERDUE, LEADER_APPROVAL: OVERDUE,
                               PEER_HANDLING: working_days(10)}),
        *loop(triage=TRIAGE, answered=ANSWERED, fed_back=FED_BACK, closed=CLOSED, feeds_back=(COMMISSIONER, CLERK), low=2,
              settles_after=working_days(10), levels=LEVELS, law=LAW),
        *hands(held={HANDLING: to_the_commissioner_named, ANSWERED: stays}, clerk=CLERK, fit=commissioner_in_force, law=LAW),
        *ends(withdrawn_from=BEFORE_FEEDBACK, void_from=(*BEFORE_FEEDBACK, FED_BACK), withdrawn=WITHDRAWN, closed=CLOSED,
              clerk=CLERK, law=LAW),
    ),
)  # fmt: skip
