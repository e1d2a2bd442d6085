"""Setting a decision aside: on a reconsideration decision, a judgment, or the office's own error."""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.form import Asks, Field, Label, Paper
from workflows.guards import another_than, slot_is_free
from workflows.lifecycle import Lifecycle, State, Step
from workflows.moves import Effect
from workflows.reversing import closing_day_named, is_decided, reverses, the_decided_case

PROPOSAL = Asks(
    (
        Field("basis", Label("依据", "Basis"), "choice", choices=(
            ("reconsideration", Label("行政复议决定", "a reconsideration decision")),
            ("judgment", Label("法院判决", "a judgment")),
            ("own_error", Label("本机关自行纠错", "the office's own error")),
        )),
        Field("reason", Label("理由", "Reason")),
        Field("anew", Label("须重新作出决定", "It must be decided anew"), "bool", required=False),
        Field("anew_until", Label("重新办理的截止日", "Closing day of the new case"), "date", required=False,
              hint=Label("原件有截止日时填写", "where the old one had a closing day")),
    ),
    (Paper("basis_paper", Label("决定书、判决书或内部审批件", "The decision, the judgment, or the office's own approval")),),
)  # fmt: skip


def reversal(
    *, draft: State, decision: State, reversed: State, dismissed: State, proposers: tuple[Role, ...],
    deciders: tuple[Role, ...], of: tuple[Lifecycle, ...], ends: tuple[Lifecycle, ...], does: tuple[Effect, ...],
) -> tuple[Step, ...]:  # fmt: skip
    """Proposed and ordered by two persons of the office that decided; the old case keeps its state and its history.

    `of`: what can be set aside; `ends`: what ends with a title that is found never to have been.
    """
    standing = is_decided(of=of)
    apart = another_than("propose")
    return (
        Step("propose", Label("提出纠正", "Propose"), draft, decision, by=proposers, law="office", asks=PROPOSAL,
             needs=(standing, slot_is_free, closing_day_named), claims=the_decided_case),
        Step("order", Label("撤销原决定", "Set aside"), decision, reversed, by=deciders, law="office",
             needs=(standing, apart), does=(reverses(ends=ends), *does)),
        Step("dismiss", Label("维持原决定", "Leave it as it is"), decision, dismissed, by=deciders, law="office",
             asks=REASON, needs=(apart,)),
    )  # fmt: skip
