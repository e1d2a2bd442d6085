"""What is published as Atom feeds: of everything, of a region, of an office with those below it; in both languages."""

import hashlib
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Reference, current
from web.doors import door
from web.installation import here
from web.pages.register import FRESH
from web.problems import NotFound
from web.published import PAGE, latest
from workflows.asks import NOTICE_KINDS
from workflows.form import Label
from workflows.rulebooks import rulebooks

blueprint = Blueprint("feeds", __name__)
EVERYTHING = "all"
TITLE = Label("公示公告", "Notices")


@door(blueprint, "/feeds/<code>.atom", right="public.read")
def feed(present: Present, code: str) -> ResponseReturnValue:
    """The newest notices; asked again with its tag it answers 304, and anybody may keep it for five minutes."""
    reference = current(present.connection)
    name, offices = _scope(code, reference)
    found = latest(present.connection, reference, present.at, offices=offices)[:PAGE]
    body = render_template(
        "notices/feed.xml", found=found, name=name, code=code, kinds=dict(NOTICE_KINDS),
        base=here().settings.base_url.rstrip("/"), updated=max(map(changed_at, found), default=0),
        changed_at=changed_at,
    ).encode()  # fmt: skip
    response = Response(body, mimetype="application/atom+xml")
    if present.visitor is None:
        response.headers["Cache-Control"] = FRESH
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


def changed_at(notice: Any) -> int:
    """When there was last something new in a notice: it was published, or withdrawn."""
    return int(notice.row.withdrawn_at or notice.row.published_at)


def scopes(reference: Reference) -> list[tuple[str, Label]]:
    """Each feed that there is: (code, name); of offices those that publish."""
    regions = [(book.book, book.label) for book in rulebooks().values() if _publishes(book.book)]
    top = (o for o in reference.offices.values() if o.parent is None and _publishes(o.book))
    return [(EVERYTHING, Label("全部", "All")), *regions, *((o.code, Label(o.zh, o.en)) for o in top)]


def _publishes(book: str) -> bool:
    return any(lc.name == "notice" for one in rulebooks().values() if one.book == book for lc in one.lifecycles)


def _scope(code: str, reference: Reference) -> tuple[Label, set[str] | None]:
    """What the feed is called, and whose notices it holds; an office's takes in those below it."""
    if code == EVERYTHING:
        return TITLE, None
    if region := next((book.label for book in rulebooks().values() if book.book == code), None):
        return _named(region), {o.code for o in reference.offices.values() if o.book == code}
    if office := reference.offices.get(code):
        return _named(Label(office.zh, office.en)), set(reference.below(code))
    raise NotFound


def _named(scope: Label) -> Label:
    return Label(f"{scope.zh}{TITLE.zh}", f"{TITLE.en}, {scope.en}")
