"""What an installation says of its rule books: the document that issued a draft, and who recommends in Hubei."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.database import Present
from models.instrument import instruments
from models.reference import Office, current
from web import auth
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.actors import Actor, Role
from workflows.errors import Reason
from workflows.instants import day_of
from workflows.issuing import enter_document, refused
from workflows.recommenders import KINDS, LEVEL, Unit, set_unit, units, wrong
from workflows.rulebook import Rulebook
from workflows.rulebooks import editions

blueprint = Blueprint("books_admin", __name__)


@door(blueprint, "/admin/books", right="book.read")
def books(present: Present) -> ResponseReturnValue:
    return render_template("admin/books.html", **_context(present))


@door(blueprint, "/admin/books/document", right="book.set", methods=("POST",))
def issue(present: Present) -> ResponseReturnValue:
    """By which document a draft for comment was issued: production opens its cases from now on."""
    actor, form = _actor(present), request.form
    book = next((b for b in _books(present, actor) if b.key == form.get("book")), None)
    if book is None:
        raise NotFound
    document, day = form.get("document", "").strip()[:100], _day(form.get("issued_on", ""))
    at = present.at
    if reason := refused(present.connection, book, document, day or date.max, day_of(at)):
        return _again(present, [reason])
    enter_document(
        present.connection, book.book, book.edition, document=document, issued_on=form["issued_on"], by=actor.account,
        at=at,
    )  # fmt: skip
    flash(t("已录入印发文号。", "The document was entered."))
    return redirect(url_for("books_admin.books"))


@door(blueprint, "/admin/books/units", right="book.set", methods=("POST",))
def unit(present: Present) -> ResponseReturnValue:
    """Whom an office recommends."""
    office, form = request.form.get("office", ""), request.form
    if office not in {o.code for o in _offices(present, _actor(present)) if o.level == LEVEL}:
        raise NotFound
    typed = Unit(
        form.get("kind", ""), form.get("area", "").strip()[:60], form.get("code", "").strip().upper(),
        tuple(sorted(set(form.get("members", "").upper().split()))),
    )  # fmt: skip
    if reasons := wrong(present.connection, office, typed):
        return _again(present, reasons, {office: typed}, office)
    set_unit(present.connection, office, typed)
    flash(t("已保存推荐单位。", "The recommending unit was saved."))
    return redirect(url_for("books_admin.books", _anchor=f"unit-{office}"))


def _again(
    present: Present, reasons: Iterable[Reason], typed: Mapping[str, Unit] | None = None, office: str = ""
) -> ResponseReturnValue:
    told = _context(present, typed or {}) | {"reasons": list(reasons), "at_office": office, "typed": request.form}
    return make_response(render_template("admin/books.html", **told), 422)


def _context(present: Present, typed: Mapping[str, Unit] | None = None) -> dict[str, Any]:
    actor = _actor(present)
    recommenders = [o for o in _offices(present, actor) if o.level == LEVEL]
    return {
        "books": _books(present, actor), "issued": _issued(present), "offices": recommenders, "kinds": KINDS,
        "units": {**units(present.connection, [o.code for o in recommenders]), **(typed or {})},
        "reasons": [], "at_office": "", "typed": {}, "today": day_of(present.at).isoformat(),
    }  # fmt: skip


def _issued(present: Present) -> Mapping[str, Any]:
    """By key of a book, the document that was entered for it."""
    return {f"{row.book}/{row.edition}": row for row in present.connection.execute(select(instruments))}


def _books(present: Present, actor: Actor) -> list[Rulebook]:
    """Of the regions whose first office's settings this administrator keeps."""
    firsts = {o.book for o in _offices(present, actor) if o.parent is None}
    return [book for name in sorted(firsts) for book in editions(name)]


def _offices(present: Present, actor: Actor) -> list[Office]:
    reference = current(present.connection)
    held = actor.offices(Role.SETTINGS_ADMIN)
    return [o for o in reference.offices.values() if any(reference.is_below(o.code, top) for top in held)]


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right admits settings administrators alone
    return actor


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
