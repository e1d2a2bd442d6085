"""The second factor at sign-in: its code asked for, or an authenticator set up with its recovery codes."""

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models import passes, second_factor, sign_in
from models.database import Present
from web import arriving, second_proof, security_log
from web.doors import door
from web.interrupted import carried, go_on, with_cookies_of
from web.language import t
from web.problems import NotFound
from web.second_factor import enrols, picture, takes
from workflows.form import Label

blueprint = Blueprint("second_factor", __name__)

WRONG = Label(
    "验证码不正确，或者已经用过：请等待下一个验证码。",
    "The code is not right, or was used before: wait for the next one.",
)


@door(blueprint, "/sign-in/code", right="session.begin")
def ask(present: Present) -> ResponseReturnValue:
    return _asked(present, "code")


@door(blueprint, "/sign-in/code", right="session.begin", methods=("POST",))
def answer(present: Present) -> ResponseReturnValue:
    """Count the try, then take the code; a wrong one keeps the pass, which runs out by itself."""
    who = _holder(present, "code")
    if not who:
        return _begin_again()
    arriving.count_try(present, who.name)
    if not takes(present.connection, who.id, request.form.get("code", ""), present.now):
        security_log.tell("no second factor", who.id)
        return _asked(present, "code", WRONG)
    _spend(present, "code")
    target = _target()
    there = make_response(redirect(target or url_for("sign_in.home")))
    return go_on(arriving.let_in(present, who.id, who.name, there), carried(), target)


@door(blueprint, "/sign-in/set-up", right="session.begin")
def set_up(present: Present) -> ResponseReturnValue:
    return _asked(present, "enrol")


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
        return _asked(present, "enrol", WRONG)
    _spend(present, "enrol")
    sign_in.end_sessions(present.connection, who.id, present.now)
    opened = arriving.let_in(present, who.id, who.name, make_response())
    # Made after the session is new: a form that travelled along needs the new one's token.
    page = second_proof.private("account/recovery.html", _target() or url_for("sign_in.home"), codes=codes)
    return with_cookies_of(opened, page)


@door(blueprint, "/sign-in/set-up/qr.svg", right="session.begin")
def qr(present: Present) -> ResponseReturnValue:
    who = _holder(present, "enrol")
    if not who:
        raise NotFound
    drawn = picture(who.id, who.name, second_factor.factor(present.connection, who.id))
    return Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


def _asked(present: Present, kind: passes.Kind, refusal: Label | None = None) -> Response:
    who = _holder(present, kind)
    page = second_proof.page(present.connection, kind, who.id, _target(), refusal) if who else None
    return page or _begin_again()


def _holder(present: Present, kind: passes.Kind) -> sign_in.Known | None:
    secret = request.cookies.get(arriving.pass_cookie())
    id = passes.holder(present.connection, kind, secret, present.now) if secret else None
    return sign_in.known(present.connection, id) if id else None


def _spend(present: Present, kind: passes.Kind) -> None:
    passes.use(present.connection, kind, request.cookies[arriving.pass_cookie()], present.now)


def _target() -> str | None:
    return arriving.ours(request.values.get("next"))


def _begin_again() -> Response:
    """The pass has run out: to the sign-in, with the form that waits behind it."""
    said = t("登录等待的时间已过，请重新登录。", "The time to finish signing in is over: please begin again.")
    if form := carried():
        return second_proof.private("sign_in.html", _target(), name="", carried=form, refusal=Label(said, said))
    flash(said, "error")
    return make_response(redirect(url_for("sign_in.form", next=_target())))
