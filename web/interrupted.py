"""A form that was sent after its session had ended: carried through the sign-in, and offered to be sent again."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from web.auth import cookie_name

SECRET = frozenset({"csrf_token", "password", "new", "again", "next", "code"})
FIELD, ACTION = "carried.", "carried-to"
MOST = 400  # fields: the longest form has fifty


class Carried(NamedTuple):
    """Where a form was going, and what stood in it; files don't travel."""

    action: str
    fields: list[tuple[str, str]]


def refused() -> Carried | None:
    """The form of this request, if a page of ours sent it: nobody else's is offered again."""
    if page_before() is None:
        return None
    form = vars(request).get("form") or MultiDict()  # as far as it was read: reading may be what failed
    return Carried(request.path, _fields(form.items(multi=True)))


def carried() -> Carried | None:
    """What the sign-in form brings along of an earlier one."""
    action = request.form.get(ACTION, "")
    if not action.startswith("/") or action[1:2] in ("/", "\\") or not action.isprintable():
        return None
    own = ((name.removeprefix(FIELD), text) for name, text in request.form.items(multi=True) if name.startswith(FIELD))
    return Carried(action, _fields(own))


def go_on(response: Response, form: Carried | None, back: str | None) -> Response:
    """Instead of a redirection the form itself, once there is a session; a second proof carries it by itself."""
    opened = any(cookie.startswith(f"{cookie_name()}=") for cookie in response.headers.getlist("Set-Cookie"))
    if form is None or not opened:
        return response
    return with_cookies_of(response, make_response(render_template("account/go_on.html", carried=form, back=back)))


def with_cookies_of(response: Response, page: Response) -> Response:
    """The page in place of the response that opened a session."""
    for cookie in response.headers.getlist("Set-Cookie"):
        page.headers.add("Set-Cookie", cookie)
    return page


def page_before() -> str | None:
    """Where a refused form stands: the page that sent it, if it is ours."""
    sent_from = urlsplit(request.referrer or "")
    ours = sent_from.netloc == request.host and request.method == "POST"
    return sent_from._replace(scheme="", netloc="").geturl() if ours else None


def _fields(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in given if name not in SECRET and not name.startswith(FIELD)][:MOST]
