"""Who speaks for a unit: asking to, and answering those who ask; by its contacts, or by an account administrator."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models import contact_asks
from models.contact_asks import Ask
from models.database import Present
from models.user import contacts, users
from web import auth
from web.account_view import Desk
from web.doors import door
from web.language import t
from web.pages.joining import told
from web.problems import NotAllowed, NotFound, NotSignedIn
from web.units import KINDS, PERSON, Unit, oneself, unit_of
from workflows.actors import Actor
from workflows.errors import Reason

blueprint = Blueprint("contacts", __name__)
MOST = 100


@door(blueprint, "/mine/contacts", right="self.read")
def own(present: Present) -> ResponseReturnValue:
    return _page(present, [])


@door(blueprint, "/mine/contacts", right="account.own", methods=("POST",))
def ask(present: Present) -> ResponseReturnValue:
    """Speak for one more unit, or for oneself."""
    account = _actor(present).account
    if request.form.get("kind") == PERSON and present.visitor:
        unit: Unit | None = oneself(account, present.visitor.display)
        reasons: list[Reason] = []
    else:
        unit, reasons = unit_of(request.form)
    if unit is None:
        return make_response(_page(present, reasons), 422)
    told(contact_asks.ask_to_speak(present.connection, account, unit, now=present.now), unit)
    return redirect(url_for("contacts.own"))


@door(blueprint, "/mine/contacts/<int:ask>", right="account.own", methods=("POST",))
def answer(present: Present, ask: int) -> ResponseReturnValue:
    """A present contact of the unit agrees or declines."""
    actor = _actor(present)
    waiting = contact_asks.waiting_for(present.connection, actor.contacts)
    _settle(present, next((one for one in waiting if one.id == ask), None), actor)
    return redirect(url_for("contacts.own"))


@door(blueprint, "/accounts/asks", right="account.admin")
def everybodys(present: Present) -> ResponseReturnValue:
    found = contact_asks.everybodys(present.connection, MOST) if Desk.of(present).homeless else []
    return render_template("account/asks.html", found=found, kinds=dict(KINDS))


@door(blueprint, "/accounts/asks/<int:ask>", right="account.admin", methods=("POST",))
def decide(present: Present, ask: int) -> ResponseReturnValue:
    """An administrator of a top office agrees or declines, where no contact can or does."""
    desk = Desk.of(present)
    if not desk.homeless:
        raise NotAllowed
    found = contact_asks.everybodys(present.connection, MOST)
    _settle(present, next((one for one in found if one.id == ask), None), desk.actor)
    return redirect(url_for("contacts.everybodys"))


def _settle(present: Present, found: Ask | None, actor: Actor) -> None:
    if found is None or found.user_id == actor.account:
        raise NotFound
    agreed = request.form.get("answer") == "confirm"
    contact_asks.settle(present.connection, found, confirmed=agreed, by=actor.account, now=present.now)
    flash(t("已确认。", "Agreed.") if agreed else t("已拒绝。", "Declined."))


def _page(present: Present, reasons: list[Reason]) -> str:
    actor = _actor(present)
    c = contacts.c
    asked = select(c.kind, c.number, c.name, users.c.display, users.c.id).join(users, users.c.id == c.user_id)
    numbers = sorted(number for _, number in actor.contacts)
    rows = present.connection.execute(
        asked.where(c.number.in_(numbers), users.c.disabled_at.is_(None)).order_by(c.name)
    )
    return render_template(
        "mine/contacts.html", people=[row for row in rows if (row.kind, row.number) in actor.contacts],
        waiting=contact_asks.waiting_for(present.connection, actor.contacts), reasons=reasons, typed=request.form,
        own=contact_asks.own_asks(present.connection, actor.account), kinds=KINDS,
        alone=any(kind == PERSON for kind, _ in actor.contacts),
    )  # fmt: skip


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    if actor is None:
        raise NotSignedIn
    return actor
