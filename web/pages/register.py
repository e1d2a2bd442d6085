"""The public registers, each title's page, the check of a plaque, and the registers as open data."""

import csv
import hashlib
import io
import json
from typing import Any

import segno
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.database import Present
from models.reference import current
from web import public_register
from web.doors import door
from web.installation import here
from web.problems import NotFound
from web.public_register import PAGE, PLAQUES, Commissioner, Title
from web.published import announced_in
from web.register_filters import KINDS, POSTS, STANDINGS, Wanted, levels
from workflows.rulebooks import rulebooks

blueprint = Blueprint("register", __name__)
FORMATS = {"csv": "text/csv", "json": "application/json"}
FRESH = "public, max-age=300"


@door(blueprint, "/register", right="public.read")
def register(present: Present) -> ResponseReturnValue:
    wanted, reference = Wanted.of(request.args), current(present.connection)
    people, held = [], []
    if wanted.kind == "commissioner":
        people = public_register.commissioners_of(present.connection, wanted)
    else:
        held = public_register.titles_of(present.connection, wanted, reference, present.at)
    found: list[Any] = people or held
    kept: dict[str, Any] = {**wanted.filters, "before": found[PAGE - 1].id if len(found) > PAGE else 0}
    more = url_for("register.register", **kept) if len(found) > PAGE else None
    books = {
        one.book: one.label for one in rulebooks().values() if any(lc.name == "certification" for lc in one.lifecycles)
    }
    places = [o for o in public_register.offices_in(reference, wanted.book) if o.book in books and o.level != "station"]
    return render_template(
        "public/register.html", found=held[:PAGE], people=people[:PAGE], wanted=wanted, kinds=KINDS, more=more,
        standings=STANDINGS, levels=levels(), posts=POSTS, offices=places, books=books,
        years=public_register.years_of(present.connection, wanted.kind, present.at),
    )  # fmt: skip


@door(blueprint, "/open-data/<kind>.<ending>", right="public.export")
def open_data(present: Present, kind: str, ending: str) -> ResponseReturnValue:
    """The register whole, or what the filters let through; asked again with its tag it answers 304."""
    if kind not in KINDS or ending not in FORMATS:
        raise NotFound
    wanted = Wanted.of(request.args)._replace(kind=kind)
    rows = [_told(one) for one in public_register.every(
        present.connection, wanted, current(present.connection), present.at)]  # fmt: skip
    body = _csv(rows, kind) if ending == "csv" else json.dumps(rows, ensure_ascii=False, indent=1).encode()
    response = Response(body, mimetype=FORMATS[ending])
    response.headers["Content-Disposition"] = f"attachment; filename=yizhan-{kind}.{ending}"
    if present.visitor is None:
        response.headers["Cache-Control"] = FRESH
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


@door(blueprint, "/register/<plaque>", right="public.read")
def station(present: Present, plaque: str) -> ResponseReturnValue:
    found = public_register.by_plaque(present.connection, plaque, current(present.connection), present.at)
    if found is None:
        raise NotFound
    return render_template(
        "public/station.html", station=found, plaques=PLAQUES, code=code_of(plaque), kinds=KINDS, levels=levels(),
        announced=announced_in(present.connection, found.number),
    )  # fmt: skip


@door(blueprint, "/verify", right="public.read")
def look_up(present: Present) -> ResponseReturnValue:
    plaque = request.args.get("plaque", "").strip().upper()[:60]
    return redirect(url_for("register.verify", plaque=plaque) if plaque else url_for("register.register"))


@door(blueprint, "/verify/<plaque>", right="public.read")
def verify(present: Present, plaque: str) -> ResponseReturnValue:
    """In force or not, in one word; a plaque that was replaced names the one that counts."""
    found = public_register.by_plaque(present.connection, plaque, current(present.connection), present.at)
    instead = None if found else public_register.replaced_by(present.connection, plaque)
    page = render_template(
        "public/verify.html", station=found, plaque=plaque[:60], at=present.at, plaques=PLAQUES, instead=instead
    )
    return page, 200 if found or instead else 404


def address_of(plaque: str) -> str:
    """Where anybody checks this plaque, as its QR code says it."""
    return here().settings.base_url.rstrip("/") + url_for("register.verify", plaque=plaque)


def code_of(plaque: str) -> Markup:
    """The QR code that leads to the check of this plaque."""
    drawn: str = segno.make(address_of(plaque), error="m").svg_inline(
        scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None
    )
    return Markup(drawn)


TITLE = ("plaque", "plaque_state", "name", "operator", "credit_code", "rulebook", "office", "address", "certified_on",
         "valid_until", "standing", "case", "level")  # fmt: skip
PERSON = ("name", "post", "station")


def _told(one: Title | Commissioner) -> dict[str, str | None]:
    """The allow-list of open data."""
    if isinstance(one, Commissioner):
        return dict(zip(PERSON, (one.name, one.post.zh, one.station), strict=True))
    values = (one.plaque, one.plaque_state, one.name, one.operator, one.credit_code, one.book, one.office.zh,
              one.address, one.certified_on, one.valid_until, one.standing, one.number, one.level)  # fmt: skip
    return dict(zip(TITLE, values, strict=True))


def _csv(rows: list[dict[str, str | None]], kind: str) -> bytes:
    """With a mark by which spreadsheets know UTF-8, and no cell that they would run."""
    told = io.StringIO()
    writer = csv.writer(told)
    names = PERSON if kind == "commissioner" else TITLE
    writer.writerow(names)
    writer.writerows([_inert(row[name] or "") for name in names] for row in rows)
    return told.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
