"""What a panel of experts came to, for those who coordinate it: who scored, the spread, who stands apart."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.user import appointments, users
from web.sight import Sight
from workflows.actors import Role
from workflows.form import Field, Label
from workflows.lifecycle import Lifecycle
from workflows.moves import Case

APART = 0.2  # of the full mark, from the median: far enough to be looked at
FEW = 3  # scores: below it nobody stands apart


class Expert(NamedTuple):
    display: str
    recused: bool
    scores: Mapping[str, int]  # by criterion; empty: not scored yet
    total: int | None


class Spread(NamedTuple):
    """One criterion, or the sum (`name` ""), over all who scored."""

    name: str
    label: Label
    full: int
    low: int
    high: int
    mean: float
    apart: frozenset[int]  # scores that are looked at


class Panel(NamedTuple):
    experts: Sequence[Expert]
    criteria: Sequence[Field]
    spreads: Sequence[Spread]
    scored: int
    asked: int  # appointed and not recused

    def apart(self, name: str, score: int | None) -> bool:
        return any(s.name == name and score in s.apart for s in self.spreads)


def panel_of(
    connection: Connection, case: Case, lifecycle: Lifecycle, history: Sequence[Mapping[str, Any]], seen: Sight
) -> Panel | None:
    """None where the lifecycle has no experts, nobody was appointed, or this reader isn't told scores."""
    criteria = criteria_of(lifecycle)
    if not criteria or "scores" not in seen.what:
        return None
    a = appointments.c
    asked = select(users.c.display, a.scored_seq, a.recused_seq).join(users, users.c.id == a.expert)
    rows = connection.execute(asked.where(a.case_id == case.id).order_by(a.id)).all()
    values = {entry["seq"]: entry["values"] for entry in history}
    experts = [_expert(display, values.get(scored, {}), criteria, recused is not None)
               for display, scored, recused in rows]  # fmt: skip
    counted = [one for one in experts if one.scores and not one.recused]
    return Panel(
        experts, criteria, _spreads(criteria, counted), len(counted), sum(not one.recused for one in experts)
    ) if rows else None  # fmt: skip


def criteria_of(lifecycle: Lifecycle) -> list[Field]:
    """The fields in which an expert gives marks."""
    steps = [s for s in lifecycle.steps if Role.EXPERT in s.roles]
    return [f for s in steps for f in s.asks.fields if f.type == "int" and f.maximum is not None]


def _expert(display: str, values: Mapping[str, Any], criteria: Sequence[Field], recused: bool) -> Expert:
    scores = {f.name: int(values[f.name]) for f in criteria if isinstance(values.get(f.name), int)}
    return Expert(display, recused, scores, sum(scores.values()) if scores else None)


def _spreads(criteria: Sequence[Field], counted: Sequence[Expert]) -> list[Spread]:
    if not counted:
        return []
    each = [
        _spread(f.name, f.label, int(f.maximum or 0), [one.scores[f.name] for one in counted if f.name in one.scores])
        for f in criteria
    ]
    full = sum(one.full for one in each)
    return [*each, _spread("", Label("合计", "Total"), full, [one.total or 0 for one in counted])]


def _spread(name: str, label: Label, full: int, scores: Sequence[int]) -> Spread:
    middle = median(scores) if scores else 0
    far = {s for s in scores if len(scores) >= FEW and abs(s - middle) > APART * full}
    mean = round(fmean(scores), 1) if scores else 0.0
    return Spread(name, label, full, min(scores, default=0), max(scores, default=0), mean, frozenset(far))
