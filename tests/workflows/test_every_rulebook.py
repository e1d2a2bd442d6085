"""What holds for every rule book and lifecycle, whichever region writes one next."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from workflows.actors import Role
from workflows.definition import described, rules
from workflows.form import Field, Label
from workflows.lifecycle import Lifecycle, Step
from workflows.rulebook import Rulebook
from workflows.rulebooks import lifecycles, rulebooks

BOOKS = pytest.mark.parametrize("book", rulebooks().values(), ids=rulebooks())
LIFECYCLES = pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles())

# What may stand for a rule that no step cites.
BY = {
    "constraint", "duty", "effect", "field", "form", "gap", "grant", "guard", "ledger", "lifecycle", "list", "material",
    "office", "offices", "out_of_scope", "register", "report", "steps", "view",
}  # fmt: skip


@BOOKS
def test_every_rule_is_cited_by_a_step_or_says_what_implements_it(book: Rulebook) -> None:
    steps = [s for lifecycle in book.lifecycles for s in lifecycle.steps]
    cited = {law for s in steps for law in (*s.laws, s.near)} | {law for d in book.duties for law in (d.law, d.near)}
    assert [r.id for r in book.rules if r.id not in cited and not r.by] == []


@BOOKS
def test_what_implements_a_rule_is_of_a_known_kind(book: Rulebook) -> None:
    assert {by.split(":")[0] for r in book.rules for by in r.by} <= BY


@BOOKS
def test_an_id_stands_once_and_in_both_languages(book: Rulebook) -> None:
    assert [id for id, n in Counter(r.id for r in book.rules).items() if n > 1] == []
    assert [r.id for r in book.rules if not bilingual(r.text)] == []
    assert [g.silent.en for g in book.gaps if not (bilingual(g.silent) and bilingual(g.stands_in))] == []


@BOOKS
def test_levels_of_homes_and_desks_are_the_books_own(book: Rulebook) -> None:
    for lifecycle in book.lifecycles:
        levels = {s.level for s in lifecycle.states.values()} | {lifecycle.home}
        assert levels <= {*book.levels, None, "any"}, lifecycle.key


def bilingual(label: Label) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in label.zh) and any(c.isascii() and c.isalpha() for c in label.en)


def labels(lifecycle: Lifecycle) -> Iterator[tuple[str, Label]]:
    yield lifecycle.key, lifecycle.label
    yield from ((s.name, s.label) for s in lifecycle.states.values())
    for step in lifecycle.steps:
        yield step.name, step.label
        yield from ((f"{step.name}.{f.name}", f.label) for f in (*step.asks.fields,))
        yield from ((f"{step.name}.{p.kind}", p.label) for p in step.asks.papers)
        yield from ((f"{step.name}.{f.name}={v}", text) for f in step.asks.fields for v, text in f.choices)


@LIFECYCLES
def test_everything_has_its_name_in_both_languages(lifecycle: Lifecycle) -> None:
    assert [name for name, label in labels(lifecycle) if not bilingual(label)] == []


@LIFECYCLES
def test_the_definition_can_be_told_and_fixed(lifecycle: Lifecycle) -> None:
    digest, body = rules(lifecycle)
    assert json.loads(body) == json.loads(json.dumps(described(lifecycle)))
    assert len(digest) == 64


@LIFECYCLES
def test_guards_and_effects_have_names(lifecycle: Lifecycle) -> None:
    nameless = [s.name for s in lifecycle.steps for n in described_names(s) if not n or "lambda" in n]
    assert nameless == []


def described_names(step: Step) -> list[str]:
    return [getattr(f, "named", f.__name__) for f in (*step.needs, *step.does)]


@LIFECYCLES
def test_a_form_asks_for_each_field_once_and_always_in_the_same_way(lifecycle: Lifecycle) -> None:
    known: dict[str, Field] = {}
    for step in lifecycle.steps:
        names = [f.name for f in step.asks.fields]
        assert len(names) == len(set(names)), step.name
        for field in step.asks.fields if step.source.form else ():
            assert known.setdefault(field.name, field).type == field.type, f"{step.name}.{field.name}"


@LIFECYCLES
def test_a_mark_is_no_field_of_the_form(lifecycle: Lifecycle) -> None:
    marks = {name for step in lifecycle.steps for name, _ in step.marks}
    assert marks & set(lifecycle.form) <= {"ground"}  # one's own request is a ground of its own


@LIFECYCLES
def test_who_waits_for_a_person_can_be_left_by_one(lifecycle: Lifecycle) -> None:
    """No open state is left to the clock and the system alone, but those that a clock's step leaves."""
    for state in lifecycle.states.values():
        if state.kind != "open" or state.name in lifecycle.clocks:
            continue
        takers = {role for step in lifecycle.leaving(state.name) for role in step.roles}
        assert takers - {Role.CLOCK, Role.SYSTEM}, state.name


# Ended from outside, by a title's or party's end, and those that are not (they outlive it, or end by their own steps).
ENDED = {"certification", "filing", "enrolment", "change", "exit", "convention", "assessment", "report", "renewal",
         "dispatch", "assignment", "plaque"}  # fmt: skip


@LIFECYCLES
def test_what_ends_with_its_title_ends_from_every_state_and_nothing_else_does(lifecycle: Lifecycle) -> None:
    open_states = {s.name for s in lifecycle.states.values() if not s.final}
    for name in ("discontinue", "terminate"):
        sources = {s.source.name for s in lifecycle.steps if s.name == name}
        assert sources == (open_states if lifecycle.name in ENDED else set()), name


@BOOKS
def test_duties_have_names_of_their_own(book: Rulebook) -> None:
    assert [n for n, count in Counter(d.name for d in book.duties).items() if count > 1] == []
    assert [d.name for d in book.duties if not bilingual(d.label)] == []
    named = {by.partition(":")[2] for r in book.rules for by in r.by if by.startswith("duty:")}
    assert named <= {d.name for d in book.duties}
