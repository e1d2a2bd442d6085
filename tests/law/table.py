"""Reads the tables of the law, typed by hand, and holds a lifecycle against them in both directions."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from workflows.deadlines import Period
from workflows.definition import names
from workflows.lifecycle import InData, Lifecycle, Step

HERE = Path(__file__).parent
COLUMNS = ("rule", "lifecycle", "step", "from", "to", "who", "period", "needs", "comment")


class Row(NamedTuple):
    """One step from one state, as the contract gives it."""

    step: str
    source: str
    target: str
    rule: str
    who: frozenset[str]
    period: str
    needs: frozenset[str]


def listed(text: str, by: str = ", ") -> list[str]:
    return [part.strip() for part in text.split(by) if part.strip()]


@cache
def lines(region: str) -> tuple[dict[str, str], ...]:
    with (HERE / f"{region}.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def rows(region: str, lifecycle: str) -> set[Row]:
    """A lifecycle's rows, one for each state that a step leaves."""
    own = [line for line in lines(region) if line["lifecycle"] == lifecycle]
    named = {s for line in own for s in (*listed(line["from"]), line["to"]) if s not in "*="}
    left = {s for line in own for s in listed(line["from"])} - {"*"}
    assert left <= named
    return {
        Row(line["step"], source, source if line["to"] == "=" else line["to"], line["rule"],
            frozenset(listed(line["who"])), line["period"], frozenset(listed(line["needs"], ";")))
        for line in own
        for source in (sorted(left) if line["from"] == "*" else listed(line["from"]))
    }  # fmt: skip


def row_of(step: Step) -> Row:
    """A step of the code, as the table would give it."""
    near = f" ~{step.near}" if step.near else ""
    return Row(step.name, step.source.name, step.target.name, ", ".join(step.laws) + near,
               frozenset(role.value for role in step.roles), period(step), frozenset(names(step.needs)))  # fmt: skip


def period(step: Step) -> str:
    if step.reported_within:
        name, within = step.reported_within
        return f"within {amount(within)} of {name}" if within else f"marked late past {name}"
    if step.counts_from:
        return f"{step.target.name} counts from {step.counts_from}"
    return "" if step.after is None else amount(step.after)


def amount(after: Period | InData) -> str:
    return after.name if isinstance(after, InData) else f"{after.amount} {after.unit}"


def differences(lifecycle: Lifecycle) -> set[tuple[str, Row]]:
    """What only the table has, and what only the code has."""
    table, code = rows(lifecycle.book, lifecycle.name), {row_of(step) for step in lifecycle.steps}
    return {("table", row) for row in table - code} | {("code", row) for row in code - table}
