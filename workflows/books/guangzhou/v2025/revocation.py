"""Guangzhou 2025: taking a station's title and plaque away (guideline, part 4 (3); convention, part 1 (10)).

draft -> service -> hearing -> decision -> revoked; at its own request: draft -> decision -> revoked
"""

from workflows.actors import Role
from workflows.books.guangzhou.v2025.assessment import ASSESSMENT
from workflows.books.guangzhou.v2025.change import CHANGE
from workflows.books.guangzhou.v2025.convention import CONVENTION
from workflows.books.guangzhou.v2025.drafting import GROUNDS
from workflows.books.guangzhou.v2025.plaque import PLAQUE
from workflows.books.guangzhou.v2025.renewal import RENEWAL
from workflows.books.guangzhou.v2025.report import REPORT_OF_YEAR
from workflows.deadlines import working_days
from workflows.form import NOTHING, Label
from workflows.fragments.revocation import hearing, own_request, proposal_form, revoking
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.revoking import how_revoked
from workflows.title_effects import closes_title
from workflows.titled import title_in_register

DRAFT = State("draft", Label("草拟", "Draft"), "hq", form=True, internal=True)
SERVICE = State("service", Label("待送达告知书", "To be served"), "hq")
HEARING = State("hearing", Label("陈述申辩期", "Hearing"), "hq")
DECISION = State("decision", Label("市局审定", "Bureau decision"), "bureau")
REVOKED = State("revoked", Label("已撤销", "Revoked"), "bureau", Kind.ADVERSE)
DISMISSED = State("dismissed", Label("不予撤销", "Dismissed"), "bureau", Kind.NEUTRAL)

# What ends with the title, and nothing else does.
ENDS_WITH_TITLE = (CONVENTION, CHANGE, ASSESSMENT, RENEWAL, REPORT_OF_YEAR, PLAQUE)

REVOCATION = Lifecycle(
    key="guangzhou/2025/revocation",
    label=Label("撤销称号", "Revocation"),
    initial=DRAFT,
    home="hq",
    subject="station",
    steps=(
        *hearing(draft=DRAFT, service=SERVICE, hearing=HEARING, decision=DECISION, dismissed=DISMISSED,
                 by=Role.HQ_REVIEWER, asks=proposal_form(grounds=GROUNDS), needs=(title_in_register,),
                 heard_within=working_days(5), law={"propose": "GZC-1.10", "serve": "GZC-1.10"}),
        own_request(draft=DRAFT, decision=DECISION, needs=(title_in_register,), law="GZ-4.3", near=None),
        *revoking(decision=DECISION, revoked=REVOKED, dismissed=DISMISSED, by=Role.BUREAU_APPROVER,
                  needs=(title_in_register,), on_notice=True, asks=NOTHING,
                  does=(closes_title(how=how_revoked, ends=ENDS_WITH_TITLE),), law="GZ-4.3"),
    ),
)  # fmt: skip
