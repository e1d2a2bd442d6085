"""What the checker says of a book: nothing of ours; of a faulty one the property, and the road that shows it."""

from dataclasses import replace

import pytest

from workflows.actors import Role
from workflows.checking import Finding, check, check_lifecycle, needs_two
from workflows.form import Label
from workflows.lifecycle import Step
from workflows.rulebook import Gap, Rule, Rulebook
from workflows.rulebooks import lifecycles, rulebook_of, rulebooks

BOOKS = pytest.mark.parametrize("book", rulebooks().values(), ids=rulebooks())


@BOOKS
def test_our_books_are_sound(book: Rulebook) -> None:
    assert check(book) == []


def test_one_person_for_each_role_and_office_is_enough_but_where_the_top_office_proposes_and_decides() -> None:
    told = {finding.where: finding.road for book in rulebooks().values() for finding in needs_two(book)}
    assert told == {"hubei/1/revocation decision": ("propose", "serve", "state")}


def found(key: str, **changes: Step | None) -> list[Finding]:
    """What is said when steps (SOURCE__NAME) are changed, or taken out."""
    of = lifecycles()[key]
    steps = (changes.get(f"{s.source.name}__{s.name}", s) for s in of.steps)
    return check_lifecycle(rulebook_of(of), replace(of, steps=tuple(s for s in steps if s is not None)))


def step(key: str, source: str, name: str) -> Step:
    return lifecycles()[key].at[source, name]


def test_who_proposes_may_not_decide() -> None:
    key = "wuhan/2026/reward"
    (finding,) = found(key, approval__approve=replace(step(key, "approval", "approve"), needs=()))
    assert (finding.where, finding.property) == ("wuhan/2026/reward approval.approve", "separation")
    assert finding.road == ("propose", "approve")


def test_a_substitute_who_forwarded_may_not_reject_after_the_publicity() -> None:
    key = "guangzhou/2025/certification"
    rejecting = step(key, "concluded", "reject")
    said = found(key, concluded__reject=replace(rejecting, needs=rejecting.needs[:1]))
    assert ("forward", "recommend", "shortlist", "conclude", "reject") in [f.road for f in said]


def test_a_state_that_only_the_system_leaves_is_a_dead_end() -> None:
    key = "guangzhou/2025/convention"
    (finding,) = found(key, due__sign=replace(step(key, "due", "sign"), by=Role.SYSTEM))
    assert (finding.where, finding.property) == ("guangzhou/2025/convention due", "deadlock")


def test_an_unknown_rule_is_named() -> None:
    key = "jiangsu/2022/appeal"
    (finding,) = found(key, handling__solve=replace(step(key, "handling", "solve"), law="JS-9"))
    assert "JS-9" in finding.words.en


def test_a_rule_that_nothing_accounts_for_is_named() -> None:
    book = rulebooks()["jiangsu/2022"]
    label = Label("示例", "Example")
    more = replace(book, rules=(*book.rules, Rule("JS-9", label), Rule("JS-8", label, ("effect:nowhere",))))
    assert [finding.where for finding in check(more)] == ["jiangsu/2022 JS-9", "jiangsu/2022 JS-8 effect:nowhere"]


def test_without_substitutes_a_book_stands_still() -> None:
    """Headquarters alone would propose and decide on a revocation: the check says where it stops."""
    book = rulebooks()["wuhan/2026"]
    said = check(replace(book, stands_in={}))
    assert ("wuhan/2026/revocation decision", "deadlock") in [(f.where, f.property) for f in said]


def test_who_waits_without_a_clock_has_a_gap_of_the_text_that_says_why() -> None:
    book = rulebooks()["guangzhou/2025"]
    silent = replace(book, gaps=())
    found = [f for f in check(silent) if f.property == "untimed"]
    assert "guangzhou/2025/objection investigating" in {f.where for f in found}
    assert ("submit", "forward", "recommend") in {f.road for f in found}
    invented = Gap(Label("示例", "Example"), Label("示例", "Example"), None, ("call",))
    assert "guangzhou/2025/call" in {f.where for f in check(replace(book, gaps=(*book.gaps, invented)))}
