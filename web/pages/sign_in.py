"""Signing in and out, and the front page, which sends everybody to where they begin."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from models import sign_in
from models.account_acts import SIGNED_OUT, note
from models.accounts import name_of
from models.database import Present, transaction
from web import arriving, auth, passwords, security_log
from web.doors import door, porch
from web.installation import here
from web.interrupted import carried, go_on
from web.language import t
from web.navigation import places
from web.problems import Problem, TooMany
from web.published import front

blueprint = Blueprint("sign_in", __name__)
# Pages that a shared computer might still show; not the cookies, which hold the choice of language.
LEFT_BEHIND = '"cache", "storage"'


class Wrong(Problem):
    """Name and password don't fit; which of the two is not told."""

    status = 401
    code = "not_signed_in"
    zh = "登录名或密码不正确。"
    en = "The name or the password is not right."


@door(blueprint, "/", right="public.read")
def home(present: Present) -> ResponseReturnValue:
    """The public front; whoever is signed in begins at their work."""
    if present.visitor:
        return redirect(url_for(places(present.visitor)[0].endpoint))
    return render_template("front.html", **front(present))


@door(blueprint, "/sign-in", right="session.begin")
def form(present: Present) -> ResponseReturnValue:
    return render_template("sign_in.html", name="", next=arriving.ours(request.args.get("next")))


@porch(blueprint, "/sign-in", right="session.begin", methods=("POST",))
def enter() -> ResponseReturnValue:
    """Count the try, check the password while nothing is locked, then go on to a new session."""
    name, target = name_of(request.form.get("name", "")), arriving.ours(request.form.get("next"))
    try:
        return go_on(_admit(name, request.form.get("password", ""), target), carried(), target)
    except (Wrong, TooMany) as refusal:
        return _again(refusal, name, target)


@door(blueprint, "/sign-out", right="session.end", methods=("POST",))
def leave(present: Present) -> ResponseReturnValue:
    given = auth.credential()
    if given:
        sign_in.end_session(present.connection, given.digest, present.now)
    if present.visitor:
        note(present.connection, present.visitor.id, SIGNED_OUT, by=present.visitor.id, now=present.now)
        security_log.tell("signed out", present.visitor.id)
    session.clear()
    flash(t("您已退出登录。", "You are signed out."))
    response = auth.drop_cookie(make_response(redirect(url_for("sign_in.form"))))
    response.headers["Clear-Site-Data"] = LEFT_BEHIND
    return response


def _admit(name: str, password: str, target: str | None) -> Response:
    """What follows the right password; Wrong or TooMany otherwise."""
    engine = here().engine
    known = transaction(engine, lambda present: _try(present, name))
    fits, renewed = passwords.check(password, known[1] if known else None)
    if not (known and fits):
        security_log.tell("not signed in", known[0] if known else None)
        raise Wrong
    user_id = known[0]

    def work(present: Present) -> Response:
        if renewed:
            sign_in.renew_password(present.connection, user_id, renewed)
        return arriving.arrive(present, user_id, name, target)

    return transaction(engine, work)


def _try(present: Present, name: str) -> tuple[str, str] | None:
    arriving.count_try(present, name)
    return sign_in.account(present.connection, name)


def _again(refusal: Problem, name: str, target: str | None) -> Response:
    page = render_template("sign_in.html", name=name, next=target, refusal=refusal, carried=carried())
    response = make_response(page, refusal.status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    return response
