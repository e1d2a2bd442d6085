"""Guangzhou 2025: certification of a service station (guideline, part 4 (1)).

draft -> district_review -> expert_review -> bureau_decision -> publicity -> concluded -> certified
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.asks import OPINION, REASON
from workflows.books.guangzhou.v2025.application import APPLICATION, conditions
from workflows.books.guangzhou.v2025.report import first_report, key_of_first
from workflows.books.guangzhou.v2025.review import APPOINTMENT, CRITERIA, RECUSAL, SCORE
from workflows.calling import call_is_open
from workflows.deadlines import working_days
from workflows.declared import gives
from workflows.effects import appoints, moots_objections, recuses, scores
from workflows.expert_review import are_experts, panel_of, recuses_an_expert, tied_to_no_applicant
from workflows.form import Label
from workflows.fragments.publicity import publicity
from workflows.fragments.review import correction, ending, send_back, withdrawal
from workflows.guards import another_than, no_title_in_force, past_office_target, scores_counting, slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Move, Opening
from workflows.opening_effects import always, nothing, opens, title_named
from workflows.registers import Change, set_all, source_of
from workflows.title_effects import register_title

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
DISTRICT_REVIEW = State("district_review", Label("区级初审", "District review"), "district")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "district", form=True)
EXPERT_REVIEW = State("expert_review", Label("专家评审", "Expert review"), "hq")
BUREAU_DECISION = State("bureau_decision", Label("市局审定", "Bureau decision"), "bureau")
PUBLICITY = State("publicity", Label("公示", "Publicity"), "bureau")
CONCLUDED = State("concluded", Label("公示期满待公布", "Publicity concluded"), "bureau")
CERTIFIED = State("certified", Label("已认定", "Certified"), "bureau", Kind.GOOD)
REJECTED = State("rejected", Label("不予认定", "Rejected"), kind=Kind.ADVERSE)

DESKS = {
    DRAFT: Role.DISTRICT_REVIEWER,
    DISTRICT_REVIEW: Role.DISTRICT_REVIEWER,
    RETURNED: Role.DISTRICT_REVIEWER,
    EXPERT_REVIEW: Role.HQ_REVIEWER,
    BUREAU_DECISION: Role.BUREAU_APPROVER,
    PUBLICITY: Role.BUREAU_APPROVER,
    CONCLUDED: Role.BUREAU_APPROVER,
}

PLAQUES = "GZ-ZD"  # the series of the one numbered register
STATION = title_named("station_name", kind="station")
KEPT = ("full_time_staff", "contact_name", "contact_phone")


FILED = {"service_rules": "申报时提交 · with the application"}


@gives(lambda _: FILED)
def files_service_rules(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Those of the application count as filed with headquarters (GZC-2.3); a later version is a change."""
    set_all(connection, [Change("station", move.case.number, FILED, source_of(move)) for move in moves])
    return []


APART = another_than("forward", "recommend", "not_recommend")
UNTAKEN = (slot_is_free, no_title_in_force)
MOOT = (moots_objections,)  # an objection may outlive its withdrawn notice; it ends with the last case that it names


def organisation_and_premises(move: Move) -> str:
    """One open application an organisation and premises."""
    return f"guangzhou/certification/{move.case.subject_number}/{move.data['address']}"


CERTIFICATION = Lifecycle(
    key="guangzhou/2025/certification",
    label=Label("服务站认定", "Station certification"),
    initial=DRAFT,
    home="district",
    subject="organisation",
    title="station_name",
    steps=(
        Step("submit", Label("提交申请", "Submit"), DRAFT, DISTRICT_REVIEW, by=Role.APPLICANT,
             law=("GZ-4.1.1", "GZ-4.1.2", "GZ-4.1.3a"), asks=APPLICATION,
             needs=(call_is_open, *conditions, *UNTAKEN), claims=organisation_and_premises),
        Step("forward", Label("初审通过，上报", "Forward"), DISTRICT_REVIEW, EXPERT_REVIEW, by=Role.DISTRICT_REVIEWER,
             law="GZ-4.1.3a", asks=OPINION, needs=(another_than("recommend", "not_recommend", "shortlist"),)),
        Step("reject", Label("初审不予通过", "Reject"), DISTRICT_REVIEW, REJECTED, by=Role.DISTRICT_REVIEWER,
             law="office", near="GZ-4.1.3a", asks=REASON, adverse=True, does=MOOT),
        *correction(of=DISTRICT_REVIEW, returned=RETURNED, by=Role.DISTRICT_REVIEWER, applicant=Role.APPLICANT,
                    asks=APPLICATION, needs=(*conditions, *UNTAKEN), claims=organisation_and_premises, law="office",
                    near="GZ-4.1.3a", past_target=past_office_target, does=MOOT),
        Step("appoint", Label("指定评审专家", "Appoint experts"), EXPERT_REVIEW, EXPERT_REVIEW, by=Role.HQ_REVIEWER,
             law=("GZ-4.1.3b", "GZC-1.7"), asks=APPOINTMENT, does=(appoints,),
             needs=(are_experts, tied_to_no_applicant, panel_of(3))),
        Step("score", Label("专家评分", "Score"), EXPERT_REVIEW, EXPERT_REVIEW, by=Role.EXPERT, law="GZ-4.1.3b",
             asks=SCORE, does=(scores(*CRITERIA),)),
        Step("recuse", Label("回避", "Recuse"), EXPERT_REVIEW, EXPERT_REVIEW, by=(Role.EXPERT, Role.HQ_REVIEWER),
             law="office", near="GZ-4.1.3b", asks=RECUSAL, needs=(recuses_an_expert,), does=(recuses,)),
        Step("recommend", Label("推荐", "Recommend"), EXPERT_REVIEW, BUREAU_DECISION, by=Role.HQ_REVIEWER,
             law=("GZ-4.1.3b", "GZC-1.7"), asks=OPINION, needs=(scores_counting(3), another_than("forward", "shortlist"))),
        Step("not_recommend", Label("不予推荐", "Do not recommend"), EXPERT_REVIEW, BUREAU_DECISION, by=Role.HQ_REVIEWER,
             law=("GZ-4.1.3b", "GZC-1.7"), asks=OPINION, needs=(scores_counting(3), another_than("forward", "shortlist")), adverse=True),
        send_back(source=EXPERT_REVIEW, target=DISTRICT_REVIEW, by=Role.HQ_REVIEWER, near="GZ-4.1.3b"),
        Step("shortlist", Label("列入入围名单并公示", "Shortlist"), BUREAU_DECISION, PUBLICITY, by=Role.BUREAU_APPROVER,
             law="GZ-4.1.3c", needs=(APART,), on_notice=True),
        Step("reject", Label("不列入入围名单", "Reject"), BUREAU_DECISION, REJECTED, by=Role.BUREAU_APPROVER,
             law="GZ-4.1.3c", asks=REASON, needs=(APART,), adverse=True, does=MOOT),
        send_back(source=BUREAU_DECISION, target=EXPERT_REVIEW, by=Role.BUREAU_APPROVER, near="GZ-4.1.3c"),
        *publicity(before=BUREAU_DECISION, during=PUBLICITY, concluded=CONCLUDED, passed=CERTIFIED, failed=REJECTED,
                   lasts=working_days(5), grace=120, by=Role.BUREAU_APPROVER, apart_from=APART,
                   does=(register_title(kind="station", series=PLAQUES, valid_for=3, named_by="station_name", keeps=KEPT),
                         files_service_rules,
                         opens("convention", subject=STATION, data=nothing, when=always),
                         opens("report", subject=STATION, data=first_report, when=always, key=key_of_first),
                         *MOOT),
                   near={},
                   law={"object": "GZ-4.1.3d", "conclude": "GZ-4.1.3c", "announce": "GZ-4.1.3e", "reject": "GZ-4.1.3e"}),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=MOOT),
        *ending(sources=DESKS, does=MOOT),
    ),
)  # fmt: skip
