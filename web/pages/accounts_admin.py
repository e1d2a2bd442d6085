"""Accounts for their administrators: found, invited, granted roles, disabled; each within the offices below theirs."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import account_list, accounts, identity, second_factor
from models.account_acts import note
from models.account_list import Seen
from models.accounts import Account, AccountRefused
from models.database import Present
from web.account_view import Desk, details
from web.doors import door
from web.installation import here
from web.language import t
from web.problems import NotAllowed, NotFound, Problem
from web.second_factor import decides
from workflows import account_rights

blueprint = Blueprint("accounts", __name__)


class Unfit(Problem):
    """The account can't be what was asked."""

    status = 422
    code = "refused"


class NotYours(NotAllowed):
    """Seen, but not theirs to change: one's own account, or one that reaches beyond."""

    zh = "这个账号不归您管理：它是您自己的，或者在您管理范围之外也有角色。"
    en = "This account is not yours to change: it is your own, or it holds a role beyond the offices that you manage."


class NotYoursToGrant(NotAllowed):
    zh = "您不能授予这个角色：机构不在您的管理范围内，或者设置管理员须由最上级机构授予。"
    en = "You may not grant this: the office is not among yours, or settings are administered at a top office only."


@door(blueprint, "/accounts", right="account.admin")
def everybody(present: Present) -> ResponseReturnValue:
    desk, search = Desk.of(present), request.args.get("q", "").strip()[:100]
    after = request.args.get("after", "")
    found = account_list.page(present.connection, desk.reach, homeless=desk.homeless, search=search, after=after)
    more = found[account_list.PAGE - 1].name if len(found) > account_list.PAGE else None
    return render_template(
        "account/list.html", found=found[: account_list.PAGE], more=more, search=search, after=after, desk=desk
    )


@door(blueprint, "/accounts/new", right="account.admin")
def new(present: Present) -> ResponseReturnValue:
    return render_template("account/new.html", desk=Desk.of(present), typed={}, refusal=None)


@door(blueprint, "/accounts/new", right="account.admin", methods=("POST",))
def create(present: Present) -> ResponseReturnValue:
    """Make the account and show its invitation, once."""
    desk, form = Desk.of(present), request.form
    role, office = form.get("role", ""), form.get("office", "")
    if office not in desk.reach or (role and not account_rights.grants(desk.actor, role, office, desk.reference)):
        raise NotYoursToGrant
    wanted = Account(form.get("name", ""), form.get("display", ""), None, [(role, office)] if role else [], (), office)
    try:
        id = accounts.add_account(present.connection, wanted, now=present.now, by=desk.actor.account)
    except AccountRefused as refusal:
        return make_response(render_template("account/new.html", desk=desk, typed=form, refusal=refusal), 422)
    return _invited(present, desk, id)


@door(blueprint, "/accounts/<id>", right="account.admin")
def one(present: Present, id: str) -> ResponseReturnValue:
    desk = Desk.of(present)
    return render_template("account/one.html", **details(present, desk, _seen(present, desk, id)))


@door(blueprint, "/accounts/<id>/invite", right="account.admin", methods=("POST",))
def invite(present: Present, id: str) -> ResponseReturnValue:
    desk = Desk.of(present)
    if managed(present, desk, id).disabled_at:
        raise Unfit("账号已停用，不能邀请。", "The account is disabled: enable it before you invite.")
    return _invited(present, desk, id)


@door(blueprint, "/accounts/<id>/grant", right="account.admin", methods=("POST",))
def grant(present: Present, id: str) -> ResponseReturnValue:
    """Whoever begins to decide signs in anew, with a second factor where one is asked for."""
    desk, role, office = _asked(present, id)
    try:
        accounts.grant(present.connection, id, role, office, now=present.now, by=desk.actor.account)
    except AccountRefused as refusal:
        raise Unfit(refusal.zh, refusal.en) from refusal
    asked = here().settings.asks_second_factor and decides(present.connection, id)
    if asked and not second_factor.factor(present.connection, id).salt:
        accounts.end_sessions(present.connection, id, now=present.now, by=desk.actor.account)
    return _done(id, t("角色已授予。", "The role was granted."))


@door(blueprint, "/accounts/<id>/revoke", right="account.admin", methods=("POST",))
def revoke(present: Present, id: str) -> ResponseReturnValue:
    desk, role, office = _asked(present, id)
    accounts.revoke(present.connection, id, role, office, now=present.now, by=desk.actor.account)
    return _done(id, t("角色已收回，即时生效。", "The role was revoked, as of now."))


@door(blueprint, "/accounts/<id>/link", right="account.admin", methods=("POST",))
def link(present: Present, id: str) -> ResponseReturnValue:
    """Which subject of the identity provider signs in as this account."""
    desk, settings, subject = Desk.of(present), here().settings, request.form.get("subject", "").strip()[:255]
    managed(present, desk, id)
    if not settings.oidc:
        raise NotFound
    if subject and (identity.linked(present.connection, settings.oidc_issuer, subject) or ("", ""))[0] not in ("", id):
        raise Unfit("这个身份已关联另一个账号。", "This identity is linked to another account.")
    identity.link(present.connection, id, settings.oidc_issuer, subject or None)
    note(present.connection, id, "link", by=desk.actor.account, now=present.now)
    return _done(id, t("关联已保存。", "The link was saved."))


def _deed(path: str, act: Callable[..., None], zh: str, en: str) -> None:
    """A deed without further data: a button on the account's page."""

    def view(present: Present, id: str) -> ResponseReturnValue:
        desk = Desk.of(present)
        managed(present, desk, id)
        act(present.connection, id, now=present.now, by=desk.actor.account)
        return _done(id, t(zh, en))

    view.__name__ = path.replace("-", "_")
    door(blueprint, f"/accounts/<id>/{path}", right="account.admin", methods=("POST",))(view)


_deed("disable", accounts.disable, "账号已停用，即时生效。", "The account was disabled, as of now.")
_deed("enable", accounts.enable, "账号已恢复。", "The account was enabled.")
_deed("end-sessions", accounts.end_sessions, "全部登录已结束。", "All its sessions have ended.")
_deed(
    "reset-second-factor",
    accounts.reset_second_factor,
    "身份验证器已重置，下次登录时重新设置。",
    "The authenticator was reset; the next sign-in sets it up anew.",
)


def _asked(present: Present, id: str) -> tuple[Desk, str, str]:
    """Role and office that the form names, where this administrator may grant and revoke them."""
    desk, role, office = Desk.of(present), request.form.get("role", ""), request.form.get("office", "")
    managed(present, desk, id)
    if not account_rights.grants(desk.actor, role, office, desk.reference):
        raise NotYoursToGrant
    return desk, role, office


def _seen(present: Present, desk: Desk, id: str) -> Seen:
    found = account_list.one(present.connection, desk.reach, id, homeless=desk.homeless)
    if found is None:
        raise NotFound
    return found


def managed(present: Present, desk: Desk, id: str) -> Seen:
    accounts.held(present.connection, id)  # locks it: what is judged here stays so until the deed is done
    found = _seen(present, desk, id)
    if not account_rights.manages(desk.actor, id, found.offices, desk.reference):
        raise NotYours
    return found


def _invited(present: Present, desk: Desk, id: str) -> Response:
    secret = accounts.invite(present.connection, id, now=present.now, by=desk.actor.account)
    address = here().settings.base_url.rstrip("/") + url_for("invitation.invitation", secret=secret)
    found = details(present, desk, _seen(present, desk, id))
    return make_response(render_template("account/one.html", **{**found, "address": address}))


def _done(id: str, words: str) -> Response:
    flash(words)
    return make_response(redirect(url_for("accounts.one", id=id)))
