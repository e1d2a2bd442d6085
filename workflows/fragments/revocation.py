"""Taking a title away: a person proposes, the party is served and heard, another person decides."""

from collections.abc import Mapping

from workflows.actors import Role
from workflows.asks import REASON, STATEMENT
from workflows.deadlines import Period
from workflows.form import Asks, Field, Label, Paper
from workflows.guards import another_than
from workflows.lifecycle import State, Step
from workflows.moves import Effect, Guard
from workflows.revoking import OWN_REQUEST, opened_by_the_party, prepared_by_the_office
from workflows.titled import not_ahead

SERVICE = Asks(
    (
        Field("served_on", Label("送达日期", "Served on"), "date"),
        Field("served_how", Label("送达方式", "How it was served"), "choice", choices=(
            ("direct", Label("直接送达", "handed over")),
            ("post", Label("邮寄送达", "by post")),
            ("electronic", Label("电子送达", "electronically")),
            ("public", Label("公告送达", "by public notice")),
        )),
    ),
    (Paper("service_proof", Label("送达回证", "Proof of service"), required=False),),
)  # fmt: skip


def proposal_form(*, grounds: tuple[tuple[str, Label], ...]) -> Asks:
    """On which ground, by what facts, with what evidence."""
    return Asks(
        (
            Field("ground", Label("情形", "Ground"), "choice", choices=grounds),
            Field("facts", Label("事实", "Facts"), max_length=10000),
        ),
        (Paper("evidence", Label("证据材料", "Evidence")),),
    )


def hearing(
    *, draft: State, service: State, hearing: State, decision: State, dismissed: State, by: Role | tuple[Role, ...],
    asks: Asks, needs: tuple[Guard, ...], heard_within: Period, law: Mapping[str, str],
) -> tuple[Step, ...]:  # fmt: skip
    """From the draft to the desk that decides; who doesn't speak in time has waived, and is decided all the same.

    `law`: propose (also of drop), serve (also of the statement and its waiver).
    """
    return (
        Step("propose", Label("提出意见", "Propose"), draft, service, by=by, law=law["propose"], asks=asks,
             needs=(prepared_by_the_office, *needs), adverse=True),
        Step("drop", Label("不予提出", "Drop"), draft, dismissed, by=by, law=law["propose"], asks=REASON),
        Step("serve", Label("送达告知书", "Serve"), service, hearing, by=by, law="office", near=law["serve"], asks=SERVICE,
             needs=(not_ahead("served_on"),), counts_from="served_on"),
        Step("state", Label("陈述申辩", "State one's case"), hearing, decision, by=Role.APPLICANT, law="office",
             near=law["serve"], asks=STATEMENT),
        Step("waive", Label("陈述期满", "Time to speak over"), hearing, decision, by=Role.CLOCK, law="office",
             near=law["serve"], after=heard_within, marks=(("waived", True),)),
    )  # fmt: skip


def own_request(*, draft: State, decision: State, needs: tuple[Guard, ...], law: str, near: str | None) -> Step:
    """The party asks for it itself: no hearing."""
    return Step("request", Label("自行申请退出", "Ask to end it"), draft, decision, by=Role.APPLICANT, law=law, near=near,
                asks=REASON, needs=(opened_by_the_party, *needs), marks=(("ground", OWN_REQUEST),))  # fmt: skip


def revoking(
    *, decision: State, revoked: State, dismissed: State, by: Role, needs: tuple[Guard, ...], on_notice: bool,
    asks: Asks, does: tuple[Effect, ...], law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """Decided by another person than who proposed."""
    apart = another_than("propose")
    return (
        Step("revoke", Label("撤销", "Revoke"), decision, revoked, by=by, law=law, needs=(apart, *needs), asks=asks,
             does=does, on_notice=on_notice, adverse=True),
        Step("dismiss", Label("不予撤销", "Dismiss"), decision, dismissed, by=by, law=law, asks=REASON, needs=(apart,)),
    )  # fmt: skip
