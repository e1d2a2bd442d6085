"""Wuhan 2026: a new plaque for a station, from headquarters' one register (measures, art. 16).

draft -> review -> issued
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.plaque import REQUEST, plaque
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.titled import title_in_register

PLAQUES = "WH-FWZ"  # the series of the one numbered register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "hq", form=True)
REVIEW = State("review", Label("市总站审核", "Review by headquarters"), "hq")
ISSUED = State("issued", Label("已补发", "Issued"), "hq", Kind.GOOD)
DECLINED = State("declined", Label("不予补发", "Declined"), "hq", Kind.ADVERSE)

DESKS = {DRAFT: Role.DISTRICT_REVIEWER, RETURNED: Role.HQ_REVIEWER, REVIEW: Role.HQ_REVIEWER}

PLAQUE = Lifecycle(
    key="wuhan/2026/plaque",
    label=Label("牌匾补发", "Plaque"),
    initial=DRAFT,
    home="district",
    subject="station",
    steps=(
        *plaque(draft=DRAFT, review=REVIEW, issued=ISSUED, declined=DECLINED, by=Role.HQ_REVIEWER, series=PLAQUES,
                does=(), near="WH-16"),
        *correction(of=REVIEW, returned=RETURNED, by=Role.HQ_REVIEWER, applicant=Role.APPLICANT, asks=REQUEST,
                    needs=(title_in_register,), law="office", near="WH-16", past_target=past_office_target,
                    claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
