"""A long form as a list of tasks: its parts, and of each whether it is done, and what is lacking or wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from workflows.asks import REGISTER
from workflows.form import Asks, Field, Label, Paper

LONG = 6  # a form that asks for more is filled in part by part
TEXT = 200  # a text that may be longer is a description
NAMES = {
    "facts": Label("基本情况", "Basic facts"),
    "conditions": Label("符合的条件", "Conditions that are met"),
    "descriptions": Label("情况说明", "Descriptions"),
    "people": Label("人员和联系方式", "People and how to reach them"),
    "papers": Label("材料", "Files"),
}


class Lack(NamedTuple):
    """Something required that isn't there."""

    name: str
    label: Label


class Section(NamedTuple):
    """A part of a form, as it is saved."""

    name: str
    label: Label
    fields: tuple[Field, ...]
    papers: tuple[Paper, ...]
    lacking: tuple[Lack, ...]
    reasons: tuple[Mapping[str, Any], ...]  # why the step would be refused, as far as it lies here

    @property
    def state(self) -> Literal["done", "open"]:
        return "open" if self.lacking or self.reasons else "done"


def is_long(asks: Asks) -> bool:
    return len(asks.fields) + len(asks.papers) > LONG


def sections(
    asks: Asks, data: Mapping[str, Any], kinds: Iterable[str], reasons: Sequence[Mapping[str, Any]]
) -> list[Section]:
    """The parts of the form, in order; `kinds` are those of the files that are there, `reasons` the step's."""
    there, parts = set(kinds), {name: [f for f in asks.fields if part_of(f) == name] for name in NAMES}
    found = []
    for name, label in NAMES.items():
        papers = asks.papers if name == "papers" else ()
        if not parts[name] and not papers:
            continue
        lacking = [Lack(f.name, f.label) for f in parts[name] if f.required and data.get(f.name) in (None, "", [])]
        lacking += [Lack(p.kind, p.label) for p in papers if p.required and p.kind not in there]
        names = {f.name for f in parts[name]} | {p.kind for p in papers}
        wrong = tuple(r for r in reasons if r["field"] in names and r["field"] not in {one.name for one in lacking})
        found.append(Section(name, label, tuple(parts[name]), tuple(papers), tuple(lacking), wrong))
    return found


def part_of(field: Field) -> str:
    """Where a field belongs."""
    if field.type == "bool" and field.required:  # to be declared; any other box is a question like any other
        return "conditions"
    if field.personal not in (None, REGISTER):  # what a register will show is a fact of the case
        return "people"
    return "descriptions" if field.type == "text" and field.max_length > TEXT else "facts"


def elsewhere(found: Sequence[Section], reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Reasons that lie in no part of the form: a call that is closed, a title that is held already."""
    names = {f.name for part in found for f in part.fields} | {p.kind for part in found for p in part.papers}
    return [reason for reason in reasons if reason["field"] not in names]
