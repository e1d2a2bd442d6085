"""Wuhan 2026: a change at a station, reported in 15 working days, decided by the district, filed by headquarters (art. 17).

draft -> district_review -> hq_filing -> filed
"""

from workflows.actors import Role
from workflows.asks import OPINION, REASON
from workflows.books.wuhan.v2026.changing import (
    COMMISSIONER,
    OPERATOR,
    changes_register,
    commissioner_is_named,
    moves_with_its_address,
    operator_is_named,
    tells_the_old_district,
)
from workflows.deadlines import working_days
from workflows.form import Field, Label
from workflows.fragments.change import change_form
from workflows.fragments.review import correction, ending, send_back, withdrawal
from workflows.guards import another_than, past_office_target
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.titled import not_ahead, title_in_register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
DISTRICT_REVIEW = State("district_review", Label("区分站审定", "District review"), "district")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "district", form=True)
HQ_FILING = State("hq_filing", Label("市总站备案", "Filing by headquarters"), "hq")
FILED = State("filed", Label("已备案", "Filed"), "hq", Kind.GOOD)
REJECTED = State("rejected", Label("不予变更", "Rejected"), "district", Kind.ADVERSE)

KINDS = (
    (OPERATOR, Label("运营单位主体", "Operator")),
    ("name", Label("服务站名称", "Name")),
    ("address", Label("服务站地址", "Address")),
    ("person_in_charge", Label("服务站负责人", "Person in charge")),
    ("head", Label("站长", "Head")),
    ("liaison", Label("联系人", "Liaison")),
    (COMMISSIONER, Label("专员变动", "Commissioner")),
    ("other", Label("其他应报备的情形", "Other")),
)
FORM = change_form(
    kinds=KINDS,
    more=(
        Field("credit_code", Label("新运营单位统一社会信用代码", "The new operator's unified credit code"), required=False,
              max_length=18, when=Label("变更运营单位主体的必填", "needed where the operator changes")),
        Field("commissioner", Label("调入的专员编号", "Commissioner who moves here"), "person", required=False,
              when=Label("专员变动的必填", "needed where a commissioner moves")),
    ),
)  # fmt: skip
CONDITIONS = (
    title_in_register,
    not_ahead("changed_on"),
    moves_with_its_address,
    operator_is_named,
    commissioner_is_named,
)
DESKS = {
    DRAFT: Role.DISTRICT_REVIEWER,
    DISTRICT_REVIEW: Role.DISTRICT_REVIEWER,
    RETURNED: Role.DISTRICT_REVIEWER,
    HQ_FILING: Role.HQ_REVIEWER,
}

CHANGE = Lifecycle(
    key="wuhan/2026/change",
    label=Label("信息变更", "Change"),
    initial=DRAFT,
    home="district",
    subject="station",
    steps=(
        Step("submit", Label("报告变更", "Report a change"), DRAFT, DISTRICT_REVIEW, by=Role.APPLICANT, law="WH-17",
             asks=FORM, needs=CONDITIONS, reported_within=("changed_on", working_days(15))),
        Step("approve", Label("审定同意", "Approve"), DISTRICT_REVIEW, HQ_FILING, by=Role.DISTRICT_REVIEWER, law="WH-17",
             asks=OPINION),
        Step("reject", Label("审定不同意", "Reject"), DISTRICT_REVIEW, REJECTED, by=Role.DISTRICT_REVIEWER, law="WH-17",
             asks=REASON, adverse=True),
        *correction(of=DISTRICT_REVIEW, returned=RETURNED, by=Role.DISTRICT_REVIEWER, applicant=Role.APPLICANT, asks=FORM,
                    needs=CONDITIONS, law="office", near="WH-17", past_target=past_office_target,
                    claims=None, does=()),
        Step("file", Label("备案", "File"), HQ_FILING, FILED, by=Role.HQ_REVIEWER, law="WH-17",
             needs=(another_than("approve"), title_in_register), does=(changes_register, tells_the_old_district)),
        send_back(source=HQ_FILING, target=DISTRICT_REVIEW, by=Role.HQ_REVIEWER, near="WH-17"),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
