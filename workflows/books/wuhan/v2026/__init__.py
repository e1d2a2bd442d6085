"""Wuhan, edition 2026: the measures on stations and commissioners, a draft for comment from 2026-05-29 to 2029-05-28."""

from datetime import date

from workflows.actors import Role
from workflows.books.wuhan.v2026.appeal import APPEAL
from workflows.books.wuhan.v2026.assessment import ASSESSMENT
from workflows.books.wuhan.v2026.certification import CERTIFICATION
from workflows.books.wuhan.v2026.change import CHANGE
from workflows.books.wuhan.v2026.clawback import CLAWBACK
from workflows.books.wuhan.v2026.complaint import COMPLAINING
from workflows.books.wuhan.v2026.dispatch import DISPATCHING
from workflows.books.wuhan.v2026.duties import DUTIES
from workflows.books.wuhan.v2026.exit import EXIT
from workflows.books.wuhan.v2026.filing import FILING
from workflows.books.wuhan.v2026.notice import NOTICE
from workflows.books.wuhan.v2026.plaque import PLAQUE
from workflows.books.wuhan.v2026.reversal import REVERSAL
from workflows.books.wuhan.v2026.revocation import REVOCATION
from workflows.books.wuhan.v2026.reward import REWARD
from workflows.books.wuhan.v2026.reward_sums import sums_hold
from workflows.books.wuhan.v2026.rules import GAPS, RULES
from workflows.form import Label
from workflows.rulebook import Rulebook, Status

BOOK = Rulebook(
    book="wuhan",
    edition="2026",
    prefix="WH",
    label=Label("武汉市", "Wuhan"),
    title=Label(
        "武汉市中小企业服务工作站和企业服务专员管理办法（征求意见稿）",
        "Wuhan measures on SME service stations and commissioners (draft for comment)",
    ),
    status=Status.DRAFT_FOR_COMMENT,
    levels=("bureau", "hq", "district", "station"),
    divisions=("4201",),
    stands_in={
        Role.DISTRICT_REVIEWER: (Role.HQ_REVIEWER,),
        Role.HQ_REVIEWER: (Role.BUREAU_APPROVER,),
        Role.OFFICE_CLERK: (Role.OFFICE_CLERK,),
        Role.OFFICE_LEADER: (Role.OFFICE_LEADER,),
    },
    rules=RULES,
    lifecycles=(
        CERTIFICATION, FILING, DISPATCHING, APPEAL, COMPLAINING, CHANGE, ASSESSMENT, REWARD, CLAWBACK, EXIT, REVOCATION, PLAQUE,
        NOTICE, REVERSAL,
    ),
    duties=DUTIES,
    holds=(sums_hold,),
    begins=date(2026, 5, 29),
    ends=date(2029, 5, 28),
    # For what exists; a revocation needs its notice, and a decision can be set aside.
    goes_on=frozenset({"change", "exit", "complaint", "revocation", "clawback", "notice", "reversal"}),
    gaps=GAPS,
)  # fmt: skip
