"""What ties an account to units and to programs, for its administrators: whom it speaks for, and its tokens."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models import speaking, tokens
from models.database import Present
from web.account_view import Desk
from web.doors import door
from web.language import t
from web.pages.accounts_admin import Unfit, managed
from workflows.speaking import UNKNOWN, known

blueprint = Blueprint("account_ties", __name__)


@door(blueprint, "/accounts/<id>/speak-for", right="account.admin", methods=("POST",))
def speak_for(present: Present, id: str) -> ResponseReturnValue:
    """One unit has several contacts, and one person may speak for several units."""
    desk = Desk.of(present)
    managed(present, desk, id)
    subject = known(present.connection, request.form.get("kind", ""), request.form.get("number", ""))
    if subject is None:
        raise Unfit(UNKNOWN.zh, UNKNOWN.en)
    speaking.speak_for(present.connection, id, subject, now=present.now, by=desk.actor.account)
    return _done(id, t("已关联，即时生效。", "The account speaks for it, as of now."))


@door(blueprint, "/accounts/<id>/be-silent", right="account.admin", methods=("POST",))
def be_silent(present: Present, id: str) -> ResponseReturnValue:
    desk, form = Desk.of(present), request.form
    managed(present, desk, id)
    speaking.be_silent(
        present.connection, id, form.get("kind", ""), form.get("number", ""), now=present.now, by=desk.actor.account
    )
    return _done(id, t("关联已解除，即时生效。", "The account speaks for it no more, as of now."))


@door(blueprint, "/accounts/<id>/end-tokens", right="account.admin", methods=("POST",))
def end_tokens(present: Present, id: str) -> ResponseReturnValue:
    """One by its mark, or all."""
    desk = Desk.of(present)
    managed(present, desk, id)
    mark = request.form.get("mark")
    tokens.end_tokens(present.connection, id, now=present.now, by=desk.actor.account, mark=mark)
    return _done(id, t("令牌已作废，即时生效。", "The tokens have ended, as of now."))


def _done(id: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("accounts.one", id=id))
