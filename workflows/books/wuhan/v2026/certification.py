"""Wuhan 2026: certification of a station (measures, art. 12, 13): this rule book has no publicity.

draft -> district_review -> hq_review -> certified
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import SYSTEM, Role
from workflows.asks import OPINION, REASON
from workflows.books.wuhan.v2026.application import APPLICATION
from workflows.books.wuhan.v2026.posts import opens_post
from workflows.form import Label
from workflows.fragments.review import correction, ending, send_back, withdrawal
from workflows.guards import another_than, no_title_in_force, past_office_target, slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Move, Opening
from workflows.title_effects import register_title

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
DISTRICT_REVIEW = State("district_review", Label("区分站初审", "District review"), "district")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "district", form=True)
HQ_REVIEW = State("hq_review", Label("市总站认定", "Headquarters' review"), "hq")
CERTIFIED = State("certified", Label("已认定", "Certified"), "hq", Kind.GOOD)
REJECTED = State("rejected", Label("不予认定", "Rejected"), kind=Kind.ADVERSE)

DESKS = {
    DRAFT: Role.DISTRICT_REVIEWER,
    DISTRICT_REVIEW: Role.DISTRICT_REVIEWER,
    RETURNED: Role.DISTRICT_REVIEWER,
    HQ_REVIEW: Role.HQ_REVIEWER,
}
PLAQUES = "WH-FWZ"
KEPT = ("carrier", "area", "areas", "head", "liaison", "contact_phone")
APART = another_than("recommend")


def organisation_and_premises(move: Move) -> str:
    """One open application an organisation and premises."""
    return f"wuhan/certification/{move.case.subject_number}/{move.data['address']}"


def opens_filings(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """A filing for each commissioner named: head and liaison are commissioners."""
    return [_filing(move, n, name) for move in moves for n, name in enumerate(_named(move), 1)]


def _named(move: Move) -> list[str]:
    form = move.case.form
    return list(dict.fromkeys([form["head"], form["liaison"], *form.get("commissioners", ())]))


def _filing(move: Move, n: int, name: str) -> Opening:
    return Opening(
        lifecycle="wuhan/2026/filing",
        actor=SYSTEM,
        office=move.case.home,
        subject=("person", f"{move.case.number}-{n}", name),
        parties=tuple(sorted(move.case.party)),
        parent=(move.case.id, move.case.number),
        data={"name": name, "kind": "resident", "station": move.case.number},
        cause=move.cause,
    )


CERTIFICATION = Lifecycle(
    key="wuhan/2026/certification",
    label=Label("服务站认定", "Station certification"),
    initial=DRAFT,
    home="district",
    subject="organisation",
    title="station_name",
    steps=(
        Step("submit", Label("提交申请", "Submit"), DRAFT, DISTRICT_REVIEW, by=Role.APPLICANT, asks=APPLICATION,
             law=("WH-2", "WH-4", "WH-12", "WH-13.1"), needs=(slot_is_free, no_title_in_force),
             claims=organisation_and_premises),
        Step("recommend", Label("初审推荐", "Recommend"), DISTRICT_REVIEW, HQ_REVIEW, by=Role.DISTRICT_REVIEWER,
             law=("WH-6", "WH-13.2"), asks=OPINION),
        Step("reject", Label("初审不予通过", "Reject"), DISTRICT_REVIEW, REJECTED, by=Role.DISTRICT_REVIEWER,
             law="WH-13.2", asks=REASON, adverse=True),
        *correction(of=DISTRICT_REVIEW, returned=RETURNED, by=Role.DISTRICT_REVIEWER, applicant=Role.APPLICANT,
                    asks=APPLICATION, needs=(slot_is_free, no_title_in_force), law="office", near="WH-13.2",
                    past_target=past_office_target,
                    claims=organisation_and_premises, does=()),
        Step("certify", Label("认定并授牌", "Certify"), HQ_REVIEW, CERTIFIED, by=Role.HQ_REVIEWER,
             law=("WH-2", "WH-13.2", "WH-16"), asks=OPINION, needs=(APART,),
             does=(register_title(kind="station", series=PLAQUES, valid_for=None, named_by="station_name", keeps=KEPT),
                   opens_filings, opens_post)),
        Step("not_select", Label("未择优认定", "Do not select"), HQ_REVIEW, REJECTED, by=Role.HQ_REVIEWER, law="WH-13.2",
             asks=REASON, needs=(APART,), adverse=True),
        send_back(source=HQ_REVIEW, target=DISTRICT_REVIEW, by=Role.HQ_REVIEWER, near="WH-13.2"),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
