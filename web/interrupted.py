"""A form that was sent after its session had ended: carried through the sign-in, and offered to be sent again."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request
from werkzeug.datastructures import FileStorage, MultiDict

from web.auth import account_before, cookie_name
from web.kept_files import name_in, noted
from web.problems import Problem
from web.uploads import label_of, take

SECRET = frozenset({"csrf_token", "password", "new", "again", "next", "code"})
FIELD, ACTION, LOST, KEPT = "carried.", "carried-to", "carried-lost", "kept"
MOST = 400  # fields: the longest form has fifty


class Carried(NamedTuple):
    """Where a form was going, what stood in it, and which of its files have to be chosen again.

    A file of whoever's session had ended is kept, and a note among the fields says so (web/kept_files.py).
    """

    action: str
    fields: list[tuple[str, str]]
    lost: Sequence[str] = ()

    @property
    def kept(self) -> list[str]:
        """The names of the files that arrived."""
        return [name_in(text) for name, text in self.fields if name == KEPT]


def refused() -> Carried | None:
    """The form of this request, if a page of ours sent it: nobody else's is offered again."""
    if page_before() is None:
        return None
    form = vars(request).get("form") or MultiDict()  # as far as it was read: reading may be what failed
    notes, lost = _files()
    return Carried(request.path, _fields(form.items(multi=True)) + notes, lost)


def carried() -> Carried | None:
    """What the sign-in form brings along of an earlier one."""
    action = request.form.get(ACTION, "")
    if not action.startswith("/") or action[1:2] in ("/", "\\") or not action.isprintable():
        return None
    own = ((name.removeprefix(FIELD), text) for name, text in request.form.items(multi=True) if name.startswith(FIELD))
    return Carried(action, _fields(own), request.form.getlist(LOST)[:MOST])


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


def _files() -> tuple[list[tuple[str, str]], list[str]]:
    """A note for each file of the request that is kept, and the names of the others."""
    sent = [
        (kind, file) for kind, file in (vars(request).get("files") or MultiDict()).items(multi=True) if file.filename
    ]
    account = account_before() if sent else None
    told = [(file, _note(kind, file, account)) for kind, file in sent]
    return [(KEPT, note) for _, note in told if note], [label_of(file.filename) for file, note in told if not note]


def _note(kind: str, file: FileStorage, account: str | None) -> str | None:
    """That the file was taken for this account; None where it can't be, and for nobody's."""
    if account is None:
        return None
    try:
        return noted([(kind, take(file))], account)[0].note
    except Problem:
        return None


def _fields(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in given if name not in SECRET and not name.startswith(FIELD)][:MOST]
