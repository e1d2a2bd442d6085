"""To and fro for correction: whose the days before the present deadline were, and that none of them counts in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

import orjson
from sqlalchemy import Connection, select

from models.calendar import Calendar
from models.case import entries
from workflows.deadline_ledger import NEXT_DAY, Day, days_after, working_days_between
from workflows.form import Label
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles

Whose = Literal["office", "applicant"]
e = entries.c

RULE = Label(
    "退回补正期间是申请人的时间，不计入本机构的承诺时限；补正材料交来，承诺时限自次日重新起算，退回前用去的日子不并入（本机构规定）",
    "The time to correct is the applicant’s and not the office’s. When the case comes back the office’s target begins"
    " anew on the day after; days used before the return are not carried over (the office’s own rule).",
)
WHY: dict[tuple[Whose, Whose], tuple[str, str]] = {  # whose days, in whose time
    ("office", "office"): ("退回补正前已用，不并入", "used before the return: not carried over"),
    ("applicant", "office"): ("申请人补正期间，不计入", "with the applicant for correction: not counted"),
    ("office", "applicant"): ("机构审查期间，不计入", "with the office for review: not counted"),
    ("applicant", "applicant"): ("前次补正已用，不并入", "used in an earlier correction: not carried over"),
}
ANEW: dict[Whose, tuple[str, str]] = {
    "office": ("补正材料交来", "the case came back"),
    "applicant": ("退回补正", "returned for correction"),
}


class Spell(NamedTuple):
    """A stay with one side, before the present one; instants by the effective times of the steps."""

    whose: Whose
    start: int
    end: int


def spells(connection: Connection, case: Case) -> list[Spell]:
    """The present round of returns and corrections, oldest first; empty where the case was not returned in it.

    A round ends where the case comes to another desk: what is sent back from there begins with nothing before it.
    """
    sides = _sides(lifecycles()[case.lifecycle])
    if case.state not in sides:
        return []
    asked = select(e.body, e.effective_at).where(e.case_id == case.id, e.kind == "step").order_by(e.seq.desc())
    stays = _stays(((orjson.loads(row.body), row.effective_at) for row in connection.execute(asked)), sides)
    found = list(stays)[::-1]
    return [Spell(sides[state], start, end) for (state, start), (_, end) in pairwise(found)]


def _sides(lifecycle: Lifecycle) -> dict[str, Whose]:
    """The review that returns, and where the applicant corrects."""
    back = [step for step in lifecycle.steps if step.name == "resubmit"]
    return {**{s.source.name: "applicant" for s in back}, **{s.target.name: "office" for s in back}}


def _stays(moved: Iterator[tuple[dict[str, str], int]], sides: dict[str, Whose]) -> Iterator[tuple[str, int]]:
    """(state, since) of each stay of the round, the present one first."""
    for body, since in moved:
        if body["target"] != body["source"]:
            yield body["target"], since
            if body["source"] not in sides:
                return


def whose(case: Case) -> Whose | None:
    """Whose time runs, where a case may go to and fro; None in every other state."""
    return _sides(lifecycles()[case.lifecycle]).get(case.state)


def days_before(calendar: Calendar, before: Sequence[Spell], start: int) -> list[Day]:
    """Every day from the first spell's until the day before `start`, none counted; and why, by whose it was."""
    if not before:
        return []
    mine: Whose = "applicant" if before[-1].whose == "office" else "office"
    days = [Day(day_of(before[0].start), False, *NEXT_DAY, "")]
    days += (_told(calendar, day, s.whose, mine) for s in before for day in days_after(day_of(s.start), day_of(s.end)))
    return [day for day in days if day.date < day_of(start)]


def _told(calendar: Calendar, day: date, whose: Whose, mine: Whose) -> Day:
    """The kind of the day stands before the reason, so that the days used can be counted, too."""
    (zh, en), source = calendar.reason(day)
    why = WHY[whose, mine]
    return Day(day, False, f"{zh}；{why[0]}", f"{en}; {why[1]}", source)


def begun_anew(day: Day, mine: Whose) -> Day:
    """The event's day of a period that a return or a correction began."""
    zh, en = ANEW[mine]
    return replace(day, zh=f"{zh}：{day.zh}", en=f"{en}: {day.en}")


def working_days(calendar: Calendar, spell: Spell) -> int:
    """Those after its first day, its last included: as the period itself counts."""
    return working_days_between(calendar, day_of(spell.start), day_of(spell.end))
