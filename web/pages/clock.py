"""The demo's clock: a clearly marked control that moves simulated time on, so that a person can watch a period end."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case import cases
from models.database import Present, transaction
from models.reference import Reference, current
from web import auth
from web.doors import admit, declare, door
from web.installation import here
from web.language import moment, t, things
from web.problems import NotFound, Problem
from workflows.deadlines import ONE
from workflows.instants import day_of, instant, midnight
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles

blueprint = Blueprint("clock", __name__)
NINE = 9 * 3_600_000_000
FARTHEST = 3 * 366 * 86_400_000_000  # three years in one go: more is a slip of the pen


@door(blueprint, "/admin/clock", right="clock.move")
def clock(present: Present) -> ResponseReturnValue:
    if not here().settings.simulated:
        raise NotFound
    reference = current(present.connection)
    return render_template("admin/clock.html", **_context(present, reference))


def move() -> Response:
    """Outside of a transaction of ours: each timer on the way fires in its own."""
    advance = here().advance
    if not here().settings.simulated or advance is None:
        raise NotFound
    until = transaction(here().engine, _wanted, credential=auth.credential(), writes=False)
    fired = advance(here().engine, until)
    done = things(fired, "项到期事项由系统办理", "deadline was met", "deadlines were met")
    flash(
        t(f"时钟已拨到 {moment(until)}，其间 {done}。", f"The clock now stands at {moment(until)}; on the way {done}.")
    )
    return make_response(redirect(url_for("clock.clock")))


blueprint.add_url_rule("/admin/clock", "move", declare(move, "clock.move"), methods=("POST",))


def _wanted(present: Present) -> int:
    """The instant to which the visitor, who must have the right, moves the clock."""
    auth.know(present)
    admit("clock.move", present.visitor)
    to = request.form.get("to", "")
    if to == "day":
        return next_working_day(current(present.connection), present.at)
    if to == "deadline":
        upcoming = _timers(present, 1)
        if not upcoming:
            raise Problem("目前没有等待到期的事项。", "No deadline is running.")
        return max(upcoming[0][0].wake_at or 0, present.at)
    return _typed(request.form.get("until", ""), present.at)


def next_working_day(reference: Reference, at: int) -> int:
    """Nine in the morning of the next working day."""
    day = day_of(at) + ONE
    while not reference.calendar.is_workday(day):
        day += ONE
    return midnight(day) + NINE


def _typed(text: str, at: int) -> int:
    try:
        until = instant(f"{text}+08:00")
    except ValueError:
        raise Problem("请填写日期和时刻。", "Please give a date and a time.") from None
    if not at <= until <= at + FARTHEST:
        raise Problem(
            "时钟只能向前拨，一次不超过三年。", "The clock only moves forward, by three years at most at a time."
        )
    return until


def _context(present: Present, reference: Reference) -> dict[str, Any]:
    return {
        "at": present.at, "timers": _timers(present, 20), "next_day": next_working_day(reference, present.at),
        "movable": here().advance is not None,
    }  # fmt: skip


def _timers(present: Present, limit: int) -> list[tuple[Case, Lifecycle]]:
    """The deadlines that fall due next."""
    asked = select(cases).where(cases.c.wake_at.is_not(None)).order_by(cases.c.wake_at, cases.c.id).limit(limit)
    rows = (Case(*row) for row in present.connection.execute(asked))
    return [(case, lifecycles()[case.lifecycle]) for case in rows]
