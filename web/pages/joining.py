"""Registering oneself: an account with the unit that it speaks for, or wants to."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import contact_asks
from models.accounts import Account, AccountRefused, add_account
from models.database import Present, transaction
from web import arriving, passwords
from web.doors import door, porch
from web.installation import here
from web.language import t
from web.problems import NotAllowed
from web.units import KINDS, PERSON, Unit, oneself, unit_of
from workflows.errors import Reason

blueprint = Blueprint("joining", __name__)


class Closed(NotAllowed):
    """This installation makes accounts by invitation only."""

    zh = "本系统没有开放自行注册。需要账号请联系受理机构，由其邀请。"
    en = "Accounts are made by invitation here: ask the office that receives your application."


@door(blueprint, "/join", right="account.join")
def form(present: Present) -> ResponseReturnValue:
    return _page([], 200)


@porch(blueprint, "/join", right="account.join", methods=("POST",))
def join() -> ResponseReturnValue:
    """Make the account, let it speak for its unit or ask to, and sign in."""
    if not here().settings.takes_registrations:
        raise Closed
    unit, reasons = (None, []) if _person() else unit_of(request.form)
    password, again = request.form.get("password", ""), request.form.get("again", "")
    if said := passwords.unfit(password, request.form.get("name", ""), request.form.get("display", "")):
        reasons.append(Reason("password", said.zh, said.en, "password"))
    elif password != again:
        reasons.append(Reason("password", "两次输入的密码不一致。", "The two passwords differ.", "again"))
    if reasons:
        return _page(reasons, 422)
    kept = passwords.make(password)
    try:
        return transaction(here().engine, lambda present: _joined(present, unit, kept))
    except AccountRefused as refusal:
        return _page([Reason("refused", refusal.zh, refusal.en, "name")], 422)


def _joined(present: Present, unit: Unit | None, password: str) -> Response:
    """The session of the new account, which speaks for the unit; for itself, where there is none."""
    account = Account(request.form.get("name", ""), request.form.get("display", ""), password)
    id = add_account(present.connection, account, now=present.now, by="self")
    unit = unit or oneself(id, account.display)
    at_once = contact_asks.ask_to_speak(present.connection, id, unit, now=present.now)
    response = arriving.arrive(present, id, account.name, url_for("mine.mine"))
    told(at_once, unit)  # arriving clears what an earlier visitor was told
    return response


def told(at_once: bool, unit: Unit) -> None:
    """Say whether the visitor speaks for the unit, or whose answer is awaited."""
    name = unit[2]
    if unit[0] == PERSON:
        flash(t("可以以个人身份办理了。", "You can act for yourself now."))
        return
    if at_once:
        flash(t(f"已绑定“{name}”，可以为它办理。", f"You now speak for “{name}”."))
        return
    flash(
        t(
            f"“{name}”在系统中已有记录：须由它现有的联系人或账号管理员确认，确认后您即可为它办理。",
            f"“{name}” is known here: one of its present contacts, or an account administrator, has to agree first.",
        )
    )


def _person() -> bool:
    """Whether somebody registers for themselves, and not for a unit."""
    return request.values.get("kind") == PERSON


def _page(reasons: list[Reason], status: int) -> Response:
    values: dict[str, Any] = {"typed": request.form, "reasons": reasons, "kinds": KINDS, "person": _person()}
    page = render_template("account/join.html", **values, taken=here().settings.takes_registrations)
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
