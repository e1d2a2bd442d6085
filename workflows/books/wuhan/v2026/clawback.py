"""Wuhan 2026: taking back a paid reward or an honour that was won by deceit (measures, art. 24).

draft -> service -> hearing -> decision -> recovering -> recovered
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from models.case import cases
from workflows.actors import Role
from workflows.asks import REASON
from workflows.books.wuhan.v2026.drafting import drafts_revocation
from workflows.deadlines import working_days
from workflows.declared import gives
from workflows.errors import Reason
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.revocation import hearing
from workflows.guards import another_than
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Case, Move, Opening, reads
from workflows.opening_effects import Subject
from workflows.registers import REGISTERS, set_values, source_of
from workflows.titled import not_ahead

DRAFT = State("draft", Label("草拟", "Draft"), "hq", form=True, internal=True)
SERVICE = State("service", Label("待送达", "To be served"), "hq", internal=True)
HEARING = State("hearing", Label("陈述申辩", "Hearing"), "hq")
DECISION = State("decision", Label("市局决定", "Decision"), "bureau")
RECOVERING = State("recovering", Label("追缴中", "Recovering"), "hq")
RECOVERED = State("recovered", Label("已追回", "Recovered"), "hq", Kind.GOOD)
WRITTEN_OFF = State("written_off", Label("已核销", "Written off"), "hq", Kind.ADVERSE)
DISMISSED = State("dismissed", Label("不予追回", "Dismissed"), kind=Kind.NEUTRAL)

FINDING = Asks(
    (Field("deceit", Label("弄虚作假的认定", "Finding of deceit"), max_length=10000),),
    (Paper("evidence", Label("证据材料", "Evidence")),),
)
DECIDED = Asks(
    (
        Field("amount", Label("追回金额（元）", "Amount to take back (CNY)"), "int", minimum=0, maximum=100_000_000),
        Field("severity", Label("情节", "Severity"), "choice", choices=(
            ("honour", Label("撤销荣誉、追回资金", "honour and reward alone")),
            ("leave", Label("情节较重：另行提出责令退出", "severe: an ordered exit is drafted, too")),
        )),
        *REASON.fields,
    )
)  # fmt: skip
RECOVERY = Asks((Field("recovered_on", Label("追回日期", "Recovered on"), "date"),))
WRITE_OFF = Asks(REASON.fields, (Paper("proof", Label("无法追回的证明", "Proof that it can't be recovered")),))


def won(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Case]:
    """The reward, or the assessment with its honour, that each clawback is about."""
    wanted = {move.case.subject_number for move in moves}
    found = {row.number: Case(*row) for row in connection.execute(select(cases).where(cases.c.number.in_(wanted)))}
    return {m.case.id: found[m.case.subject_number] for m in moves if m.case.subject_number in found}


@reads(won)
def paid_or_honoured(move: Move) -> Reason | None:
    """Only what was paid, or honoured, can be taken back."""
    case = move.fact(won)
    name = case.lifecycle.split("/")[2] if case is not None else ""
    if case is not None and (name, case.state) == ("reward", "paid"):
        return None
    if case is not None and name == "assessment" and case.form.get("grade") == "excellent":
        return None
    return Reason("nothing_won", "该办件不是已拨付的奖励或荣誉", "This is neither a paid reward nor an honour.")


@reads(won)
def not_above_what_was_paid(move: Move) -> Reason | None:
    case = move.fact(won)  # none where the subject is no case: then the other guard says so
    paid = int(case.form.get("amount", 0)) if case is not None else 0
    if int(move.data["amount"]) <= paid:
        return None
    return Reason(
        "above_paid", f"追回金额不得超过已拨付的 {paid} 元", f"No more than the {paid} CNY that were paid.", "amount"
    )


@reads(won)
def whose(move: Move) -> Subject:
    """The station, commissioner or district that won it."""
    case = move.fact(won)
    return (case.subject_kind or "", case.subject_number or "", case.subject_name or "")


@reads(won)
def severe(move: Move) -> bool:
    """By severity a revocation is drafted; a district has nothing to be revoked."""
    return move.data.get("severity") == "leave" and move.fact(won).subject_kind in REGISTERS


@reads(won)
def withdrawn_honour(move: Move) -> dict[str, str]:
    """A district has no row of a register."""
    return {"honour_withdrawn": move.fact(won).number} if whose(move)[0] in REGISTERS else {}


@gives(withdrawn_honour)
@reads(won)
def withdraws_honour(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The register says by which case an honour was withdrawn."""
    for move in moves:
        kind, number, _ = whose(move)
        if values := withdrawn_honour(move):
            set_values(connection, kind, number, values, source_of(move))
    return []


APART = another_than("propose")

CLAWBACK = Lifecycle(
    key="wuhan/2026/clawback",
    label=Label("奖励追回", "Clawback"),
    initial=DRAFT,
    home="hq",
    subject="case",
    steps=(
        *hearing(draft=DRAFT, service=SERVICE, hearing=HEARING, decision=DECISION, dismissed=DISMISSED,
                 by=Role.HQ_REVIEWER, asks=FINDING, needs=(paid_or_honoured,), heard_within=working_days(5),
                 law={"propose": "WH-24", "serve": "WH-24"}),
        Step("claw_back", Label("决定追回", "Claw back"), DECISION, RECOVERING, by=Role.BUREAU_APPROVER, law="WH-24",
             asks=DECIDED, needs=(APART, not_above_what_was_paid), adverse=True,
             does=(withdraws_honour, drafts_revocation(ground="deceit", subject=whose, when=severe))),
        Step("dismiss", Label("不予追回", "Dismiss"), DECISION, DISMISSED, by=Role.BUREAU_APPROVER, law="WH-24",
             asks=REASON, needs=(APART,)),
        Step("recover", Label("已追回", "Recover"), RECOVERING, RECOVERED, by=Role.HQ_REVIEWER, law="WH-24",
             asks=RECOVERY, needs=(not_ahead("recovered_on"),)),
        Step("write_off", Label("核销", "Write off"), RECOVERING, WRITTEN_OFF, by=Role.BUREAU_APPROVER, law="WH-24",
             asks=WRITE_OFF, needs=(APART,), from_above=True, adverse=True),
    ),
)  # fmt: skip
