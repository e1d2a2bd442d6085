"""Invitations: the one-time link by which an account gets its password, the first or a forgotten one's successor."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from models import passes, sign_in
from models.account_acts import note
from models.database import Present, transaction
from web import arriving, passwords
from web.doors import door, porch
from web.installation import here
from web.problems import NotFound
from workflows.form import Label

blueprint = Blueprint("invitation", __name__)

DIFFER = Label("两次输入的密码不一致。", "The two passwords differ.")


class Spent(NotFound):
    """Used, withdrawn or run out: which of them is not told."""

    zh = "这个邀请链接已经用过，或者已经失效。请联系您的账号管理员重新发送。"
    en = "This invitation was used before, or has run out. Ask your account administrator for a new one."


@door(blueprint, "/invitation/<secret>", right="session.begin")
def invitation(present: Present, secret: str) -> ResponseReturnValue:
    return _page(_invited(present, secret), secret)


@porch(blueprint, "/invitation/<secret>", right="session.begin", methods=("POST",))
def accept(secret: str) -> ResponseReturnValue:
    """Set the password, end whatever was open, and go on as after any first proof."""
    engine, password = here().engine, request.form.get("password", "")
    who = transaction(engine, lambda present: _invited(present, secret), writes=False)
    refusal = passwords.unfit(password, who.name, who.display, leaked=here().settings.leaked_passwords)
    if password != request.form.get("again", ""):
        refusal = refusal or DIFFER
    if refusal:
        return _page(who, secret, refusal)
    kept = passwords.make(password)

    def work(present: Present) -> Response:
        if not passes.use(present.connection, "invitation", secret, present.now):
            raise Spent
        sign_in.renew_password(present.connection, who.id, kept)
        sign_in.end_sessions(present.connection, who.id, present.now)
        passes.withdraw(present.connection, who.id)
        note(present.connection, who.id, "password", by=who.id, now=present.now)
        return arriving.arrive(present, who.id, who.name, None)

    return transaction(engine, work)


def _invited(present: Present, secret: str) -> sign_in.Known:
    id = passes.holder(present.connection, "invitation", secret, present.now)
    who = sign_in.known(present.connection, id) if id else None
    if not who:
        raise Spent
    return who


def _page(who: sign_in.Known, secret: str, refusal: Label | None = None) -> Response:
    page = render_template("account/invitation.html", who=who, secret=secret, refusal=refusal)
    response = make_response(page, 422 if refusal else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
