"""What the review of an application shares: correction, sending back, withdrawal, and the ends that come from outside."""

from collections.abc import Iterable, Mapping

from workflows.actors import Role
from workflows.asks import CLOSING, ENDED_BY, GAPS, PROOF_OF_END, REASON
from workflows.form import Asks, Label
from workflows.lifecycle import Kind, State, Step
from workflows.moves import Claim, Effect, Guard

WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), kind=Kind.NEUTRAL)
DISCONTINUED = State("discontinued", Label("已终止", "Discontinued"), kind=Kind.NEUTRAL)
LAPSED = State("lapsed", Label("逾期未补正，已失效", "Lapsed"), kind=Kind.NEUTRAL)


def correction(
    *, of: State, returned: State, by: Role, applicant: Role, asks: Asks, needs: tuple[Guard, ...], claims: Claim | None,
    law: str, near: str, past_target: Guard, does: tuple[Effect, ...],
) -> tuple[Step, ...]:  # fmt: skip
    """As `returning`; who doesn't complete it in the office's time lets it lapse."""
    return (
        *returning(of=of, returned=returned, by=by, applicant=applicant, asks=asks, needs=needs, claims=claims,
                   law=law, near=near),
        Step("lapse", Label("逾期未补正，作失效处理", "Let it lapse"), returned, LAPSED, by=by, needs=(past_target,),
             asks=REASON, adverse=True, does=does, law=law, near=near),
    )  # fmt: skip


def returning(
    *, of: State, returned: State, by: Role, applicant: Role | tuple[Role, ...], asks: Asks, needs: tuple[Guard, ...],
    claims: Claim | None, law: str, near: str,
) -> tuple[Step, ...]:  # fmt: skip
    """An incomplete paper goes back with one list of all that is missing, and comes again without a new call."""
    return (
        Step("return_for_correction", Label("退回补正", "Return for correction"), of, returned, by=by, asks=GAPS,
             adverse=True, law=law, near=near),
        Step("resubmit", Label("补正后重新提交", "Resubmit"), returned, of, by=applicant, asks=asks, needs=needs,
             claims=claims, law=law, near=near),
    )  # fmt: skip


def send_back(*, source: State, target: State, by: Role, near: str) -> Step:
    """A later desk gives the case back to the review before it."""
    return Step("send_back", Label("退回上一环节", "Send back"), source, target, by=by, law="office", near=near,
                asks=REASON, adverse=True)  # fmt: skip


def withdrawal(*, sources: Iterable[State], by: Role, does: tuple[Effect, ...]) -> tuple[Step, ...]:
    """The applicant may take the application back until the last decision."""
    return tuple(
        Step("withdraw", Label("撤回申请", "Withdraw"), source, WITHDRAWN, by=by, law="office", asks=CLOSING, does=does)
        for source in sources
    )


def ending(*, sources: Mapping[State, Role], does: tuple[Effect, ...]) -> tuple[Step, ...]:
    """The title or the party has ended: by another case's effect, or by the desk on proof."""
    return tuple(
        step
        for source, by in sources.items()
        for step in (
            Step("discontinue", Label("终止办理", "Discontinue"), source, DISCONTINUED, by=Role.SYSTEM, law="office",
                 asks=ENDED_BY, does=does),
            Step("terminate", Label("当事人已不存在，终结办理", "Terminate"), source, DISCONTINUED, by=by, law="office",
                 asks=PROOF_OF_END, does=does, adverse=True),
        )
    )  # fmt: skip
