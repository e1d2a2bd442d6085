"""A change of what the register says of a title: reported by its operator, filed by one desk."""

from collections.abc import Mapping
from typing import Any

from workflows.actors import Role
from workflows.asks import REGISTER
from workflows.deadlines import Period
from workflows.form import Asks, Field, Label, Paper
from workflows.lifecycle import State, Step
from workflows.moves import Effect, Guard, Move
from workflows.title_effects import changes_title
from workflows.titled import not_ahead, title_in_register


def change_form(*, kinds: tuple[tuple[str, Label], ...], more: tuple[Field, ...]) -> Asks:
    """What changed, from what to what, and when; a kind is the register's own field of that name."""
    return Asks(
        (
            Field("kind", Label("变更事项", "What changed"), "choice", choices=kinds),
            Field("old_value", Label("变更前", "Before"), max_length=200, personal=REGISTER),
            Field("new_value", Label("变更后", "After"), max_length=200, personal=REGISTER),
            Field("changed_on", Label("变更完成日期", "Completed on"), "date"),
            *more,
        ),
        (Paper("proof_of_change", Label("变更证明材料", "Proof of the change")),),
    )


def changed(move: Move) -> Mapping[str, Any]:
    """The register's new values; an office that goes with a new address is named beside it."""
    form = move.case.form
    moved = {"office": form["new_office"]} if form["kind"] == "address" and "new_office" in form else {}
    return {form["kind"]: form["new_value"], **moved}


def change(
    *, draft: State, filing: State, filed: State, by: Role, asks: Asks, within: Period | None, needs: tuple[Guard, ...],
    does: tuple[Effect, ...], law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """Reported and filed; reported after its period it is taken, marked late, and shown to the assessor."""
    return (
        Step("submit", Label("报告变更", "Report a change"), draft, filing, by=Role.APPLICANT, law=law, asks=asks,
             needs=(title_in_register, not_ahead("changed_on"), *needs),
             reported_within=("changed_on", within) if within else None),
        Step("file", Label("备案", "File"), filing, filed, by=by, law=law, needs=(title_in_register,),
             does=(changes_title(changed, named="changes_register"), *does)),
    )  # fmt: skip
