"""What the demo writes into forms: for every field something of its type that plainly says that it is made up."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflows.form import Field, Paper
from workflows.instants import day_of, local
from workflows.lifecycle import Step
from workflows.moves import Case

PAGE = "演示办件"
KNOWN = {"contact_phone": "000-0000-0000", "contact": "000-0000-0000", "contact_name": "演示联系人"}
VALUES: Mapping[str, Callable[[Field, int], Any]] = {
    "bool": lambda field, at: True,
    "int": lambda field, at: field.minimum or 3,
    "decimal": lambda field, at: "80",
    "date": lambda field, at: day_of(at).isoformat(),
    "datetime": lambda field, at: local(at),
    "choice": lambda field, at: field.choices[0][0],
    "list": lambda field, at: [field.choices[0][0]] if field.choices else ["演示事项一", "演示事项二"],
}


def filled(step: Step, case: Case, given: Mapping[str, Any], at: int) -> dict[str, Any]:
    """What is given, and of what else the step needs whatever the case doesn't say yet."""
    held = case.form if step.source.form else {}
    lacking = [f for f in step.asks.fields if f.required and f.name not in given and f.name not in held]
    return {**{f.name: _value(f, at) for f in lacking}, **given}


def _value(field: Field, at: int) -> Any:
    made = VALUES.get(field.type)
    return made(field, at) if made else KNOWN.get(field.name, f"{field.label.zh}（演示）")


def wanted(step: Step, more: Iterable[str]) -> tuple[Paper, ...]:
    """The papers that the step needs, and those that this case hands in beyond."""
    return tuple(p for p in step.asks.papers if p.required or p.kind in more)
