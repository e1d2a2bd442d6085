"""The ledger on a phone: my enterprises with what is still owed to each, and a new record in under a minute."""

import secrets
from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select

from models.database import Present
from models.ledger import ledger
from models.people import enterprises
from models.reference import current
from web import auth, forms
from web.doors import door
from web.holders import Holder, chosen, holders_of
from web.language import t
from web.ledger_rights import mine
from web.own_cases import by_date, own_cases
from web.problems import NotAllowed
from workflows.actors import Actor
from workflows.errors import Reason
from workflows.form import Field, Label
from workflows.forms import checked
from workflows.instants import day_of
from workflows.ledger import Record, take_in
from workflows.rulebooks import editions

blueprint = Blueprint("service", __name__)
LATEST = 10
PLATFORM = frozenset({"wuhan"})  # where a record that is typed in isn't the platform's (WH-11)
ASIDE = frozenset({"firms", "satisfaction"})  # of talks and activities: folded away
LATE = 0.7  # of a month, after which a contact that is still owed is shown in yellow
KINDS = (
    ("contact", Label("联系", "Contact")),
    ("visit", Label("走访", "Visit")),
    ("service", Label("服务", "Service")),
    ("talk", Label("宣讲", "Talk")),
    ("activity", Label("活动", "Activity")),
)
FIELDS = (
    Field("kind", Label("类型", "Kind"), "choice", choices=KINDS),
    Field("enterprise", Label("企业", "Enterprise"), "choice", required=False),
    Field("on_day", Label("日期", "Day"), "date"),
    Field("content", Label("内容", "What was done"), max_length=2000),
    Field("result", Label("结果", "Result"), required=False, max_length=200),
    Field("problems", Label("问题和诉求", "Problems"), required=False, max_length=200),
    Field("firms", Label("参加企业数（宣讲、活动）", "Firms that took part (talks, activities)"), "int", required=False,
          minimum=0, maximum=1_000_000),
    Field("satisfaction", Label("满意度 %（活动）", "Satisfaction in % (activities)"), "int", required=False, minimum=0,
          maximum=100),
)  # fmt: skip


class Firm(NamedTuple):
    """An enterprise that a commissioner serves, with its two lamps: (colour, words)."""

    code: str
    name: str
    month: tuple[str, Label]
    year: tuple[str, Label]


@door(blueprint, "/service", right="ledger.write")
def service(present: Present) -> ResponseReturnValue:
    picked = {
        "enterprise": request.args.get("enterprise", ""),
        "on_day": day_of(present.at).isoformat(),
        "kind": "contact",
    }
    return render_template("service/page.html", **_context(present, picked))


@door(blueprint, "/service", right="ledger.write", methods=("POST",))
def enter(present: Present) -> ResponseReturnValue:
    actor = _actor(present)
    who = chosen(holders_of(present.connection, actor), request.form.get("who", ""))
    if who is None:
        raise NotAllowed
    fields = _fields(_firms(present, who))
    data, wrong = checked(fields, forms.values(fields, _typed()), {})
    reasons: tuple[Reason, ...] = wrong or _take(present, actor, who, data)
    if reasons:
        return make_response(render_template("service/page.html", **_context(present, {**request.form}, reasons)), 422)
    flash(t("已记入台账。", "It stands in the ledger."))
    return redirect(url_for("service.service", who=who.number))


@door(blueprint, "/service/confirm", right="ledger.write", methods=("POST",))
def confirm(present: Present) -> ResponseReturnValue:
    """The sum of a period, by the commissioner in person; a page that shows another period confirms nothing."""
    actor = _actor(present)
    who = chosen(holders_of(present.connection, actor), request.form.get("who", ""))
    summed = _summed_up(present, who)
    confirms = editions(who.book)[0].confirms if who else None
    if who is None or summed is None or confirms is None:
        raise NotAllowed
    if summed.name == request.form.get("period") and not summed.confirmed:
        confirms(present.connection, actor, who.number, summed.period, at=present.at)
        flash(t("已确认。", "It is confirmed."))
    return redirect(url_for("service.service", who=who.number))


def _summed_up(present: Present, who: Holder | None) -> Any:
    """The newest period of which the book asks a commissioner to confirm the ledger's sum; None: it asks nothing."""
    sums_up = editions(who.book)[0].sums_up if who and who.column == "commissioner" else None
    return sums_up(present.connection, who.number, day_of(present.at)) if who and sums_up else None


def _typed() -> Any:
    """The record's own fields; who and key belong to the page."""
    typed = request.form.copy()
    for ours in ("who", "key"):
        typed.poplist(ours)
    return typed


def _take(present: Present, actor: Actor, who: Holder, data: dict[str, Any]) -> tuple[Reason, ...]:
    """Sent twice, it is the same record: the page's own key says so."""
    key = request.form.get("key", "")
    named: dict[str, Any] = {who.column: who.number}
    sent = f"page/{actor.account}/{key[:64]}" if key else None
    record = Record(book=who.book, external_id=sent, **named, **data)
    if not mine(present.connection, actor, current(present.connection)).may_enter(record):
        raise NotAllowed
    (answer,) = take_in(present.connection, [record], by=actor.account, at=present.at)
    return () if isinstance(answer, int) else answer


def _context(present: Present, typed: dict[str, Any], reasons: tuple[Reason, ...] = ()) -> dict[str, Any]:
    actor = _actor(present)
    holders = holders_of(present.connection, actor)
    who = chosen(holders, typed.get("who") or request.args.get("who", ""))
    firms = _firms(present, who) if who else []
    if len(firms) == 1 and not reasons:
        typed["enterprise"] = firms[0].code
    return {
        "holders": holders, "who": who, "firms": firms, "fields": _fields(firms), "typed": typed, "reasons": reasons,
        "latest": _latest(present, who) if who else [], "kinds": dict(KINDS), "key": secrets.token_urlsafe(18),
        "summed": _summed_up(present, who),
        "names": {firm.code: firm.name for firm in firms}, "aside": ASIDE, "platform": who and who.book in PLATFORM,
        "waiting": by_date(row for row in own_cases(present.connection, actor, current(present.connection), present.at)
                           if row.yours),
    }  # fmt: skip


def _fields(firms: list[Firm]) -> tuple[Field, ...]:
    """Who serves certain enterprises picks one of them; elsewhere a credit code is typed."""
    choices = tuple((firm.code, Label(firm.name, firm.name)) for firm in firms)
    one = Field("enterprise", Label("企业", "Enterprise"), "choice", required=False, choices=choices)
    free = Field(
        "enterprise", Label("企业的统一社会信用代码", "Credit code of the enterprise"), required=False, max_length=18
    )
    return tuple((one if firms else free) if field.name == "enterprise" else field for field in FIELDS)


def _firms(present: Present, who: Holder) -> list[Firm]:
    """Those whom the book ties to the commissioner, with what it asks for each."""
    owes = editions(who.book)[0].owes
    if who.column != "commissioner" or owes is None:
        return []
    today = day_of(present.at)
    owed = owes(present.connection, who.number, today)
    asked = select(enterprises.c.credit_code, enterprises.c.name).where(
        enterprises.c.credit_code.in_([one.enterprise for one in owed])
    )
    names = dict(present.connection.execute(asked).all())
    return [Firm(one.enterprise, names[one.enterprise], _month(one, today), _year(one, today)) for one in owed]


def _month(owed: Any, today: date) -> tuple[str, Label]:
    if not owed.contacts_owed:
        return "green", Label(f"本月已联系 {owed.contacts} 次", f"{owed.contacts} contacts this month")
    late = today.day > LATE * monthrange(today.year, today.month)[1]
    return "yellow" if late else "grey", Label("本月尚未联系", "no contact this month yet")


def _year(owed: Any, today: date) -> tuple[str, Label]:
    if not owed.visits_owed:
        return "green", Label(f"今年已走访 {owed.visits} 次", f"{owed.visits} visits this year")
    left = 12 - today.month + 1
    colour = "red" if owed.visits_owed > left else "yellow" if owed.visits_owed == left else "grey"
    words = f"今年已走访 {owed.visits} 次，还差 {owed.visits_owed} 次"
    return colour, Label(words, f"{owed.visits} visits this year, {owed.visits_owed} to come")


def _latest(present: Present, who: Holder) -> list[Row[Any]]:
    own = ledger.c[who.column] == who.number
    return list(present.connection.execute(select(ledger).where(own).order_by(ledger.c.id.desc()).limit(LATEST)))


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `ledger.write` admits accounts only
    return actor
