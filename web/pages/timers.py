"""Running deadlines for administrators: pending, provisional or failed, with another try for those that failed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, select

from models.case import cases
from models.database import Present
from models.timers import FAILED, try_again
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.form import Label
from workflows.moves import Case
from workflows.rulebooks import lifecycles

blueprint = Blueprint("timers", __name__)
c = cases.c
LIMIT = 200
STATUSES: dict[str, tuple[Label, ColumnElement[bool]]] = {
    "pending": (Label("等待到期", "Pending"), and_(c.due_at.is_not(None), c.provisional == 0, ~FAILED)),
    "provisional": (Label("暂定", "Provisional"), and_(c.due_at.is_not(None), c.provisional == 1)),
    "failed": (Label("失败", "Failed"), FAILED),
}


@door(blueprint, "/admin/timers", right="timer.read")
def timers(present: Present) -> ResponseReturnValue:
    status = request.args.get("status", "pending")
    if status not in STATUSES:
        raise NotFound
    asked = select(cases).where(STATUSES[status][1]).order_by(c.due_at, c.id).limit(LIMIT)
    rows = [Case(*row) for row in present.connection.execute(asked)]
    return render_template(
        "admin/timers.html", status=status, statuses=[(name, words) for name, (words, _) in STATUSES.items()],
        rows=[(case, lifecycles()[case.lifecycle]) for case in rows], at=present.at,
    )  # fmt: skip


@door(blueprint, "/admin/timers/<number>/retry", right="timer.retry", methods=("POST",))
def retry(present: Present, number: str) -> ResponseReturnValue:
    """The sweep takes it up again at once, as if it had never failed."""
    if not try_again(present.connection, number, present.at):
        raise NotFound
    flash(t("已安排重试。", "It will be tried again at once."))
    return redirect(url_for("timers.timers", status="failed"))
