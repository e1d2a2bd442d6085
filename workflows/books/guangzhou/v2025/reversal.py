"""Guangzhou 2025: setting a decision aside; what a judgment or a reconsideration does is a gap of the texts.

draft -> decision -> reversed
"""

from workflows.actors import Role
from workflows.books.guangzhou.v2025.certification import CERTIFICATION
from workflows.books.guangzhou.v2025.objection import OBJECTION
from workflows.books.guangzhou.v2025.revocation import ENDS_WITH_TITLE, REVOCATION
from workflows.form import Label
from workflows.fragments.reversal import reversal
from workflows.lifecycle import ANY, Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), form=True, internal=True)
DECISION = State("decision", Label("待决定", "Decision"))
REVERSED = State("reversed", Label("原决定已撤销", "Reversed"), kind=Kind.GOOD)
DISMISSED = State("dismissed", Label("维持原决定", "Dismissed"), kind=Kind.NEUTRAL)

OFFICERS = (Role.DISTRICT_REVIEWER, Role.HQ_REVIEWER, Role.BUREAU_APPROVER)

REVERSAL = Lifecycle(
    key="guangzhou/2025/reversal",
    label=Label("撤销原决定", "Reversal"),
    initial=DRAFT,
    home=ANY,
    subject="case",
    steps=reversal(
        draft=DRAFT, decision=DECISION, reversed=REVERSED, dismissed=DISMISSED, proposers=OFFICERS, deciders=OFFICERS,
        of=(CERTIFICATION, OBJECTION, REVOCATION, *ENDS_WITH_TITLE), ends=ENDS_WITH_TITLE, does=(),
    ),
)  # fmt: skip
