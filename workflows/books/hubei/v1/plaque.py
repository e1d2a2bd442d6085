"""Hubei 1: a new plaque for an institution (measures, art. 13).

draft -> review -> issued
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.plaque import REQUEST, plaque
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.titled import title_in_register

PLAQUES = "HB-YX"  # the series of the one numbered register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "centre", form=True)
REVIEW = State("review", Label("省中心审核", "Review by the centre"), "centre")
ISSUED = State("issued", Label("已补发", "Issued"), "centre", Kind.GOOD)
DECLINED = State("declined", Label("不予补发", "Declined"), "centre", Kind.ADVERSE)

DESKS = {DRAFT: Role.RECOMMENDER, RETURNED: Role.CENTRE_REVIEWER, REVIEW: Role.CENTRE_REVIEWER}

PLAQUE = Lifecycle(
    key="hubei/1/plaque",
    label=Label("牌匾补发", "Plaque"),
    initial=DRAFT,
    home="recommender",
    subject="institution",
    steps=(
        *plaque(draft=DRAFT, review=REVIEW, issued=ISSUED, declined=DECLINED, by=Role.CENTRE_REVIEWER, series=PLAQUES,
                does=(), near="HB-13"),
        *correction(of=REVIEW, returned=RETURNED, by=Role.CENTRE_REVIEWER, applicant=Role.APPLICANT, asks=REQUEST,
                    needs=(title_in_register,), law="office", near="HB-13", past_target=past_office_target,
                    claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
