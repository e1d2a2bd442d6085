"""What is done from a list: claiming, assigning, laying back, sending copies, keeping the list: one case or many."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web import auth
from web.desk import hands, urging
from web.desk.saved import MOST, forget, keep
from web.desk.wanted import wanted
from web.doors import door
from web.language import t
from web.pages.worklist import VIEWS
from workflows.actors import Actor
from workflows.errors import Invalid, Reason, Refused
from workflows.form import Label

blueprint = Blueprint("handling", __name__)
AT_ONCE = 200  # cases
NONE_CHOSEN = Reason("cases", "请先选择办件", "Choose cases first.", "case")
TO_WHOM = Reason("to", "请选择人员", "Choose a person.", "to")
NAMELESS = Reason("name", "请填写清单名称", "Name the list.", "name")
TOO_MANY = Reason(
    "limit_reached", f"最多保存 {MOST} 个清单，请先删除不用的", f"You keep {MOST} lists already: remove one first."
)
SAID = {
    "claim": Label("已签收", "Claimed"),
    "release": Label("已退签", "Laid back"),
    "assign": Label("已分派", "Assigned"),
    "copy": Label("已抄送", "Copies sent"),
    "remind": Label("已催办", "Reminded"),
    "supervise": Label("已列入督办", "Supervised"),
}


@door(blueprint, "/work/chosen", right="case.assign", methods=("POST",))
def choose(present: Present) -> ResponseReturnValue:
    """One route for all that is done with the cases ticked; a row's own button names its case."""
    actor = _actor(present)
    act = "claim" if "claim" in request.form else request.form.get("do", "")
    numbers = list(dict.fromkeys(request.form.getlist(act if "claim" in request.form else "case")))[:AT_ONCE]
    if not numbers:
        raise Invalid(NONE_CHOSEN)
    if act == "step":
        return redirect(url_for("together.preview", case=numbers))
    if act not in ACTS:
        raise Invalid(Reason("do", "请选择要做什么", "Say what to do.", "do"))
    done, refused = ACTS[act](present, actor, numbers)
    if not done:
        raise Refused(*(_named(number, reason) for number, reason in refused.items()))
    _tell(act, done, refused)
    return redirect(back())


def _claim(present: Present, actor: Actor, numbers: list[str]) -> tuple[list[str], dict[str, Reason]]:
    return hands.put(present.connection, numbers, actor, actor.account, current(present.connection), at=present.at)


def _release(present: Present, actor: Actor, numbers: list[str]) -> tuple[list[str], dict[str, Reason]]:
    return hands.put(present.connection, numbers, actor, None, current(present.connection), at=present.at)


def _assign(present: Present, actor: Actor, numbers: list[str]) -> tuple[list[str], dict[str, Reason]]:
    to, reference = _to(), current(present.connection)
    return hands.put(present.connection, numbers, actor, to, reference, at=present.at, note=_note())


def _copy(present: Present, actor: Actor, numbers: list[str]) -> tuple[list[str], dict[str, Reason]]:
    to, reference, done, refused = _to(), current(present.connection), [], {}
    for number in numbers:
        try:
            hands.copy(present.connection, number, actor, to, reference, at=present.at, note=_note())
            done.append(number)
        except Refused as error:
            refused[number] = error.reasons[0]
    return done, refused


def _urge(kind: str, present: Present, actor: Actor, numbers: list[str]) -> tuple[list[str], dict[str, Reason]]:
    reference, note = current(present.connection), request.form.get("urge-note", "").strip()
    return urging.urge(present.connection, numbers, actor, kind, reference, at=present.at, note=note)


ACTS: dict[str, Callable[[Present, Actor, list[str]], tuple[list[str], dict[str, Reason]]]] = {
    "claim": _claim, "release": _release, "assign": _assign, "copy": _copy,
    "remind": partial(_urge, urging.REMIND), "supervise": partial(_urge, urging.SUPERVISE),
}  # fmt: skip


@door(blueprint, "/work/lists", right="case.assign", methods=("POST",))
def keep_list(present: Present) -> ResponseReturnValue:
    actor, name = _actor(present), request.form.get("name", "").strip()
    if not name:
        raise Invalid(NAMELESS)
    # Only what a list understands is kept: an address is somebody's input, too.
    asked = wanted(dict(parse_qsl(request.form.get("query", ""))), list(VIEWS))
    if not keep(present.connection, actor.account, name, asked.address()):
        raise Refused(TOO_MANY)
    flash(t(f"已保存清单“{name}”。", f"The list “{name}” is kept."))
    return redirect(f"{url_for('worklist.worklist')}?{asked.address()}")


@door(blueprint, "/work/lists/forget", right="case.assign", methods=("POST",))
def forget_list(present: Present) -> ResponseReturnValue:
    forget(present.connection, _actor(present).account, request.form.get("name", ""))
    flash(t("已删除清单。", "The list was removed."))
    return redirect(url_for("worklist.worklist"))


def back() -> str:
    """Where the form was sent from: the case's page, or the list as it was filtered."""
    if number := request.form.get("back_to", ""):
        return url_for("cases.case", number=number)
    kept: Any = urlencode(parse_qsl(request.form.get("back", "")))
    return f"{url_for('worklist.worklist')}?{kept}"


def _tell(act: str, done: list[str], refused: dict[str, Reason]) -> None:
    words = SAID[act]
    flash(t(f"{words.zh} {len(done)} 件。", f"{words.en}: {len(done)}."))
    for number, reason in refused.items():
        told = _named(number, reason)
        flash(t(told.zh, told.en), "error")


def _named(number: str, reason: Reason) -> Reason:
    return Reason(reason.code, f"{number}：{reason.zh}", f"{number}: {reason.en}", reason.field)


def _to() -> str:
    if to := request.form.get("to", ""):
        return to
    raise Invalid(TO_WHOM)


def _note() -> str:
    return request.form.get("note", "").strip()


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.assign` admits accounts only
    return actor
