"""What a desk found of each material: complete, missing or wrong; and the list of what has to be put right."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from models.review import marks
from workflows.actors import DESK_ROLES, Actor
from workflows.form import Label, Paper
from workflows.lifecycle import Lifecycle
from workflows.moves import Case

VERDICTS = {
    "complete": Label("齐全", "Complete"),
    "missing": Label("缺", "Missing"),
    "wrong": Label("有误", "Wrong"),
}
GAPS = "gaps"  # the field in which a step says everything that is missing
NOTE = 300  # characters


class Mark(NamedTuple):
    verdict: str
    note: str


class Item(NamedTuple):
    """A kind of material of a case: its files, and what the desk found of it."""

    kind: str
    label: Label
    asked: Paper | None  # of the applicant: it can be marked
    files: Sequence[Mapping[str, Any]]
    mark: Mark | None

    @property
    def gap(self) -> str | None:
        """What the applicant is told of it; in Chinese, as the list is a paper of the office."""
        if self.mark is None or self.mark.verdict == "complete":
            return None
        return f"{self.label.zh}：{VERDICTS[self.mark.verdict].zh}" + (f"，{self.mark.note}" if self.mark.note else "")


def read_back(gap: str, lifecycle: Lifecycle) -> Label:
    """A line of that list in both languages, where marks wrote it; what somebody typed stays in their words."""
    for paper in asked_of(lifecycle).values():
        for verdict in VERDICTS.values():
            head, _, note = gap.partition("，")
            if head == f"{paper.label.zh}：{verdict.zh}":
                return Label(gap, f"{paper.label.en}: {verdict.en.lower()}" + (f", {note}" if note else ""))
    return Label(gap, gap)


def markable(case: Case, lifecycle: Lifecycle, actor: Actor) -> bool:
    """Whether this actor's desk may return the case from here, and so marks what it was handed."""
    returns = any(f.name == GAPS for s in lifecycle.leaving(case.state) for f in s.asks.fields)
    return returns and bool(actor.at(case.office) & DESK_ROLES)


def asked_of(lifecycle: Lifecycle) -> dict[str, Paper]:
    """The kinds of material that the applicant is asked for."""
    return {p.kind: p for s in lifecycle.steps if s.source.form and not s.adverse for p in s.asks.papers}


def items(
    connection: Connection, case: Case, lifecycle: Lifecycle, files: Sequence[Mapping[str, Any]],
    came: Mapping[int, int], papers: Mapping[str, Label], *, marked: bool,
) -> list[Item]:  # fmt: skip
    """Every kind asked for or handed in, in the order of the form; a mark that is older than its newest file is gone.

    `came`: when each file came, by its id. `marked`: whether the reader is told the marks.
    """
    asked, there = asked_of(lifecycle), marks_of(connection, case.id) if marked else {}
    kinds = dict.fromkeys([*asked, *(str(file["kind"]) for file in files)])
    found = []
    for kind in kinds:
        own = [file for file in files if file["kind"] == kind]
        at, mark = there.get(kind, (0, None))
        newest = max((came[file["id"]] for file in own), default=0)
        label = asked[kind].label if kind in asked else papers.get(kind, Label(kind, kind))
        found.append(Item(kind, label, asked.get(kind), own, mark if at >= newest else None))
    return found


def marks_of(connection: Connection, case: int) -> dict[str, tuple[int, Mark]]:
    """When each kind was marked, and how."""
    m = marks.c
    rows = connection.execute(select(m.kind, m.marked_at, m.verdict, m.note).where(m.case_id == case))
    return {kind: (at, Mark(verdict, note)) for kind, at, verdict, note in rows}


def mark(connection: Connection, case: int, given: Mapping[str, Mark | None], by: Actor, at: int) -> None:
    """Keep these marks in place of what was marked before; None takes one back."""
    m = marks.c
    connection.execute(delete(marks).where(m.case_id == case, m.kind.in_(given)))
    rows = [
        {"case_id": case, "kind": kind, **one._asdict(), "marked_by": by.account, "marked_at": at}
        for kind, one in given.items()
        if one is not None
    ]
    if rows:
        connection.execute(insert(marks), rows)
