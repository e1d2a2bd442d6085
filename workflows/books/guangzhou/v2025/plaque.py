"""Guangzhou 2025: a new plaque for a station, from the same numbered register (guideline, part 4 (1) 3).

draft -> review -> issued
"""

from workflows.actors import Role
from workflows.books.guangzhou.v2025.certification import PLAQUES
from workflows.form import Label
from workflows.fragments.plaque import REQUEST, plaque
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.titled import title_in_register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "bureau", form=True)
REVIEW = State("review", Label("市局审核", "Review by the bureau"), "bureau")
ISSUED = State("issued", Label("已补发", "Issued"), "bureau", Kind.GOOD)
DECLINED = State("declined", Label("不予补发", "Declined"), "bureau", Kind.ADVERSE)

BY = Role.BUREAU_APPROVER
DESKS = {DRAFT: Role.DISTRICT_REVIEWER, RETURNED: BY, REVIEW: BY}

PLAQUE = Lifecycle(
    key="guangzhou/2025/plaque",
    label=Label("牌匾补发", "Plaque"),
    initial=DRAFT,
    home="district",
    subject="station",
    steps=(
        *plaque(draft=DRAFT, review=REVIEW, issued=ISSUED, declined=DECLINED, by=BY, series=PLAQUES, does=(),
                near="GZ-4.1.3e"),
        *correction(of=REVIEW, returned=RETURNED, by=BY, applicant=Role.APPLICANT, asks=REQUEST,
                    needs=(title_in_register,), law="office", near="GZ-4.1.3e", past_target=past_office_target,
                    claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
