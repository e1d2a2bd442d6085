"""One's own tokens for the API: made with the password at hand, shown once, listed and ended."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import sign_in, tokens
from models.database import Present
from models.user import Visitor
from web.arriving import confirmed
from web.doors import door
from web.language import t
from web.problems import NotSignedIn
from web.second_factor import next_proof
from workflows.form import Label

blueprint = Blueprint("tokens", __name__)

CHOICES = (7, 30, 90, tokens.LASTS)  # days
WRONG = Label("密码不正确。", "The password is not right.")
NO_PASSWORD = Label(
    "您的账号没有密码，请系统管理人员用命令生成令牌。",
    "Your account has no password: whoever runs the machine makes a token by command.",
)
NO_FACTOR = Label("请先设置身份验证器。", "Set up your authenticator first.")


@door(blueprint, "/account/tokens", right="account.own")
def own(present: Present) -> ResponseReturnValue:
    return _page(present)


@door(blueprint, "/account/tokens", right="account.own", methods=("POST",))
def make(present: Present) -> ResponseReturnValue:
    """A token is as good as its account: whoever finds a browser open can't make one."""
    who, days = _visitor(present), request.form.get("days", type=int)
    if refusal := _refusal(present, who):
        return _page(present, refusal=refusal)
    lasts = days if days in CHOICES else min(CHOICES)
    secret = tokens.give_token(present.connection, who.id, now=present.now, by=who.id, days=lasts)
    return _page(present, secret=secret)


@door(blueprint, "/account/tokens/end", right="account.own", methods=("POST",))
def end(present: Present) -> ResponseReturnValue:
    """One by its mark, or all: whoever is frightened shall be quick."""
    who = _visitor(present)
    tokens.end_tokens(present.connection, who.id, now=present.now, by=who.id, mark=request.form.get("mark"))
    flash(t("令牌已作废，即时生效。", "Ended, as of now."))
    return redirect(url_for("tokens.own"))


def _refusal(present: Present, who: Visitor) -> Label | None:
    if sign_in.account(present.connection, who.name) is None:
        return NO_PASSWORD
    if not confirmed(present, who, request.form.get("password", "")):
        return WRONG
    return NO_FACTOR if next_proof(present.connection, who.id) == "enrol" else None


def _visitor(present: Present) -> Visitor:
    if present.visitor is None:
        raise NotSignedIn
    return present.visitor


def _page(present: Present, *, refusal: Label | None = None, secret: str | None = None) -> Response:
    who = _visitor(present)
    page = render_template(
        "account/tokens.html",
        who=who,
        tokens=tokens.open_tokens(present.connection, who.id, present.now),
        choices=CHOICES,
        refusal=refusal,
        secret=secret,
    )
    return make_response(page, 422 if refusal else 200)
