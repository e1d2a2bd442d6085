"""Guangzhou 2025: renewal of a station's title when its 3 years are up (guideline, part 4 (2)).

open -> review -> confirmed | failed; without an application: open -> expired -> review, or failed after a closed call

A title ends after 3 years to the day, the call comes once a year: between the two the register says "expired,
awaiting renewal", and the station may apply until a call has closed without it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.actors import Role
from workflows.asks import OPINION, REASON
from workflows.books.guangzhou.v2025.application import conditions
from workflows.books.guangzhou.v2025.drafting import drafts_revocation
from workflows.calling import call_is_open, closed_since
from workflows.dates import is_over
from workflows.deadlines import nominal_last_day, years
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.review import ending, returning
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move
from workflows.title_effects import changes_title
from workflows.titled import title_in_register

OPEN = State("open", Label("待申请复核", "Renewal to be applied for"), form=True)
EXPIRED = State("expired", Label("有效期满，待复核", "Expired, awaiting renewal"), "bureau", form=True)
REVIEW = State("review", Label("市局复核", "Review by the bureau"), "bureau")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "bureau", form=True)
CONFIRMED = State("confirmed", Label("复核通过", "Confirmed"), "bureau", Kind.GOOD)
FAILED = State("failed", Label("复核未通过", "Failed"), "bureau", Kind.ADVERSE)

DESKS = {
    OPEN: Role.DISTRICT_REVIEWER,
    EXPIRED: Role.BUREAU_APPROVER,
    REVIEW: Role.BUREAU_APPROVER,
    RETURNED: Role.BUREAU_APPROVER,
}

APPLICATION = Asks(
    (
        Field(
            "legal_person", Label("仍在广州注册并具有法人资格", "Still a legal person registered in Guangzhou"), "bool"
        ),
        Field("fixed_premises", Label("仍有固定的办公场所和办公条件", "Still has fixed premises"), "bool"),
        Field("full_time_staff", Label("专职服务人员人数", "Full-time service staff"), "int", minimum=0, maximum=10000),
        Field("services", Label("三年服务情况", "Services of the three years"), max_length=10000),
    ),
    (Paper("renewal_form", Label("复核申请表（盖章）", "Application for renewal, sealed")),),
)
BY = Role.BUREAU_APPROVER


def three_years_on(move: Move) -> Mapping[str, Any]:
    """From the old end, so that no day is lost or counted twice (office)."""
    old_end = date.fromisoformat(move.case.form["valid_until"])
    return {"valid_until": nominal_last_day(old_end, years(3, roll=False)).isoformat()}


DRAFTS = (drafts_revocation(ground="renewal"),)

RENEWAL = Lifecycle(
    key="guangzhou/2025/renewal",
    label=Label("期满复核", "Renewal"),
    initial=OPEN,
    home="district",
    subject="station",
    steps=(
        *(Step("apply", Label("申请复核", "Apply"), source, REVIEW, by=Role.APPLICANT, law="GZ-4.2", asks=APPLICATION,
               needs=(call_is_open, *conditions, title_in_register)) for source in (OPEN, EXPIRED)),
        Step("expire", Label("有效期届满", "Expire"), OPEN, EXPIRED, by=Role.CLOCK, law="GZ-4.2",
             after=is_over("valid_until")),
        Step("confirm", Label("复核通过", "Confirm"), REVIEW, CONFIRMED, by=BY, law="GZ-4.2", asks=OPINION,
             needs=(title_in_register,), does=(changes_title(three_years_on, named="prolongs_title(3 years)"),)),
        Step("fail", Label("复核不通过", "Fail"), REVIEW, FAILED, by=BY, law="GZ-4.2", asks=REASON, adverse=True,
             does=DRAFTS),
        *returning(of=REVIEW, returned=RETURNED, by=BY, applicant=Role.APPLICANT, asks=APPLICATION, needs=conditions,
                   law="office", near="GZ-4.2", claims=None),
        *(Step("close", Label("申报期已过，未申请复核", "Close"), source, FAILED, by=BY, law="GZ-4.2", asks=REASON,
               adverse=True, needs=(closed_since("valid_until"),), does=DRAFTS) for source in (EXPIRED, RETURNED)),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
