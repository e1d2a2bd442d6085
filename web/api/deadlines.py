"""The public call that reckons a deadline and counts it out day by day."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from web.api.calls import Ask, call
from web.api.shapes import Moment, Shape, Words
from workflows.deadline_ledger import explain
from workflows.deadlines import LONGEST, Period, reckon
from workflows.instants import local


class Explain(Shape):
    start: Moment = Field(description="an instant with its zone, or a day")
    amount: int = Field(ge=1, le=max(LONGEST.values()))
    unit: Literal["wd", "d", "m", "y"]
    roll: bool = True

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        Period(self.amount, self.unit, self.roll)
        return self


class DayShape(Shape):
    date: str
    counted: bool
    reason: Words
    source: str


class Explained(Shape):
    start: str
    due_at: str
    last_day: str
    provisional: bool
    latest_possible: str
    days: list[DayShape]


@call("GET", "/deadlines/explain", right="public.read", words=("期限计算", "A deadline, and why each day counts"),
      query=Explain, answers=Explained)  # fmt: skip
def explain_deadline(ask: Ask) -> dict[str, Any]:
    q = ask.query
    period, calendar = Period(q.amount, q.unit, q.roll), ask.reference.calendar
    found = reckon(calendar, q.start, period)
    days = [
        {"date": d.date.isoformat(), "counted": d.counted, "reason": {"zh": d.zh, "en": d.en}, "source": d.source}
        for d in explain(calendar, q.start, period)
    ]
    return {
        "start": local(q.start),
        "due_at": local(found.due_at),
        "last_day": found.last_day.isoformat(),
        "provisional": found.provisional,
        "latest_possible": local(found.latest_possible),
        "days": days,
    }
