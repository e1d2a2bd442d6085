"""Signing in and out, and the front page, which sends everybody to where they begin."""

from math import ceil
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from models import sign_in
from models.database import Present, transaction
from web import auth, passwords
from web.doors import door, porch
from web.installation import here
from web.language import t
from web.navigation import places
from web.published import front
from web.problems import Problem, TooMany

blueprint = Blueprint("sign_in", __name__)


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
    return render_template("sign_in.html", name="", next=_safe(request.args.get("next")))


@porch(blueprint, "/sign-in", right="session.begin", methods=("POST",))
def enter() -> ResponseReturnValue:
    """Count the try, check the password while nothing is locked, then open a new session."""
    name, target = request.form.get("name", "").strip(), _safe(request.form.get("next"))
    try:
        secret = _admit(name, request.form.get("password", ""))
    except (Wrong, TooMany) as refusal:
        return _again(refusal, name, target)
    _end_session()  # the browser's former session: a new one is opened at each sign-in
    session.clear()
    return auth.give_cookie(make_response(redirect(target or url_for("sign_in.home"))), secret)


@door(blueprint, "/sign-out", right="session.end", methods=("POST",))
def leave(present: Present) -> ResponseReturnValue:
    given = auth.credential()
    if given:
        sign_in.end_session(present.connection, given.digest, present.now)
    session.clear()
    flash(t("您已退出登录。", "You are signed out."))
    return auth.drop_cookie(make_response(redirect(url_for("sign_in.form"))))


def _admit(name: str, password: str) -> str:
    """The secret of a new session; Wrong or TooMany otherwise."""
    engine, agent = here().engine, request.user_agent.string
    known = transaction(engine, lambda present: _try(present, name))
    fits, renewed = passwords.check(password, known[1] if known else None)
    if not (known and fits):
        raise Wrong
    user_id = known[0]

    def work(present: Present) -> str:
        if renewed:
            sign_in.renew_password(present.connection, user_id, renewed)
        return sign_in.open_session(present.connection, user_id, name, agent, present.now)

    return transaction(engine, work)


def _try(present: Present, name: str) -> tuple[str, str] | None:
    until = sign_in.locked_until(present.connection, name, present.now)
    if until is not None:
        wait = ceil((until - present.now) / 1_000_000)
        minutes = ceil(wait / 60)
        raise TooMany(
            f"尝试次数过多，请在 {minutes} 分钟后再试。",
            f"Too many tries. Please try again in {minutes} minute{'' if minutes == 1 else 's'}.",
            wait,
        )
    sign_in.note_try(present.connection, name, present.now)
    return sign_in.account(present.connection, name)


def _end_session() -> None:
    given = auth.credential()
    if given:
        transaction(here().engine, lambda p: sign_in.end_session(p.connection, given.digest, p.now))


def _again(refusal: Problem, name: str, target: str | None) -> Response:
    page = render_template("sign_in.html", name=name, next=target, refusal=refusal)
    response = make_response(page, refusal.status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def _safe(target: str | None) -> str | None:
    """A path of ours, or nothing: `//elsewhere`, `/\\elsewhere` and control characters lead browsers away."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
