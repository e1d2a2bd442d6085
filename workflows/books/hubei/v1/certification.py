"""Hubei 1: certification of a selected service institution (measures, chapters 2 to 4).

draft -> recommender_review -> centre_review -> publicity -> concluded -> certified
"""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.books.hubei.v1.application import APPLICATION
from workflows.books.hubei.v1.conditions import CONDITIONS
from workflows.books.hubei.v1.recommending import (
    CONFIRMATION,
    RECOMMENDATION,
    centre_confirmed,
    not_its_own_unit,
    relaxations_confirmed,
    within_its_reach,
)
from workflows.books.hubei.v1.succession import none_beyond_this_year, replaces_title
from workflows.books.hubei.v1.title import ENDS_WITH_TITLE
from workflows.calling import call_is_open
from workflows.deadlines import working_days
from workflows.effects import moots_objections
from workflows.form import Label
from workflows.fragments.publicity import publicity
from workflows.fragments.review import correction, ending, send_back, withdrawal
from workflows.guards import another_than, past_office_target, slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move
from workflows.title_effects import register_title

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RECOMMENDER_REVIEW = State("recommender_review", Label("推荐单位初评", "Recommender's review"), "recommender")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "recommender", form=True)
CENTRE_REVIEW = State("centre_review", Label("省中心评审", "Centre's review"), "centre")
PUBLICITY = State("publicity", Label("公示", "Publicity"), "centre")
CONCLUDED = State("concluded", Label("公示期满待授牌", "Publicity concluded"), "centre")
CERTIFIED = State("certified", Label("已认定", "Certified"), "centre", Kind.GOOD)
REJECTED = State("rejected", Label("不予认定", "Rejected"), kind=Kind.ADVERSE)

DESKS = {
    DRAFT: Role.RECOMMENDER,
    RECOMMENDER_REVIEW: Role.RECOMMENDER,
    RETURNED: Role.RECOMMENDER,
    CENTRE_REVIEW: Role.CENTRE_REVIEWER,
    PUBLICITY: Role.CENTRE_REVIEWER,
    CONCLUDED: Role.CENTRE_REVIEWER,
}
PLAQUES = "HB-YX"
KEPT = ("kind", "service_classes", "area", "contact_name", "contact_phone")
REACH = (within_its_reach, not_its_own_unit)
APART = another_than("recommend")


def organisation(move: Move) -> str:
    """One open application an organisation."""
    return f"hubei/certification/{move.case.subject_number}"


CERTIFICATION = Lifecycle(
    key="hubei/1/certification",
    label=Label("严选服务机构认定", "Certification of a selected institution"),
    initial=DRAFT,
    home="recommender",
    subject="organisation",
    title="institution_name",
    steps=(
        Step("submit", Label("提交申请", "Submit"), DRAFT, RECOMMENDER_REVIEW, by=Role.APPLICANT, asks=APPLICATION,
             law=("HB-4", "HB-5", "HB-6", "HB-7", "HB-8", "HB-11", "HB-14", "HB-15", "HB-21"),
             needs=(call_is_open, *CONDITIONS, *REACH, none_beyond_this_year, slot_is_free), claims=organisation),
        Step("recommend", Label("推荐", "Recommend"), RECOMMENDER_REVIEW, CENTRE_REVIEW, by=Role.RECOMMENDER,
             law=("HB-8", "HB-9", "HB-10", "HB-21"), asks=RECOMMENDATION, needs=(*REACH, relaxations_confirmed)),
        Step("reject", Label("不予推荐", "Reject"), RECOMMENDER_REVIEW, REJECTED, by=Role.RECOMMENDER, law="HB-10",
             asks=REASON, adverse=True),
        *correction(of=RECOMMENDER_REVIEW, returned=RETURNED, by=Role.RECOMMENDER, applicant=Role.APPLICANT,
                    asks=APPLICATION, needs=(*CONDITIONS, *REACH, slot_is_free), law="office", near="HB-10",
                    past_target=past_office_target, claims=organisation, does=(moots_objections,)),
        Step("confirm_relaxation", Label("确认放宽条件", "Confirm relaxations"), CENTRE_REVIEW, CENTRE_REVIEW,
             by=Role.CENTRE_REVIEWER, law="office", near="HB-5", asks=CONFIRMATION,
             needs=(relaxations_confirmed, APART)),
        Step("pass", Label("评审通过并公示", "Pass"), CENTRE_REVIEW, PUBLICITY, by=Role.CENTRE_REVIEWER,
             law=("HB-8", "HB-12"), needs=(centre_confirmed, APART), on_notice=True),
        Step("reject", Label("评审不通过", "Reject"), CENTRE_REVIEW, REJECTED, by=Role.CENTRE_REVIEWER, law="HB-12",
             asks=REASON, needs=(APART,), adverse=True),
        send_back(source=CENTRE_REVIEW, target=RECOMMENDER_REVIEW, by=Role.CENTRE_REVIEWER, near="HB-12"),
        *publicity(before=CENTRE_REVIEW, during=PUBLICITY, concluded=CONCLUDED, passed=CERTIFIED, failed=REJECTED,
                   lasts=working_days(5), grace=120, by=Role.CENTRE_REVIEWER, apart_from=APART,
                   does=(replaces_title(ends=ENDS_WITH_TITLE),
                         register_title(kind="institution", series=PLAQUES, valid_for=3, named_by="institution_name",
                                        keeps=KEPT),
                         moots_objections),
                   law={"object": "office", "conclude": "HB-12", "announce": "HB-13", "reject": "HB-12"},
                   near={"object": "HB-12"}),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=(moots_objections,)),
        *ending(sources=DESKS, does=(moots_objections,)),
    ),
)  # fmt: skip
