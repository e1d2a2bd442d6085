"""Wuhan 2026: an enterprise's complaint about a station or a commissioner, verified by headquarters (art. 18 (2) 2).

draft -> verification -> substantiated | unfounded
"""

from workflows.actors import Role
from workflows.asks import CONTACT, FINDINGS, REACHED_BY, STATEMENT
from workflows.books.wuhan.v2026.drafting import drafts_revocation
from workflows.books.wuhan.v2026.leaving import in_register
from workflows.form import Asks, Field, Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move
from workflows.opening_effects import same_subject

# Whom a complaint is about is a party of it, and reads it once it is filed: not what is still being written.
DRAFT = State("draft", Label("填报草稿", "Draft"), form=True, internal=True)
VERIFICATION = State("verification", Label("市总站核实", "Verification"), "hq")
SUBSTANTIATED = State("substantiated", Label("投诉属实", "Substantiated"), "hq", Kind.GOOD)
UNFOUNDED = State("unfounded", Label("投诉不属实", "Unfounded"), "hq", Kind.ADVERSE)

COMPLAINT = Asks(
    (
        Field("facts", Label("投诉事实", "Facts"), max_length=10000),
        Field("contact_name", Label("联系人", "Contact person"), max_length=60, personal=CONTACT),
        Field("contact", Label("联系方式", "How to reach you"), max_length=200, personal=CONTACT, hint=REACHED_BY),
    )
)
FAULT = Asks(
    (
        *FINDINGS.fields,
        Field("fault", Label("过错程度", "Fault"), "choice", choices=(
            ("clear", Label("存在明显过错", "clear fault")),
            ("slight", Label("轻微过错", "slight")),
        )),
    )
)  # fmt: skip


def clear_fault(move: Move) -> bool:
    return bool(move.data.get("fault") == "clear")


COMPLAINING = Lifecycle(
    key="wuhan/2026/complaint",
    label=Label("企业投诉", "Complaint"),
    initial=DRAFT,
    home="hq",
    subject="station",
    also=("commissioner",),
    steps=(
        Step("file", Label("提交投诉", "File"), DRAFT, VERIFICATION, by=Role.ENTERPRISE, law="WH-18.2", asks=COMPLAINT,
             needs=(in_register,)),
        Step("answer", Label("被投诉方说明", "Answer"), VERIFICATION, VERIFICATION, by=Role.APPLICANT, law="WH-18.2",
             asks=STATEMENT),
        Step("substantiate", Label("查证属实", "Substantiate"), VERIFICATION, SUBSTANTIATED, by=Role.HQ_REVIEWER,
             law="WH-18.2", asks=FAULT,
             does=(drafts_revocation(ground="complaint", subject=same_subject, when=clear_fault),)),
        Step("dismiss", Label("查证不实", "Dismiss"), VERIFICATION, UNFOUNDED, by=Role.HQ_REVIEWER, law="WH-18.2",
             asks=FINDINGS, adverse=True),
    ),
)  # fmt: skip
