"""Wuhan 2026: an enterprise's appeal, its request or problem, which is no legal remedy (measures, art. 9, 10).

draft -> triage -> handling -> answered -> fed_back -> closed
"""

from workflows.actors import Role
from workflows.appealing import hands_over, stays
from workflows.asks import REASON
from workflows.books.wuhan.v2026.posts import serves_this_station, to_the_station_of_its_area
from workflows.deadlines import working_days
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.appeal import ends, hands, ladder, loop
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
TRIAGE = State("triage", Label("服务站分类", "Triage"))
HANDLING = State("handling", Label("专员办理", "With a commissioner"))
SUPERVISED = State("supervised", Label("督办", "Under supervision"))
ANSWERED = State("answered", Label("已有结果，待反馈", "Answered"))
FED_BACK = State("fed_back", Label("已反馈，待企业确认", "Fed back"))
CLOSED = State("closed", Label("办结", "Closed"), kind=Kind.GOOD)
WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), kind=Kind.NEUTRAL)

# A station answers appeals, lifts what firms can do, and tells both sides (art. 9).
KINDS = (
    ("difficulty", Label("企业困难诉求", "a difficulty of the business")),
    ("development", Label("发展需求（培训、咨询、资源对接）", "training, advice, resources")),
    ("policy", Label("政策咨询", "policies for enterprises")),
    ("other", Label("其他", "another matter")),
)
REQUEST = Asks(
    (
        Field("kind", Label("诉求类别", "Kind"), "choice", choices=KINDS),
        Field("summary", Label("诉求摘要", "Summary"), max_length=200),
        Field("content", Label("具体内容和期望结果", "What it is about, and what is hoped for"), max_length=10000),
    ),
    (Paper("evidence", Label("相关材料", "Papers"), required=False),),
)
ASSIGNMENT = Asks(
    (
        Field("commissioner", Label("服务专员", "Commissioner"), "person"),
        Field("note", Label("办理要求", "What is asked"), required=False),
    )
)
RESULT = Asks((Field("result", Label("办理结果", "Result"), max_length=10000),))

LEVELS = ("station", "district", "hq")  # the rungs; the bureau is none
LAW = "WH-10"
CLERK, LEADER, COMMISSIONER, SYSTEM = Role.OFFICE_CLERK, Role.OFFICE_LEADER, Role.COMMISSIONER, Role.SYSTEM
BEFORE_FEEDBACK = (DRAFT, TRIAGE, HANDLING, SUPERVISED, ANSWERED)

APPEAL = Lifecycle(
    key="wuhan/2026/appeal",
    label=Label("企业诉求", "Request (appeal)"),
    initial=DRAFT,
    home=ANY,
    subject="enterprise",
    title="summary",
    steps=(
        Step("register", Label("提交服务站", "Register"), DRAFT, TRIAGE, by=(Role.ENTERPRISE, COMMISSIONER, CLERK),
             law=("WH-9", LAW), asks=REQUEST, desk=to_the_station_of_its_area),
        Step("assign", Label("交专员办理", "Assign"), TRIAGE, HANDLING, by=CLERK, law=LAW, asks=ASSIGNMENT,
             needs=(serves_this_station,), does=(hands_over,), desk=stays),
        Step("decline", Label("不予办理，说明理由", "Decline"), TRIAGE, ANSWERED, by=CLERK, law=LAW, asks=REASON, desk=stays,
             adverse=True),
        Step("solve", Label("解决", "Solve"), HANDLING, ANSWERED, by=(COMMISSIONER, CLERK), law=LAW, asks=RESULT, desk=stays),
        # A station that closes gives back what it handles, and its district takes it up; so does a commissioner who leaves.
        Step("give_back", Label("退回分类", "Give back"), HANDLING, TRIAGE, by=(COMMISSIONER, CLERK, SYSTEM), law=LAW,
             asks=REASON, desk=stays),
        *ladder(triage=TRIAGE, supervised=SUPERVISED, overdue_after={TRIAGE: working_days(5)}, levels=LEVELS,
                escalates=(CLERK, SYSTEM), clerk=CLERK, leader=LEADER, law=LAW),
        *loop(triage=TRIAGE, answered=ANSWERED, fed_back=FED_BACK, closed=CLOSED, feeds_back=(COMMISSIONER, CLERK), low=2,
              settles_after=working_days(10), levels=LEVELS, law=LAW),
        *hands(held={HANDLING: stays, ANSWERED: stays}, clerk=CLERK, fit=serves_this_station, law=LAW),
        *ends(withdrawn_from=BEFORE_FEEDBACK, void_from=(*BEFORE_FEEDBACK, FED_BACK), withdrawn=WITHDRAWN, closed=CLOSED,
              clerk=CLERK, law=LAW),
    ),
)  # fmt: skip
