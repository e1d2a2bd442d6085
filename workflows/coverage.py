"""What implements each rule of a book: steps, duties, and what else the rule itself names."""

from collections.abc import Sequence
from typing import NamedTuple

from workflows.definition import names
from workflows.duties import Duty
from workflows.form import Label
from workflows.lifecycle import Lifecycle, Step
from workflows.rulebook import Gap, Rule, Rulebook


class CitedBy(NamedTuple):
    """A step that stands on a rule, or, near it, on the office's own that fills it in."""

    lifecycle: Lifecycle
    step: Step
    near: bool


class Covered(NamedTuple):
    """A rule with all that accounts for it."""

    rule: Rule
    steps: Sequence[CitedBy]
    duties: Sequence[Duty]
    gaps: Sequence[Gap]

    @property
    def accounted(self) -> bool:
        return bool(self.steps or self.duties or self.gaps or self.rule.by)


# What a rule may name as its own where no step says it all.
KINDS = {
    "constraint": Label("数据库约束", "constraint"), "duty": Label("定期任务", "duty"),
    "effect": Label("办理效果", "effect"), "field": Label("表单项目", "form field"), "form": Label("表单", "form"),
    "gap": Label("文本空白", "gap of the text"), "grant": Label("岗位授权", "grant"),
    "guard": Label("办理条件", "condition"),
    "ledger": Label("台账", "ledger"), "lifecycle": Label("流程", "lifecycle"), "list": Label("名单", "list"),
    "material": Label("材料", "material"), "office": Label("机构事务", "the office’s own matter"),
    "offices": Label("机构设置", "offices"), "out_of_scope": Label("不在系统范围内", "out of scope"),
    "register": Label("名录", "register"), "report": Label("报告", "report"), "steps": Label("步骤", "steps"),
    "view": Label("页面", "page"),
}  # fmt: skip


def coverage(book: Rulebook) -> list[Covered]:
    """Each rule in the book's order."""
    return [
        Covered(
            rule,
            cited_by(book, rule.id),
            [d for d in book.duties if rule.id in (d.law, d.near) or f"duty:{d.name}" in rule.by],
            [g for g in book.gaps if g.near == rule.id],
        )
        for rule in book.rules
    ]


def cited_by(book: Rulebook, rule: str) -> list[CitedBy]:
    """The steps on a rule; one name from several states counts once."""
    found: dict[tuple[str, str], CitedBy] = {}
    for lifecycle in book.lifecycles:
        for step in lifecycle.steps:
            if rule in (*step.laws, step.near):
                found.setdefault((lifecycle.name, step.name), CitedBy(lifecycle, step, rule not in step.laws))
    return list(found.values())


def own_rules(book: Rulebook) -> list[CitedBy]:
    """The office's own rules: steps and periods that no text gives, each name once a lifecycle."""
    return cited_by(book, "office")


def unaccounted(book: Rulebook) -> list[str]:
    """The rules that nothing implements, and what rules name and nobody finds."""
    bare = [c.rule.id for c in coverage(book) if not c.accounted]
    return bare + [f"{rule.id} {by}" for rule in book.rules for by in rule.by if not _stands(book, by)]


def _stands(book: Rulebook, by: str) -> bool:
    """Whether what a rule names is there, as far as the book itself can tell."""
    kind, _, name = by.partition(":")
    steps = [step for lifecycle in book.lifecycles for step in lifecycle.steps]
    there = {
        "duty": lambda: {d.name for d in book.duties},
        "guard": lambda: (
            {"not_open"} | {n.split("(")[0] for step in steps for n in names(step.needs)}
        ),  # asked of openings
        "lifecycle": lambda: {lifecycle.name for lifecycle in book.lifecycles},
        "effect": lambda: {n.split("(")[0] for step in steps for n in names(step.does)},
    }
    return kind in KINDS and (kind not in there or name.split("(")[0] in there[kind]())


def told(by: str) -> Label:
    """`register:plaque` in words."""
    kind, _, name = by.partition(":")
    label = KINDS[kind]
    return Label(f"{label.zh}：{name}", f"{label.en}: {name}") if name else label
