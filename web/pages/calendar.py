"""The calendar for its administrators: a year day by day, and a notice taken in once it was seen what it moves."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.calendar import missing
from models.database import Present
from models.holiday_notice import YEARS, BadNotice, Notice, read
from models.reference import current
from web.calendar_view import jobs, year_view
from web.doors import door
from web.holiday_form import LINES, Typed, blank, notice_of
from web.language import t
from web.problems import NotFound
from workflows.instants import day_of
from workflows.reckoning import carry_on
from workflows.rulebooks import lifecycles
from workflows.taking_in import preview, start

blueprint = Blueprint("calendar", __name__)
LARGEST = 100_000  # bytes of a file: a year is 5 kB
AT_ONCE = 5  # sets of deadlines reckoned with the answer; the scheduler does the rest


@door(blueprint, "/admin/calendar", right="calendar.read")
def year(present: Present) -> ResponseReturnValue:
    known, today = current(present.connection).calendar, day_of(present.at)
    wanted = _year(request.args.get("year", str(today.year)))
    return render_template(
        "admin/calendar.html", view=year_view(known, wanted), today=today, missing=missing(known, today),
        covered=sorted(known.covered), jobs=jobs(present.connection),
    )  # fmt: skip


@door(blueprint, "/admin/calendar/new", right="calendar.set")
def new(present: Present) -> ResponseReturnValue:
    known, today = current(present.connection).calendar, day_of(present.at)
    wanted = _year(request.args.get("year", str(missing(known, today) or today.year + 1)))
    return _form(blank(known, wanted))


@door(blueprint, "/admin/calendar/preview", right="calendar.set", methods=("POST",), writes=False)
def look(present: Present) -> ResponseReturnValue:
    """What the notice, by file or by form, would move."""
    today = day_of(present.at)
    try:
        notice = _given(today)
    except BadNotice as bad:
        return make_response(_form(dict(request.form), bad), 422)
    return render_template("admin/calendar_preview.html", seen=preview(present.connection, notice), kinds=lifecycles())


@door(blueprint, "/admin/calendar", right="calendar.set", methods=("POST",))
def apply(present: Present) -> ResponseReturnValue:
    """Take the notice in as it was previewed; the first deadlines follow at once, the scheduler does the rest."""
    who = present.visitor
    assert who is not None  # the right `calendar.set` admits settings administrators only
    try:
        notice = read(request.form.get("notice", ""), today=day_of(present.at))
    except BadNotice as bad:
        return make_response(_form({}, bad), 422)
    if start(present.connection, notice, by=who.id, at=present.at):
        for _ in range(AT_ONCE):
            carry_on(present.connection, at=present.at, now=present.now)
        flash(t(f"已录入 {notice.year} 年放假通知，期限正在重算。",
                f"The notice for {notice.year} is in; deadlines are reckoned by it."))  # fmt: skip
    else:
        flash(t("与已录入的通知相同，未作改动。", "The same as what is in: nothing was changed."))
    return redirect(url_for("calendar.year", year=notice.year))


def _given(today: date) -> Notice:
    file = request.files.get("file")
    if file is None or not file.filename:
        return notice_of(request.form, today)
    data = file.read(LARGEST + 1)
    file.close()  # a large one lies on the disk
    if len(data) > LARGEST:
        raise BadNotice(("文件超过 100 kB，不是放假通知", "A file of more than 100 kB is no notice of holidays."))
    form = request.form
    return read(data, number=form.get("number", ""), published_on=form.get("published_on", ""), today=today)


def _form(typed: Typed, bad: BadNotice | None = None) -> str:
    told: dict[str, Any] = {"typed": typed, "lines": range(LINES), "said": bad.said if bad else ()}
    return render_template("admin/calendar_new.html", **told)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) in YEARS):
        raise NotFound
    return int(text)
