"""One's own letters: to which address, and how often."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.user import Visitor
from web.doors import door
from web.installation import here
from web.language import t
from web.problems import NotSignedIn
from workflows import mail_choice
from workflows.form import Label
from workflows.posting import CHOICES

blueprint = Blueprint("mail", __name__)


@door(blueprint, "/account/mail", right="message.own")
def mail(present: Present) -> ResponseReturnValue:
    return _page(present)


@door(blueprint, "/account/mail", right="message.own", methods=("POST",))
def choose(present: Present) -> ResponseReturnValue:
    address, choice = request.form.get("address", "").strip(), request.form.get("choice", "")
    if refusal := mail_choice.choose(present.connection, _visitor(present).id, address, choice, present.at):
        return _page(present, refusal)
    flash(t("邮件提醒设置已保存。", "Your choice was saved."))
    return redirect(url_for("mail.mail"))


@door(blueprint, "/account/mail/confirm", right="message.own", methods=("POST",))
def confirm(present: Present) -> ResponseReturnValue:
    code, secret = request.form.get("code", ""), here().settings.secret_key
    if refusal := mail_choice.confirm(present.connection, _visitor(present).id, code, secret, present.at):
        return _page(present, refusal)
    flash(t("邮箱已确认。", "Your address is confirmed."))
    return redirect(url_for("mail.mail"))


def _visitor(present: Present) -> Visitor:
    if present.visitor is None:
        raise NotSignedIn
    return present.visitor


def _page(present: Present, refusal: Label | None = None) -> Response:
    page = render_template(
        "account/mail.html", box=mail_choice.mailbox(present.connection, _visitor(present).id), choices=CHOICES,
        refusal=refusal, typed=request.form, code=request.args.get("code", "")[:40], possible=here().settings.mail,
    )  # fmt: skip
    return make_response(page, 422 if refusal else 200)
