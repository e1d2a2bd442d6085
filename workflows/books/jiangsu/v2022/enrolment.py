"""Jiangsu 2022: enrolment of a commissioner in the pool (notice, parts 1, 4 (2) and 5 (1)).

draft -> office_review -> enrolled -> (removed)
"""

from workflows.actors import Role
from workflows.asks import FITNESS, REASON
from workflows.books.jiangsu.v2022.pool import account_is_known, enrols, exception_reasoned, removes
from workflows.form import Asks, Field, Label
from workflows.fragments.review import ending
from workflows.guards import another_than, slot_is_free
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step
from workflows.moves import Move

DRAFT = State("draft", Label("提名草稿", "Draft"), form=True, internal=True)
OFFICE_REVIEW = State("office_review", Label("专员办审核", "Office review"))
ENROLLED = State("enrolled", Label("在库", "In the pool"), kind=Kind.STANDING)
REJECTED = State("rejected", Label("不予入库", "Rejected"), kind=Kind.ADVERSE)
REMOVED = State("removed", Label("已出库", "Removed"), kind=Kind.ADVERSE)

STAFF = (
    ("administrative", Label("行政机关", "an administrative body")),
    ("institution", Label("事业单位", "a public institution")),
    ("other", Label("其他（须说明理由）", "another (with a reason)")),
)
NOMINATION = Asks(
    (
        Field("name", Label("姓名", "Name"), max_length=60, personal=FITNESS),
        Field("unit", Label("所在单位", "Unit"), max_length=200, personal=FITNESS),
        Field("position", Label("职务", "Position"), max_length=100, required=False, personal=FITNESS),
        Field("staff_of", Label("单位性质", "On the staff of"), "choice", choices=STAFF),
        Field("exception", Label("例外理由", "Reason of the exception"), required=False,
              hint=Label("非行政事业单位人员必填", "needed for who isn't on public staff")),
        Field("experience", Label("中小企业服务经验", "Experience in serving SMEs"), personal=FITNESS),
        Field("knows_policy", Label("熟悉产业政策和企业生产经营", "Knows policy and production"), "bool"),
        Field("willing", Label("本人自愿", "Is willing"), "bool"),
        Field("account", Label("登录账号", "Account"), "person", required=False,
              hint=Label("入库后以服务专员身份登录", "signs in as a commissioner once enrolled")),
    )
)  # fmt: skip

CLERK, LEADER = Role.OFFICE_CLERK, Role.OFFICE_LEADER


def the_person(move: Move) -> str:
    """One enrolment a person: nominated, or in the pool."""
    return f"jiangsu/enrolment/{move.case.subject_number}"


ENROLMENT = Lifecycle(
    key="jiangsu/2022/enrolment",
    label=Label("服务专员入库", "Enrolment of a commissioner"),
    initial=DRAFT,
    home=ANY,
    subject="commissioner",
    title="name",
    steps=(
        Step("nominate", Label("提名", "Nominate"), DRAFT, OFFICE_REVIEW, by=CLERK, law="JS-1a", asks=NOMINATION,
             needs=(exception_reasoned, account_is_known, slot_is_free), claims=the_person),
        Step("enrol", Label("入库", "Enrol"), OFFICE_REVIEW, ENROLLED, by=LEADER, law=("JS-1", "JS-5.1"),
             needs=(another_than("nominate"),), does=(enrols,)),
        Step("reject", Label("不予入库", "Reject"), OFFICE_REVIEW, REJECTED, by=LEADER, law=("JS-1", "JS-5.1"), asks=REASON,
             needs=(another_than("nominate"),), adverse=True),
        Step("remove", Label("出库", "Remove"), ENROLLED, REMOVED, by=CLERK, law="JS-5.1", asks=REASON,
             does=(removes,), adverse=True),
        *ending(sources={DRAFT: CLERK, OFFICE_REVIEW: CLERK}, does=()),
        *ending(sources={ENROLLED: CLERK}, does=(removes,)),
    ),
)  # fmt: skip
