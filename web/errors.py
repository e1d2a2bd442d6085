"""How a failed request is answered: one account of every error, and the page that tells it."""

from typing import NamedTuple

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from models.database import Unavailable, Unsettled
from web.error_words import WORDS
from web.installation import here
from web.interrupted import SECRET, page_before, refused
from web.problems import ClockOff, NotSignedIn, Problem, TooMany
from web.uploads import too_large, truncated
from workflows.errors import Reason, StepError
from workflows.form import Label

CODES = {400: "malformed", 401: "not_signed_in", 403: "not_permitted", 404: "not_found", 413: "too_large",
         422: "invalid", 429: "too_many", 503: "try_again"}  # fmt: skip
EXPIRED_FORM = Label(
    "这个页面打开得太久，或者您在别处重新登录过，为安全起见没有接收表单。",
    "The page was open for too long, or you signed in anew elsewhere; to be safe the form was not taken.",
)
UNSETTLED = Label(
    "保存时与数据库的连接中断，尚不能确定是否已经办理。原样再提交一次即可：不会重复办理。",
    "The connection to the database broke while this was being stored, so it is not known whether it was done. "
    "Send the same once more: it is never done twice.",
)
LONG = 20  # characters
WAIT = 5  # seconds until a busy database is asked again


class Account(NamedTuple):
    """An error as both the pages and the API tell it."""

    status: int
    code: str
    what: Label
    reasons: tuple[Reason, ...] = ()
    wait: int | None = None  # seconds


def account_of(error: Exception) -> Account:
    """What there is to say of an error; anything unforeseen is our own fault."""
    if isinstance(error, Unavailable):
        what = UNSETTLED if isinstance(error, Unsettled) else WORDS[503].what
        return Account(503, "try_again", what, wait=WAIT)
    if isinstance(error, CSRFError):
        return Account(400, "malformed", EXPIRED_FORM)
    if isinstance(error, ClientDisconnected):
        return account_of(truncated())
    if isinstance(error, RequestEntityTooLarge):
        return account_of(too_large(here().settings.upload_bytes))
    if isinstance(error, (Problem, StepError)):
        wait = error.wait if isinstance(error, TooMany) else WAIT if isinstance(error, ClockOff) else None
        return Account(error.status, error.code, Label(error.zh, error.en), error.reasons, wait)
    status = error.code if isinstance(error, HTTPException) and error.code in WORDS else 500
    return Account(status, CODES.get(status, "failed"), WORDS[status].what)


def page(error: Exception) -> Response:
    """The page of an error, in the visitor's language."""
    told = account_of(error)
    response = make_response(
        render_template(
            "errors/page.html",
            told=told,
            words=WORDS[told.status],
            back=page_before(),
            typed=_typed(),
            again=refused() if told.status == 401 or isinstance(error, CSRFError) else None,
        ),
        told.status,
    )
    if told.wait is not None:
        response.headers["Retry-After"] = str(told.wait)
    return response


def answer(error: Exception) -> Response:
    """Redirections as they are, a reader without a session to the sign-in, everybody else the page of the error."""
    if isinstance(error, HTTPException) and (error.response is not None or (error.code or 500) < 400):
        return make_response(error.get_response())
    if isinstance(error, NotSignedIn) and request.method == "GET":
        return make_response(redirect(url_for("sign_in.form", next=request.full_path.rstrip("?"))))
    return page(error)


def install(app: Flask) -> None:
    for kind in (HTTPException, Problem, StepError, Unavailable):
        app.register_error_handler(kind, answer)


def _typed() -> list[str]:
    """The longer texts of a form that was refused: shown again, so that nobody has to write them twice."""
    form = vars(request).get("form") or {}  # as far as it was read: reading may be what failed
    return [text for name, text in form.items() if len(text) >= LONG and name not in SECRET]
