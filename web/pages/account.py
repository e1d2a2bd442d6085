"""One's own account: what it was granted, its password, its open sessions, its second factor."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import identity, passes, second_factor, sign_in
from models.account_acts import note, sign_ins
from models.database import Present
from models.reference import current
from models.user import Visitor
from web import arriving, auth, passwords
from web.account_view import ACTS
from web.doors import door
from web.installation import here
from web.language import t
from web.pages.invitation import DIFFER
from web.problems import NotSignedIn
from workflows.actors import Role
from workflows.form import Label
from workflows.rights import RIGHTS, allowed
from workflows.words import ROLES

blueprint = Blueprint("account", __name__)

MANY_SIGN_INS = 10
WRONG = Label("现在的密码不正确。", "Your present password is not right.")


@door(blueprint, "/account", right="account.own")
def account(present: Present) -> ResponseReturnValue:
    return _page(present)


@door(blueprint, "/account/password", right="account.own", methods=("POST",))
def change_password(present: Present) -> ResponseReturnValue:
    """Every session ends and this browser gets a new one: whoever else had got in is out."""
    who, new = _visitor(present), request.form.get("new", "")
    if not arriving.confirmed(present, who, request.form.get("password", "")):
        return _page(present, password=WRONG)
    refusal = passwords.unfit(new, who.name, who.display, leaked=here().settings.leaked_passwords)
    if new != request.form.get("again", ""):
        refusal = refusal or DIFFER
    if refusal:
        return _page(present, password=refusal)
    sign_in.renew_password(present.connection, who.id, passwords.make(new))
    sign_in.end_sessions(present.connection, who.id, present.now)
    passes.withdraw(present.connection, who.id)
    note(present.connection, who.id, "password", by=who.id, now=present.now)
    response = arriving.let_in(present, who.id, who.name, _back())
    flash(t("密码已更改，其他登录都已结束。", "Your password was changed, and all other sessions have ended."))
    return response


@door(blueprint, "/account/sessions/end", right="account.own", methods=("POST",))
def end_sessions(present: Present) -> ResponseReturnValue:
    """One session by its mark, or all others."""
    who, given, mark = _visitor(present), auth.credential(), request.form.get("mark")
    if mark:
        for found in sign_in.open_sessions(present.connection, who.id, present.now):
            if found.digest.hex() == mark:
                sign_in.end_session(present.connection, found.digest, present.now)
    else:
        sign_in.end_sessions(present.connection, who.id, present.now, but=given.digest if given else b"")
    flash(t("登录已结束。", "The session has ended.") if mark else t("其他登录都已结束。", "All others have ended."))
    return _back()


@door(blueprint, "/account/second-factor", right="account.own", methods=("POST",))
def renew_second_factor(present: Present) -> ResponseReturnValue:
    """On to setting up another authenticator; the one in use stays until the new one's first code."""
    who = _visitor(present)
    if not arriving.confirmed(present, who, request.form.get("password", "")):
        return _page(present, factor=WRONG)
    return arriving.send_on(present, who.id, "enrol", url_for("account.account"))


def _visitor(present: Present) -> Visitor:
    if present.visitor is None:
        raise NotSignedIn
    return present.visitor


def _page(present: Present, **refusals: Label) -> Response:
    who, given, settings = _visitor(present), auth.credential(), here().settings
    reference = current(present.connection)
    page = render_template(
        "account/own.html",
        who=who,
        grants=[(ROLES[Role(role)], reference.offices[office]) for role, office in sorted(who.grants)],
        contacts=sorted(who.contacts),
        sessions=sign_in.open_sessions(present.connection, who.id, present.now),
        sign_ins=sign_ins(present.connection, who.id, MANY_SIGN_INS),
        act_words=ACTS,
        keeps_phrases=allowed(RIGHTS["case.review"], auth.actor_of(who)),
        this=given.digest if given else b"",
        has_password=sign_in.account(present.connection, who.name) is not None,
        factor=second_factor.factor(present.connection, who.id) if settings.asks_second_factor else None,
        linked=settings.oidc and identity.subject_of(present.connection, who.id) is not None,
        refusals=refusals,
    )
    return make_response(page, 422 if refusals else 200)


def _back() -> Response:
    return make_response(redirect(url_for("account.account")))
