"""Calls on running deadlines: which wait, which are provisional, which failed and may be tried again."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, select

from models.case import cases
from models.timers import FAILED, try_again
from web.api.calls import Ask, call
from web.api.shapes import Page, Paged, Shape
from workflows.errors import NotDue, NotFound, Reason
from workflows.instants import local
from workflows.moves import Case

c = cases.c
Status = Literal["pending", "provisional", "failed"]
RUNS = c.due_step.is_not(None)
STATUSES: dict[Status, ColumnElement[bool]] = {
    "pending": and_(RUNS, c.wake_at.is_not(None), c.provisional == 0),
    "provisional": and_(RUNS, c.provisional == 1, c.wake_at.is_not(None)),
    "failed": FAILED,
}
NOT_FAILED = Reason(
    "not_failed", "该期限没有失败，无需重试", "This timer has not failed: there is nothing to try again."
)


class TimerShape(Shape):
    """A case's running deadline; its number is the case's."""

    number: str
    lifecycle: str
    state: str
    step: str
    started_at: str
    due_at: str
    provisional: bool
    status: Status
    tries: int
    last_error: str | None


class Timers(Paged):
    status: Status | None = None


@call("GET", "/timers", right="timer.read", words=("期限计时", "Running deadlines, newest case first"), query=Timers,
      answers=Page[TimerShape])  # fmt: skip
def list_timers(ask: Ask) -> dict[str, Any]:
    q = ask.query
    asked = select(cases).where(STATUSES[q.status] if q.status else RUNS)
    if q.cursor:
        asked = asked.where(c.id < select(c.id).where(c.number == q.cursor).scalar_subquery())
    rows = [Case(*row) for row in ask.connection.execute(asked.order_by(c.id.desc()).limit(q.limit + 1))]
    items = [_timer(case) for case in rows[: q.limit]]
    return {"items": items, "next": items[-1]["number"] if len(rows) > q.limit else None}


@call("POST", "/timers/<number>/retry", right="timer.retry", words=("重试", "Let a failed timer be tried again"),
      answers=TimerShape, errors=(404, 409))  # fmt: skip
def retry_timer(ask: Ask, number: str) -> dict[str, Any]:
    """The sweep takes it up at once; sent again, it finds the timer waiting and says so by its status."""
    case = _running(ask, number)
    if try_again(ask.connection, number, ask.at):
        return _timer(_running(ask, number))
    if case.tries or case.last_error:
        raise NotDue(NOT_FAILED)
    return _timer(case)


def _running(ask: Ask, number: str) -> Case:
    row = ask.connection.execute(select(cases).where(c.number == number, RUNS).with_for_update()).first()
    if row is None:
        raise NotFound()
    return Case(*row)


def _timer(case: Case) -> dict[str, Any]:
    status = "failed" if case.wake_at is None else "provisional" if case.provisional else "pending"
    return {
        "number": case.number,
        "lifecycle": case.lifecycle,
        "state": case.state,
        "step": case.due_step,
        "started_at": local(case.due_from or 0),
        "due_at": local(case.due_at or 0),
        "provisional": bool(case.provisional),
        "status": status,
        "tries": case.tries,
        "last_error": case.last_error,
    }
