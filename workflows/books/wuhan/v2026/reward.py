"""Wuhan 2026: a reward for an assessed station or district (measures, art. 19 to 21, 23).

draft -> approval -> approved -> paid
"""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.books.wuhan.v2026.rewarding import (
    LIMIT,
    gives_back,
    not_above_what_was_approved,
    pays,
    reserves,
    well_graded,
    within_the_limit,
)
from workflows.form import Asks, Field, Label, Paper
from workflows.guards import another_than
from workflows.lifecycle import Kind, Lifecycle, State, Step

DRAFT = State("draft", Label("草拟", "Draft"), "hq", form=True, internal=True)
APPROVAL = State("approval", Label("市局审批", "Approval"), "bureau")
APPROVED = State("approved", Label("已批准，待拨付", "Approved"), "hq", form=True)  # what is paid may be less
PAID = State("paid", Label("已拨付", "Paid"), "hq", Kind.GOOD)
DECLINED = State("declined", Label("未批准", "Declined"), "bureau", Kind.ADVERSE)
CANCELLED = State("cancelled", Label("已取消", "Cancelled"), "hq", Kind.ADVERSE)

PURPOSES = (
    ("building", Label("建设运营", "Building and running")),
    ("publicity", Label("宣传策划", "Publicity")),
    ("activities", Label("活动组织", "Activities")),
    ("training", Label("专员能力素质提升", "Training")),
)
AMOUNT = Field("amount", Label("市级奖励金额（元）", "The city's part (CNY)"), "int", minimum=1, maximum=LIMIT,
               hint=Label("每个站点每年合计不超过 30 万元", "at most 300,000 a site and year"))  # fmt: skip
PROPOSAL = Asks(
    (
        Field("assessment", Label("依据的年度考核办件", "The assessment on which it rests"), "case"),
        AMOUNT,
        Field("purposes", Label("资金用途", "Purposes"), "list", choices=PURPOSES, max_length=len(PURPOSES)),
    )
)
PAYMENT = Asks(
    (
        AMOUNT,
        Field("paid_on", Label("拨付日期", "Paid on"), "date"),
        Field("district_amount", Label("区级配套金额（元）", "The district's part (CNY)"), "int", required=False, minimum=0,
              maximum=100_000_000),
    )
)  # fmt: skip
CANCELLATION = Asks(
    (
        Field("cause", Label("取消原因", "Why"), "choice", choices=(
            ("deceit", Label("弄虚作假", "deceit")),
            ("left", Label("拨付前已退出或被责令退出", "exit or revocation before payment")),
        )),
        *REASON.fields,
    ),
    (Paper("cancellation_paper", Label("佐证材料", "Evidence"), required=False),),
)  # fmt: skip

REWARD = Lifecycle(
    key="wuhan/2026/reward",
    label=Label("考核奖励", "Reward"),
    initial=DRAFT,
    home="hq",
    subject="station",
    also=("district",),
    steps=(
        Step("propose", Label("提出奖励", "Propose"), DRAFT, APPROVAL, by=Role.HQ_REVIEWER, law="WH-23", asks=PROPOSAL,
             needs=(well_graded, within_the_limit), does=(reserves,)),
        Step("approve", Label("批准", "Approve"), APPROVAL, APPROVED, by=Role.BUREAU_APPROVER, law="office", near="WH-23",
             needs=(another_than("propose"),)),
        Step("decline", Label("不予批准", "Decline"), APPROVAL, DECLINED, by=Role.BUREAU_APPROVER, law="office",
             near="WH-23", asks=REASON, needs=(another_than("propose"),), does=(gives_back,), adverse=True),
        Step("pay", Label("拨付", "Pay"), APPROVED, PAID, by=Role.HQ_REVIEWER, law=("WH-20", "WH-21", "WH-23"),
             asks=PAYMENT, needs=(not_above_what_was_approved,), does=(pays,)),
        Step("cancel", Label("取消奖励", "Cancel"), APPROVED, CANCELLED, by=Role.BUREAU_APPROVER, law="office",
             near="WH-24", asks=CANCELLATION, needs=(another_than("propose"),), does=(gives_back,), from_above=True,
             adverse=True),
    ),
)  # fmt: skip
