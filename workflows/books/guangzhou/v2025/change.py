"""Guangzhou 2025: a change of what the register says of a station, reported in 30 days (guideline, part 4 (4)).

draft -> bureau_filing -> filed
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.deadlines import days
from workflows.errors import Reason
from workflows.form import Field, Label
from workflows.fragments.change import change, change_form
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.moves import Attempt, Move, Opening
from workflows.telling import tell_offices
from workflows.titled import not_ahead, same_credit_code, title_in_register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "bureau", form=True)
BUREAU_FILING = State("bureau_filing", Label("市局备案", "Filing by the bureau"), "bureau")
FILED = State("filed", Label("已备案", "Filed"), "bureau", Kind.GOOD)

KINDS = (
    ("name", Label("服务站名称", "Name of the station")),
    ("operator", Label("运营单位名称", "Name of the operator")),
    ("address", Label("服务场所地址", "Address")),
    ("legal_representative", Label("法定代表人", "Legal representative")),
    ("contact_name", Label("联系人", "Contact person")),
    ("contact_phone", Label("联系电话", "Telephone")),
    ("service_rules", Label("服务制度（新版本）", "Service rules, a later version")),
    ("other", Label("其他重大事项", "Other")),
)
FORM = change_form(
    kinds=KINDS,
    more=(
        Field("credit_code", Label("统一社会信用代码", "Unified social credit code"), max_length=18,
              hint=Label("须与名册一致", "the register's own")),
        Field("new_office", Label("迁入的区", "District moved to"), "office", required=False,
              when=Label("地址迁往另一区的必填", "where the new address lies in another district")),
    ),
)  # fmt: skip
DESKS = {DRAFT: Role.DISTRICT_REVIEWER, RETURNED: Role.BUREAU_APPROVER, BUREAU_FILING: Role.BUREAU_APPROVER}


def moves_to_a_district(move: Move) -> Reason | None:
    """Only an address moves to another district, and to one of this region."""
    named = move.data.get("new_office")
    if named is None:
        return None
    office = move.reference.offices.get(named)
    if move.data.get("kind") == "address" and office and (office.book, office.level) == ("guangzhou", "district"):
        return None
    return Reason(
        "no_district", "地址变更时请选择迁入的区", "Name the district that the address moves to.", "new_office"
    )


def tells_both_districts(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The district that a station left is told as well as the one that has it now."""
    for move in moves:
        if new := move.case.form.get("new_office"):
            tell_offices(connection, move, {move.case.home, new})
    return []


CONDITIONS = (same_credit_code, moves_to_a_district)

CHANGE = Lifecycle(
    key="guangzhou/2025/change",
    label=Label("重大事项变更", "Change"),
    initial=DRAFT,
    home="district",
    subject="station",
    steps=(
        *change(draft=DRAFT, filing=BUREAU_FILING, filed=FILED, by=Role.BUREAU_APPROVER, asks=FORM, within=days(30),
                needs=CONDITIONS, does=(tells_both_districts,), law="GZ-4.4"),
        *correction(of=BUREAU_FILING, returned=RETURNED, by=Role.BUREAU_APPROVER, applicant=Role.APPLICANT, asks=FORM,
                    needs=(title_in_register, not_ahead("changed_on"), *CONDITIONS), law="office", near="GZ-4.4",
                    past_target=past_office_target, claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
