"""Running deadlines for administrators: pending, provisional or failed, with another try for those that failed."""

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, and_, select, tuple_

from models.case import cases
from models.database import Present
from models.timers import FAILED, try_again, try_all_again
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.form import Label
from workflows.moves import Case
from workflows.rulebooks import lifecycles

blueprint = Blueprint("timers", __name__)
c = cases.c
PAGE = 100


class Status(NamedTuple):
    """One of the lists: which timers it holds, and by what they are ordered, each in the order of an index."""

    words: Label
    which: ColumnElement[bool]
    by: ColumnElement[int]


WAITS = and_(c.due_at.is_not(None), c.wake_at.is_not(None))
STATUSES = {
    "pending": Status(Label("等待到期", "Pending"), and_(WAITS, c.provisional == 0), c.wake_at),
    "provisional": Status(Label("暂定", "Provisional"), and_(WAITS, c.provisional == 1), c.wake_at),
    "failed": Status(Label("失败", "Failed"), FAILED, c.due_at),
}


@door(blueprint, "/admin/timers", right="timer.read")
def timers(present: Present) -> ResponseReturnValue:
    name = request.args.get("status", "pending")
    if name not in STATUSES:
        raise NotFound
    status = STATUSES[name]
    rows = [Case(*row) for row in present.connection.execute(_asked(status, request.args.get("after", "")))]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "admin/timers.html", status=name, statuses=[(name, one.words) for name, one in STATUSES.items()],
        rows=[(case, lifecycles()[case.lifecycle]) for case in rows[:PAGE]], at=present.at,
        after=f"{getattr(last, status.by.key or '')}-{last.id}" if last else None,
    )  # fmt: skip


def _asked(status: Status, after: str) -> Select[Any]:
    """A page of it, and one more where there are more; `after`: the last row's place in the order."""
    asked = select(cases).where(status.which).order_by(status.by, c.id).limit(PAGE + 1)
    if not after:
        return asked
    place = after.split("-")
    if len(place) != 2 or not all(n.isascii() and n.isdecimal() and len(n) < 19 for n in place):
        raise NotFound
    return asked.where(tuple_(status.by, c.id) > tuple_(int(place[0]), int(place[1])))


@door(blueprint, "/admin/timers/<number>/retry", right="timer.retry", methods=("POST",))
def retry(present: Present, number: str) -> ResponseReturnValue:
    """The sweep takes it up again at once, as if it had never failed."""
    if not try_again(present.connection, number, present.at):
        raise NotFound
    flash(t("已安排重试。", "It will be tried again at once."))
    return redirect(url_for("timers.timers", status="failed"))


@door(blueprint, "/admin/timers/retry", right="timer.retry", methods=("POST",))
def retry_all(present: Present) -> ResponseReturnValue:
    """The same for all that failed: what made them fail was mended."""
    many = try_all_again(present.connection, present.at)
    flash(t(f"已安排重试 {many} 项。", f"To be tried again at once: {many}."))
    return redirect(url_for("timers.timers", status="failed"))
