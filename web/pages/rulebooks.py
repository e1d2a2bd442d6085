"""The rule books for everybody: each lifecycle with its states, its steps, who takes them and by which rule."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from models.database import Present
from web.doors import door
from web.pages.drawing import drawing_of
from web.problems import NotFound
from workflows import rulebooks as registry
from workflows.coverage import coverage, own_rules, told
from workflows.deadlines import Period
from workflows.form import Label
from workflows.lifecycle import Lifecycle, Step
from workflows.rulebook import Rulebook
from workflows.words import LEVELS, ROLES

blueprint = Blueprint("rulebooks", __name__)


@door(blueprint, "/rulebooks", right="public.read")
def rulebooks(present: Present) -> ResponseReturnValue:
    return render_template(
        "public/rulebooks.html", books=sorted(registry.rulebooks().values(), key=lambda b: b.key), levels=LEVELS
    )


@door(blueprint, "/rulebooks/<book>", right="public.read")
def rulebook(present: Present, book: str) -> ResponseReturnValue:
    found = _book(book)
    return render_template("public/rulebook.html", book=found, levels=LEVELS, cited=_cited(found))


@door(blueprint, "/rulebooks/<book>/coverage", right="public.read")
def covered(present: Present, book: str) -> ResponseReturnValue:
    found = _book(book)
    return render_template(
        "public/coverage.html", book=found, items=coverage(found), own=own_rules(found), told=told,
    )  # fmt: skip


@door(blueprint, "/rulebooks/<book>/<name>", right="public.read")
def lifecycle(present: Present, book: str, name: str) -> ResponseReturnValue:
    found = _book(book)
    chosen = next((lc for lc in found.lifecycles if lc.name == name), None)
    if chosen is None:
        raise NotFound
    groups = [(state, chosen.leaving(state.name)) for state in chosen.states.values()]
    return render_template(
        "public/lifecycle.html", book=found, lifecycle=chosen, groups=groups, roles=ROLES, levels=LEVELS,
        after=after_words, rules={rule.id: rule.text for rule in found.rules}, drawing=drawing_of(chosen),
    )  # fmt: skip


def after_words(step: Step) -> Label | None:
    """When a clock's step falls due, in words."""
    if step.after is None:
        return None
    if isinstance(step.after, Period):
        zh, en = {
            "wd": ("个工作日", "working days"),
            "d": ("日", "days"),
            "m": ("个月", "months"),
            "y": ("年", "years"),
        }[step.after.unit]
        return Label(f"{step.after.amount} {zh}后", f"after {step.after.amount} {en}")
    return Label("按所填日期", f"by date: {step.after.name}")


def _book(book: str) -> Rulebook:
    found = registry.editions(book)
    if not found:
        raise NotFound
    return found[0]


def _cited(book: Rulebook) -> dict[str, list[tuple[Lifecycle, Step]]]:
    """Which steps stand on each rule."""
    cited: dict[str, list[tuple[Lifecycle, Step]]] = {}
    for lc in book.lifecycles:
        for step in lc.steps:
            for law in (*step.laws, *([step.near] if step.near else ())):
                if (lc, step) not in cited.setdefault(law, []):
                    cited[law].append((lc, step))
    return cited
