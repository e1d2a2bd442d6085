"""A notice: a list of cases, published as one, and each case's step with it."""

from collections.abc import Mapping

from workflows.actors import Role
from workflows.asks import NOTICE, WITHDRAWAL
from workflows.effects import unpublishes
from workflows.form import Label
from workflows.lifecycle import State, Step
from workflows.noticing import cases_are_known, names_the_old, none_announced, published_in_order
from workflows.publishing import publishes, unpublishes_face


def notice(
    *, draft: State, published: State, withdrawn: State, discarded: State, by: Role, law: str,
    takes: Mapping[str, Mapping[str, str]],
) -> tuple[Step, ...]:  # fmt: skip
    """Publish, all or nothing; withdraw while nothing of it is announced; discard a draft."""
    return (
        Step("publish", Label("发布", "Publish"), draft, published, by=by, law=law, asks=NOTICE,
             needs=(cases_are_known, published_in_order, names_the_old), does=(publishes(takes=takes),)),
        Step("discard", Label("作废", "Discard"), draft, discarded, by=by, law=law),
        Step("withdraw", Label("撤回公告", "Withdraw"), published, withdrawn, by=by, law=law, asks=WITHDRAWAL,
             needs=(none_announced,), does=(unpublishes_face, unpublishes), adverse=True),
    )  # fmt: skip
