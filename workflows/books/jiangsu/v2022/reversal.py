"""Jiangsu 2022: setting a decision aside; what a judgment or a reconsideration does is a gap of the text.

draft -> decision -> reversed
"""

from workflows.actors import Role
from workflows.books.jiangsu.v2022.assignment import ASSIGNMENT
from workflows.books.jiangsu.v2022.enrolment import ENROLMENT
from workflows.books.jiangsu.v2022.report import REPORT
from workflows.form import Label
from workflows.fragments.reversal import reversal
from workflows.lifecycle import ANY, Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), form=True, internal=True)
DECISION = State("decision", Label("待决定", "Decision"))
REVERSED = State("reversed", Label("原决定已撤销", "Reversed"), kind=Kind.GOOD)
DISMISSED = State("dismissed", Label("维持原决定", "Dismissed"), kind=Kind.NEUTRAL)

REVERSAL = Lifecycle(
    key="jiangsu/2022/reversal",
    label=Label("撤销原决定", "Reversal"),
    initial=DRAFT,
    home=ANY,
    subject="case",
    steps=reversal(
        draft=DRAFT, decision=DECISION, reversed=REVERSED, dismissed=DISMISSED, proposers=(Role.OFFICE_CLERK,),
        deciders=(Role.OFFICE_LEADER,), of=(ENROLMENT, ASSIGNMENT, REPORT), ends=(), does=(),
    ),
)  # fmt: skip
