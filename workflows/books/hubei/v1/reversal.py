"""Hubei 1: setting a decision aside (the text is silent: the office's own rule).

draft -> decision -> reversed
"""

from workflows.actors import Role
from workflows.books.hubei.v1.assessment import ASSESSMENT
from workflows.books.hubei.v1.certification import CERTIFICATION
from workflows.books.hubei.v1.change import CHANGE
from workflows.books.hubei.v1.objection import OBJECTION
from workflows.books.hubei.v1.plaque import PLAQUE
from workflows.books.hubei.v1.revocation import REVOCATION
from workflows.books.hubei.v1.title import ENDS_WITH_TITLE
from workflows.form import Label
from workflows.fragments.reversal import reversal
from workflows.lifecycle import ANY, Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), form=True, internal=True)
DECISION = State("decision", Label("待决定", "Decision"))
REVERSED = State("reversed", Label("已撤销原决定", "Set aside"), kind=Kind.GOOD)
DISMISSED = State("dismissed", Label("维持原决定", "Left as it was"), kind=Kind.NEUTRAL)

REVIEWERS = (Role.RECOMMENDER, Role.CENTRE_REVIEWER)

REVERSAL = Lifecycle(
    key="hubei/1/reversal",
    label=Label("决定纠正", "Reversal"),
    initial=DRAFT,
    home=ANY,
    subject="case",
    steps=reversal(
        draft=DRAFT, decision=DECISION, reversed=REVERSED, dismissed=DISMISSED, proposers=REVIEWERS,
        deciders=REVIEWERS, of=(CERTIFICATION, CHANGE, ASSESSMENT, REVOCATION, PLAQUE, OBJECTION),
        ends=ENDS_WITH_TITLE, does=(),
    ),
)  # fmt: skip
