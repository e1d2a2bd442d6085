"""Calls on the rule books: which there are, their rules, their lifecycles as data, what implements each rule."""

from typing import Any

from web.api.calls import Ask, call
from web.api.shapes import Code, Page, Shape, Words
from web.problems import NotFound
from workflows import definition
from workflows.coverage import Covered, coverage, own_rules
from workflows.rulebook import Gap, Rulebook
from workflows.rulebooks import editions, rulebooks


class RulebookItem(Shape):
    book: str
    edition: str
    label: Words
    title: Words
    status: str
    begins: str | None
    ends: str | None
    levels: list[str]
    lifecycles: list[str]


class RuleShape(Shape):
    id: str
    text: Words


class RulebookShape(RulebookItem):
    rules: list[RuleShape]


class Edition(Shape):
    edition: Code | None = None


class LifecycleShape(Shape):
    """A definition; its canonical JSON is what an entry's `rules` is the digest of."""

    key: str
    label: Words
    home: str
    subject: str | None
    also: list[str]
    initial: str
    states: list[dict[str, Any]]
    steps: list[dict[str, Any]]


class CitedStep(Shape):
    lifecycle: str
    step: str
    near: bool


class DutyShape(Shape):
    name: str
    label: Words


class GapShape(Shape):
    silent: Words
    stands_in: Words
    near: str | None


class CoveredShape(Shape):
    """A rule and what implements it: steps, duties, what it names itself, or a gap of the text."""

    rule: str
    text: Words
    steps: list[CitedStep]
    duties: list[DutyShape]
    by: list[str]
    gaps: list[GapShape]


class OwnRule(Shape):
    lifecycle: str
    step: str
    near: str | None


class Coverage(Page[CoveredShape]):
    """Beside the rules: the office's own, and every gap of the text with the setting that stands in."""

    office: list[OwnRule]
    gaps: list[GapShape]


@call("GET", "/rulebooks", right="public.read", words=("规则手册", "The rule books, every edition"),
      answers=Page[RulebookItem])  # fmt: skip
def list_rulebooks(ask: Ask) -> dict[str, Any]:
    return {"items": [_item(book) for _, book in sorted(rulebooks().items())], "next": None}


@call("GET", "/rulebooks/<book>", right="public.read", words=("一部规则手册", "A rule book, its newest edition"),
      query=Edition, answers=RulebookShape, errors=(404,))  # fmt: skip
def read_rulebook(ask: Ask, book: str) -> dict[str, Any]:
    found = _edition(ask, book)
    rules = [{"id": rule.id, "text": definition.label(rule.text)} for rule in found.rules]
    return _item(found) | {"rules": rules}


@call("GET", "/rulebooks/<book>/lifecycles/<name>", right="public.read", words=("办件流程", "A lifecycle as data"),
      query=Edition, answers=LifecycleShape, errors=(404,))  # fmt: skip
def read_lifecycle(ask: Ask, book: str, name: str) -> dict[str, Any]:
    for lifecycle in _edition(ask, book).lifecycles:
        if lifecycle.name == name:
            return definition.described(lifecycle)
    raise NotFound()


@call("GET", "/rulebooks/<book>/coverage", right="public.read", words=("条款对照", "What implements each rule"),
      query=Edition, answers=Coverage, errors=(404,))  # fmt: skip
def read_coverage(ask: Ask, book: str) -> dict[str, Any]:
    found = _edition(ask, book)
    own = [{"lifecycle": c.lifecycle.name, "step": c.step.name, "near": c.step.near} for c in own_rules(found)]
    return {
        "items": [_covered(item) for item in coverage(found)],
        "next": None,
        "office": own,
        "gaps": [_gap(gap) for gap in found.gaps],
    }


def _covered(item: Covered) -> dict[str, Any]:
    return {
        "rule": item.rule.id,
        "text": definition.label(item.rule.text),
        "steps": [{"lifecycle": c.lifecycle.name, "step": c.step.name, "near": c.near} for c in item.steps],
        "duties": [{"name": duty.name, "label": definition.label(duty.label)} for duty in item.duties],
        "by": list(item.rule.by),
        "gaps": [_gap(gap) for gap in item.gaps],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "silent": definition.label(gap.silent),
        "stands_in": definition.label(gap.stands_in),
        "near": gap.near,
    }


def _edition(ask: Ask, book: str) -> Rulebook:
    wanted = ask.query.edition
    found = next((b for b in editions(book) if wanted in (None, b.edition)), None)
    if found is None:
        raise NotFound()
    return found


def _item(book: Rulebook) -> dict[str, Any]:
    return {
        "book": book.book,
        "edition": book.edition,
        "label": definition.label(book.label),
        "title": definition.label(book.title),
        "status": book.status.value,
        "begins": book.begins.isoformat() if book.begins else None,
        "ends": book.ends.isoformat() if book.ends else None,
        "levels": list(book.levels),
        "lifecycles": [lifecycle.name for lifecycle in book.lifecycles],
    }
