"""Hubei 1: taking the title away, proposed by who recommended or by the centre (measures, art. 15 to 18).

draft -> service -> hearing -> decision -> revoked
"""

from workflows.actors import Role
from workflows.books.hubei.v1.title import ENDS_WITH_TITLE
from workflows.deadlines import working_days
from workflows.errors import Reason
from workflows.form import NOTHING, Label
from workflows.fragments.revocation import hearing, own_request, proposal_form, revoking
from workflows.lifecycle import ANY, Kind, Lifecycle, State
from workflows.moves import Move, reads
from workflows.revoking import how_revoked
from workflows.title_effects import closes_title
from workflows.titled import title, title_in_register

DRAFT = State("draft", Label("草拟", "Draft"), form=True, internal=True)
SERVICE = State("service", Label("待送达", "To be served"), internal=True)
HEARING = State("hearing", Label("陈述申辩", "Hearing"))
DECISION = State("decision", Label("省中心决定", "Centre's decision"), "centre")
REVOKED = State("revoked", Label("已撤销", "Revoked"), "centre", Kind.ADVERSE)
DISMISSED = State("dismissed", Label("不予撤销", "Dismissed"), "centre", Kind.NEUTRAL)

GROUNDS = (
    ("hb15", Label("违法违规，经查实", "Breach of law or rules, found")),
    ("hb18_1", Label("考核整改后仍不胜任", "Unfit after rectification")),
    ("hb18_2", Label("失信纠纷或服务质量造成无法挽回的影响", "Damage beyond repair by bad faith or poor service")),
    ("hb18_3", Label("承担刑事责任", "Criminal liability")),
    ("hb18_4", Label("不服从协调，或公益服务不达标且不愿整改", "Doesn't follow coordination, or no rectification")),
)
FORM = proposal_form(grounds=GROUNDS)


@reads(title)
def recommended_it(move: Move) -> Reason | None:
    """Who recommended may propose; the centre may in every case (HB-17)."""
    row = move.fact(title)
    if move.standing.role is not Role.RECOMMENDER or (row is not None and row.office == move.case.home):
        return None
    return Reason(
        "not_its_recommender", "该机构不是由贵单位推荐的", "Your unit didn't recommend this institution.", "office"
    )


REVOCATION = Lifecycle(
    key="hubei/1/revocation",
    label=Label("称号撤销", "Revocation"),
    initial=DRAFT,
    home=ANY,
    subject="institution",
    steps=(
        *hearing(draft=DRAFT, service=SERVICE, hearing=HEARING, decision=DECISION, dismissed=DISMISSED,
                 by=(Role.RECOMMENDER, Role.CENTRE_REVIEWER), asks=FORM, needs=(title_in_register, recommended_it),
                 heard_within=working_days(5), law={"propose": "HB-17", "serve": "HB-16"}),
        own_request(draft=DRAFT, decision=DECISION, needs=(title_in_register,), law="office", near="HB-16"),
        *revoking(decision=DECISION, revoked=REVOKED, dismissed=DISMISSED, by=Role.CENTRE_REVIEWER,
                  needs=(title_in_register,), on_notice=True, asks=NOTHING,
                  does=(closes_title(how=how_revoked, ends=ENDS_WITH_TITLE),), law="HB-18"),
    ),
)  # fmt: skip
