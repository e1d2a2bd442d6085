"""Where the time of many cases went: how often each state was entered, for how long, how many were late, and by which
steps; in working days."""

import json
from bisect import insort
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from models.calendar import Calendar
from models.case import cases, entries
from workflows.instants import day_of, instant
from workflows.lifecycle import Lifecycle

MOST = 5000  # cases that one picture shows, the newest
RARE = 0.05  # of those that left a state
NAMED = 5  # cases that a rare way names
Way = tuple[str | None, str]  # from a state, or from nowhere, to a state


@dataclass
class Stays:
    """How a state was passed."""

    days: list[int] = field(default_factory=list)  # working days of each ended stay, in order
    now: int = 0  # cases that stand there
    due: int = 0  # stays with a deadline,
    late: int = 0  # of these past it

    @property
    def count(self) -> int:
        return len(self.days) + self.now

    def share(self, part: float) -> int | None:
        """The smallest number of days that this part of the ended stays did not exceed."""
        if not self.days:
            return None
        return self.days[max(0, -int(-part * len(self.days) // 1) - 1)]


class Rare(NamedTuple):
    source: str
    target: str
    taken: int
    of: int
    numbers: Sequence[str]


@dataclass
class Spent:
    """Many cases of one lifecycle, summed up."""

    cases: int = 0
    more: bool = False  # there are more than were looked at
    states: dict[str, Stays] = field(default_factory=dict)
    ways: Counter[Way] = field(default_factory=Counter)
    named: dict[Way, list[str]] = field(default_factory=dict)

    def rare(self) -> list[Rare]:
        """Ways that few of those took who left the state, the rarest first."""
        left: Counter[str] = Counter()
        for (source, _), count in self.ways.items():
            left[source or ""] += count
        found = [
            Rare(source, target, n, left[source], self.named[source, target])
            for (source, target), n in self.ways.items()
            if source and n / left[source] < RARE
        ]
        return sorted(found, key=lambda rare: rare.taken / rare.of)


class Workdays:
    """Working days between two days, by one look at the calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar, self._known = calendar, dict[tuple[int, int], int]()

    def between(self, start: int, end: int) -> int:
        """Those after the day of `start`, before the instant `end`."""
        first, last = day_of(start).toordinal(), day_of(max(start, end - 1)).toordinal()
        found = self._known.get((first, last))
        if found is None:
            days = (date.fromordinal(day) for day in range(first + 1, last + 1))
            found = self._known[first, last] = sum(map(self._calendar.is_workday, days))
        return found


def spent(
    connection: Connection, lifecycle: Lifecycle, wanted: Sequence[ColumnElement[bool]], calendar: Calendar, at: int
) -> Spent:
    """Sum up the newest cases of a lifecycle for which the conditions hold."""
    c, e = cases.c, entries.c
    asked = select(c.id).where(c.lifecycle == lifecycle.key, *wanted).order_by(c.id.desc()).limit(MOST + 1)
    ids = list(connection.execute(asked).scalars())
    found = Spent(more=len(ids) > MOST, states={name: Stays() for name in lifecycle.states})
    lines = select(e.case_id, c.number, e.body).join(cases, c.id == e.case_id).where(e.kind.in_(("begin", "step")))
    rows = connection.execute(lines.where(e.case_id.in_(ids[:MOST])).order_by(e.case_id, e.seq))
    days = Workdays(calendar)
    for _, own in groupby(rows, key=lambda row: row.case_id):
        passed = list(own)
        found.cases += 1
        _add(found, passed[0].number, lifecycle, list(_moves(json.loads(bytes(row.body)) for row in passed)), days, at)
    return found


def _moves(bodies: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The entries of each stay: the one that entered the state, and those that stayed in it."""
    return (list(own) for _, own in groupby(bodies, key=lambda body: body["target"]))


def _add(
    found: Spent, number: str, lifecycle: Lifecycle, stays: Sequence[Sequence[Mapping[str, Any]]], days: Workdays,
    at: int,
) -> None:  # fmt: skip
    before: str | None = None
    for own, after in zip(stays, (*stays[1:], None), strict=True):
        state, since = own[0]["target"], instant(own[0]["effective"])
        found.ways[before, state] += 1
        if len(named := found.named.setdefault((before, state), [])) < NAMED:
            named.append(number)
        before = state
        if state not in found.states:
            continue  # of an older edition's definition
        kept = found.states[state]
        end = instant(after[0]["effective"]) if after else max(at, since)
        if after:
            insort(kept.days, days.between(since, end))
        else:
            kept.now += 1
        due = next((body["due"] for body in reversed(own) if body["due"]), None)
        if due and not lifecycle.states[state].final:
            kept.due += 1
            kept.late += end > instant(due["at"])
