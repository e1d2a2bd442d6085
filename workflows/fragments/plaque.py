"""A new plaque for a title: lost, damaged, or with a name that no longer holds."""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.form import Asks, Field, Label
from workflows.lifecycle import State, Step
from workflows.moves import Effect
from workflows.title_effects import reissues_plaque
from workflows.titled import title_in_register

REQUEST = Asks(
    (
        Field("cause", Label("补发原因", "Why"), "choice", choices=(
            ("lost", Label("遗失", "lost")),
            ("damaged", Label("损坏", "damaged")),
            ("renamed", Label("名称变更", "renamed")),
        )),
        Field("explanation", Label("情况说明", "What happened")),
    )
)  # fmt: skip


def plaque(
    *, draft: State, review: State, issued: State, declined: State, by: Role, series: str, does: tuple[Effect, ...],
    near: str,
) -> tuple[Step, ...]:  # fmt: skip
    """A new number from the same register; the old one is void."""
    return (
        Step("request", Label("申请补发牌匾", "Ask for a plaque"), draft, review, by=Role.APPLICANT, law="office", near=near,
             asks=REQUEST, needs=(title_in_register,)),
        Step("reissue", Label("补发", "Reissue"), review, issued, by=by, law="office", near=near,
             needs=(title_in_register,), does=(reissues_plaque(series=series), *does)),
        Step("decline", Label("不予补发", "Decline"), review, declined, by=by, law="office", near=near, asks=REASON,
             adverse=True),
    )  # fmt: skip
