"""The public calculator of periods: when one is over, and every day of it counted or not."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from models.calendar import Calendar
from models.database import Present
from models.reference import current
from web.doors import door
from workflows.deadline_ledger import explain
from workflows.deadlines import LONGEST, Period, reckon
from workflows.errors import Reason
from workflows.form import Label
from workflows.instants import YEARS, day_of, midnight

blueprint = Blueprint("deadlines", __name__)
MINUTE = 60  # seconds
UNITS: dict[str, Label] = {
    "wd": Label("个工作日", "working days"),
    "d": Label("日", "calendar days"),
    "m": Label("个月", "months"),
    "y": Label("年", "years"),
}
AMOUNT = Reason(
    "field_wrong", "期间的数目应为合理范围内的正整数", "The amount must be a whole number of a sensible size.", "amount"
)
START = Reason("field_wrong", "起算日应为日期，如 2026-09-28", "The start must be a date such as 2026-09-28.", "start")


@door(blueprint, "/deadlines", right="public.read")
def deadlines(present: Present) -> ResponseReturnValue:
    typed = {
        "start": request.args.get("start", day_of(present.at).isoformat()),
        "amount": request.args.get("amount", "5"),
        "unit": request.args.get("unit", "wd"),
        "roll": request.args.get("roll", "true" if "amount" not in request.args else "false"),
    }
    period, start = _period(typed), _start(typed["start"])
    calendar = current(present.connection).calendar
    wrong = [*([] if period else [AMOUNT]), *([] if start is not None else [START])]
    answer = _answer(calendar, start, period) if period and start is not None else {}
    page = render_template("public/deadlines.html", typed=typed, units=UNITS, period=period, wrong=wrong, **answer)
    response = make_response(page, 422 if wrong else 200)
    if not wrong and present.visitor is None and "start" in request.args:
        _keep(response)
    return response


def _keep(response: Response) -> None:
    """An answer to a full question is everybody's: kept for a minute, then asked for again by its digest."""
    response.add_etag()
    response.vary.add("Cookie")  # language and letter size
    response.headers["Cache-Control"] = f"public, max-age={MINUTE}"
    response.make_conditional(request)


def _answer(calendar: Calendar, start: int, period: Period) -> dict[str, Any]:
    return {
        "reckoned": reckon(calendar, start, period),
        "days": explain(calendar, start, period),
        "covered": sorted(calendar.notices.items())[-3:],
    }


def _period(typed: dict[str, str]) -> Period | None:
    amount, unit = typed["amount"], typed["unit"]
    if unit not in LONGEST or not (amount.isascii() and amount.isdecimal() and len(amount) < 6):
        return None
    try:
        return Period(int(amount), unit, typed["roll"] == "true")
    except ValueError:
        return None


def _start(text: str) -> int | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return midnight(day) if day.year in YEARS else None
