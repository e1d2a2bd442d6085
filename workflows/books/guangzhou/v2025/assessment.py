"""Guangzhou 2025: the yearly assessment that the guideline names in part 4 (3) 6 and describes nowhere.

open -> scoring -> passed | rectification -> reassessment -> passed | failed
"""

from workflows.actors import Role
from workflows.asks import OPINION, REASON
from workflows.books.guangzhou.v2025.drafting import drafts_revocation
from workflows.deadlines import days
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.assessment import failing, rectification, reporting
from workflows.fragments.review import ending
from workflows.lifecycle import Kind, Lifecycle, State, Step

OPEN = State("open", Label("待提交自评材料", "Report awaited"), "hq", form=True)
SCORING = State("scoring", Label("总站考核", "Scoring"), "hq")
MISSED = State("missed", Label("逾期未参加", "Missed"), "hq")
RECTIFICATION = State("rectification", Label("整改", "Rectification"), "hq")
REASSESSMENT = State("reassessment", Label("整改后复核", "Reassessment"), "hq")
PASSED = State("passed", Label("考核合格", "Passed"), "hq", Kind.GOOD)
FAILED = State("failed", Label("考核不合格", "Failed"), "hq", Kind.ADVERSE)

DESKS = dict.fromkeys((OPEN, SCORING, MISSED, RECTIFICATION, REASSESSMENT), Role.HQ_REVIEWER)

REPORT = Asks(
    (
        Field("services", Label("全年服务情况", "The year's services"), max_length=10000),
        Field("enterprises_served", Label("服务企业数", "Enterprises served"), "int", minimum=0, maximum=1000000),
        Field("talks_held", Label("主题月宣讲场次", "Talks held in theme months"), "int", minimum=0, maximum=1000,
              hint=Label("每年不少于 3 场", "at least 3 a year")),
        Field("full_time_staff", Label("专职服务人员人数", "Full-time service staff"), "int", minimum=0, maximum=10000),
    ),
    (Paper("self_assessment", Label("自评报告（盖章）", "Self-assessment, sealed")),),
)  # fmt: skip

LAW = "GZ-4.3"

ASSESSMENT = Lifecycle(
    key="guangzhou/2025/assessment",
    label=Label("年度考核", "Yearly assessment"),
    initial=OPEN,
    home="district",
    subject="station",
    steps=(
        *reporting(open=OPEN, reported=SCORING, missed=MISSED, asks=REPORT, marks=True, by=(Role.APPLICANT,), law=LAW),
        Step("excuse", Label("说明正当理由，准予补考核", "Excuse"), MISSED, SCORING, by=Role.HQ_REVIEWER, law=LAW,
             asks=REASON),
        *(Step("pass", Label("考核合格", "Pass"), source, PASSED, by=Role.HQ_REVIEWER, law=LAW, asks=OPINION)
          for source in (SCORING, REASSESSMENT)),
        *rectification(scoring=SCORING, rectification=RECTIFICATION, reassessment=REASSESSMENT, by=Role.HQ_REVIEWER,
                       needs=(), lasts=days(30), law=LAW),
        *failing(sources=(REASSESSMENT, MISSED), failed=FAILED, by=Role.BUREAU_APPROVER,
                 apart_from=("require_rectification", "excuse"), does=(drafts_revocation(ground="assessment"),), law=LAW),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
