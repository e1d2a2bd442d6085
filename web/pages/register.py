"""The public register of stations, each station's page, and the check of a plaque."""

from typing import Any, NamedTuple

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Row, select

from models.case import cases
from models.database import Present
from models.reference import Office, Reference, current
from models.register import stations
from models.search import sought
from web.doors import door
from web.installation import here
from web.problems import NotFound
from workflows.dates import end_of
from workflows.form import Label

blueprint = Blueprint("register", __name__)
s = stations.c
PAGE = 50
PLAQUES = {
    "out": Label("在用", "in use"),
    "returned": Label("已交回", "returned"),
    "void": Label("已作废", "void"),
}


class Station(NamedTuple):
    """A station as everybody may know it."""

    row: Row[Any]
    office: Office
    standing: str  # good, adverse, neutral: the kind of mark
    words: Label
    plaque: Label


@door(blueprint, "/register", right="public.read")
def register(present: Present) -> ResponseReturnValue:
    q = request.args.get("q", "").strip()[:100]
    before = request.args.get("before", "")
    asked = _asked()
    if q:
        asked = asked.where(sought(s.search, q))
    if before.isdecimal() and len(before) < 19:
        asked = asked.where(s.id < int(before))
    rows = present.connection.execute(asked.order_by(s.id.desc()).limit(PAGE + 1)).all()
    reference = current(present.connection)
    found = [_station(row, reference, present.at) for row in rows[:PAGE]]
    more = url_for("register.register", q=q, before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return render_template("public/register.html", found=found, q=q, more=more)


@door(blueprint, "/register/<plaque>", right="public.read")
def station(present: Present, plaque: str) -> ResponseReturnValue:
    found = _by_plaque(present, plaque)
    if found is None:
        raise NotFound
    return render_template("public/station.html", station=found, code=_code(plaque), at=present.at)


@door(blueprint, "/verify", right="public.read")
def look_up(present: Present) -> ResponseReturnValue:
    plaque = request.args.get("plaque", "").strip().upper()[:60]
    return redirect(url_for("register.verify", plaque=plaque) if plaque else url_for("register.register"))


@door(blueprint, "/verify/<plaque>", right="public.read")
def verify(present: Present, plaque: str) -> ResponseReturnValue:
    found = _by_plaque(present, plaque)
    page = render_template("public/verify.html", station=found, plaque=plaque[:60], at=present.at)
    return page, 200 if found else 404


def _asked() -> Any:
    return select(stations, cases.c.number).outerjoin(cases, cases.c.id == s.case_id)


def _by_plaque(present: Present, plaque: str) -> Station | None:
    row = present.connection.execute(_asked().where(s.plaque == plaque)).first()
    return _station(row, current(present.connection), present.at) if row else None


def _station(row: Row[Any], reference: Reference, at: int) -> Station:
    if row.ended_at is not None:
        standing, words = "adverse", Label("称号已终止", "title ended")
    elif row.valid_until and end_of(row.valid_until) <= at:
        standing, words = "neutral", Label("已过有效期", "expired")
    else:
        standing, words = "good", Label("有效", "in force")
    return Station(row, reference.offices[row.office], standing, words, PLAQUES[row.plaque_state])


def _code(plaque: str) -> Markup:
    """The QR code that leads to the check of this plaque."""
    address = here().settings.base_url.rstrip("/") + url_for("register.verify", plaque=plaque)
    drawn: str = segno.make(address, error="m").svg_inline(
        scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None
    )
    return Markup(drawn)
