"""Wuhan 2026: ordered exit of a station or a commissioner (measures, art. 18 (2), 24).

draft -> service -> hearing -> decision -> revoked
"""

from workflows.actors import Role
from workflows.books.wuhan.v2026.exit import ENDS
from workflows.books.wuhan.v2026.leaving import in_register, leaves
from workflows.books.wuhan.v2026.posts import closes_post, hands_back
from workflows.deadlines import working_days
from workflows.errors import Reason
from workflows.form import Asks, Field, Label
from workflows.fragments.revocation import hearing, proposal_form, revoking
from workflows.guards import from_notice
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.moves import Move

DRAFT = State("draft", Label("草拟", "Draft"), "hq", form=True, internal=True)
SERVICE = State("service", Label("待送达", "To be served"), "hq", internal=True)
HEARING = State("hearing", Label("陈述申辩", "Hearing"), "hq")
DECISION = State("decision", Label("市总站决定", "Decision"), "hq")
REVOKED = State("revoked", Label("已责令退出", "Revoked"), "hq", Kind.ADVERSE)
DISMISSED = State("dismissed", Label("不予责令退出", "Dismissed"), "hq", Kind.NEUTRAL)

GROUNDS = (
    ("failed_twice", Label("连续两年考核不合格", "Failed the assessment two years running")),
    ("complaint", Label("企业投诉经核实存在明显过错", "A complaint verified with clear fault")),
    ("damage", Label("严重损害服务体系利益和声誉", "Serious damage to the system")),
    ("other", Label("不符合管理规定的其他情形", "Another breach")),
    ("deceit", Label("获奖弄虚作假，情节较重", "An award won by deceit, severely")),
)


def station_by_a_notice(move: Move) -> Reason | None:
    """A station's revocation is published (office); a commissioner's isn't."""
    return from_notice(move) if move.case.subject_kind == "station" else None


def said_why(move: Move) -> Reason | None:
    """Whose revocation no notice tells is told why by its decision."""
    if move.case.subject_kind == "station" or move.data.get("opinion"):
        return None
    return Reason("field_missing", "请填写决定的理由", "Say why: give the reason of the decision.", "opinion")


WHY = Asks((Field("opinion", Label("决定的理由", "Reason of the decision"), required=False, max_length=10000),))

REVOCATION = Lifecycle(
    key="wuhan/2026/revocation",
    label=Label("责令退出", "Ordered exit"),
    initial=DRAFT,
    home="hq",
    subject="station",
    also=("commissioner",),
    steps=(
        *hearing(draft=DRAFT, service=SERVICE, hearing=HEARING, decision=DECISION, dismissed=DISMISSED,
                 by=Role.HQ_REVIEWER, asks=proposal_form(grounds=GROUNDS), needs=(in_register,),
                 heard_within=working_days(5), law={"propose": "WH-18.2", "serve": "WH-18.2"}),
        *revoking(decision=DECISION, revoked=REVOKED, dismissed=DISMISSED, by=Role.HQ_REVIEWER,
                  needs=(in_register, station_by_a_notice, said_why), on_notice=False,
                  asks=WHY,
                  does=(leaves(how="revoked", ends=ENDS), closes_post, hands_back), law="WH-18.2"),
    ),
)  # fmt: skip
