"""The second factor at sign-in: its code asked for, or an authenticator set up with its recovery codes."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import passes, second_factor, sign_in
from models.database import Present
from web import arriving, security_log
from web.doors import door
from web.language import t
from web.problems import NotFound
from web.second_factor import enrols, picture, secret_of, takes
from workflows.form import Label

blueprint = Blueprint("second_factor", __name__)

WRONG = Label(
    "验证码不正确，或者已经用过：请等待下一个验证码。",
    "The code is not right, or was used before: wait for the next one.",
)


@door(blueprint, "/sign-in/code", right="session.begin")
def ask(present: Present) -> ResponseReturnValue:
    return _private("account/code.html") if _holder(present, "code") else _begin_again()


@door(blueprint, "/sign-in/code", right="session.begin", methods=("POST",))
def answer(present: Present) -> ResponseReturnValue:
    """Count the try, then take the code; a wrong one keeps the pass, which runs out by itself."""
    who = _holder(present, "code")
    if not who:
        return _begin_again()
    arriving.count_try(present, who.name)
    if not takes(present.connection, who.id, request.form.get("code", ""), present.now):
        security_log.tell("no second factor", who.id)
        return _private("account/code.html", refusal=WRONG)
    _spend(present, "code")
    target = arriving.ours(request.form.get("next")) or url_for("sign_in.home")
    return arriving.let_in(present, who.id, who.name, make_response(redirect(target)))


@door(blueprint, "/sign-in/set-up", right="session.begin")
def set_up(present: Present) -> ResponseReturnValue:
    return _set_up(present)


@door(blueprint, "/sign-in/set-up", right="session.begin", methods=("POST",))
def confirm(present: Present) -> ResponseReturnValue:
    """With its first code the authenticator is in use, and every other session of the account ends."""
    who = _holder(present, "enrol")
    if not who:
        return _begin_again()
    arriving.count_try(present, who.name)
    codes = enrols(present.connection, who.id, request.form.get("code", ""), present.now)
    if codes is None:
        security_log.tell("no second factor", who.id)
        return _set_up(present, WRONG)
    _spend(present, "enrol")
    sign_in.end_sessions(present.connection, who.id, present.now)
    target = arriving.ours(request.form.get("next")) or url_for("sign_in.home")
    return arriving.let_in(present, who.id, who.name, _private("account/recovery.html", codes=codes, target=target))


@door(blueprint, "/sign-in/set-up/qr.svg", right="session.begin")
def qr(present: Present) -> ResponseReturnValue:
    who = _holder(present, "enrol")
    if not who:
        raise NotFound
    drawn = picture(who.id, who.name, second_factor.factor(present.connection, who.id))
    return Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def _set_up(present: Present, refusal: Label | None = None) -> Response:
    who = _holder(present, "enrol")
    kept = second_factor.factor(present.connection, who.id) if who else None
    if not (who and kept and kept.offered):
        return _begin_again()
    secret = secret_of(who.id, kept.offered)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return _private("account/set_up.html", secret=spaced, refusal=refusal)


def _holder(present: Present, kind: passes.Kind) -> sign_in.Known | None:
    secret = request.cookies.get(arriving.pass_cookie())
    id = passes.holder(present.connection, kind, secret, present.now) if secret else None
    return sign_in.known(present.connection, id) if id else None


def _spend(present: Present, kind: passes.Kind) -> None:
    passes.use(present.connection, kind, request.cookies[arriving.pass_cookie()], present.now)


def _private(template: str, **values: object) -> Response:
    target = arriving.ours(request.values.get("next"))
    page = render_template(template, **{"next": target, "refusal": None, **values})
    response = make_response(page, 401 if values.get("refusal") else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _begin_again() -> Response:
    flash(t("登录等待的时间已过，请重新登录。", "The time to finish signing in is over: please begin again."), "error")
    return make_response(redirect(url_for("sign_in.form", next=arriving.ours(request.values.get("next")))))
