"""The registers as a region's offices see them: each value with since when and by which case; and the plaques."""

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Row, Select, Table, select

from models.cases_named import which_are_cases
from models.database import Present
from models.people import commissioners, enterprises
from models.reference import Reference, current
from models.register import register_values, titles
from models.search import sought
from web import auth
from web.doors import door
from web.language import t
from web.problems import NotAllowed, NotFound
from web.published import announced_in
from web.register_history import office_books
from web.register_words import HIDDEN, PLAQUES, told, words_of
from workflows.actors import Role
from workflows.form import Label
from workflows.registers import REGISTERS
from workflows.title_state import take_back_plaque

blueprint = Blueprint("registers", __name__)
PAGE = 50
TAKE_BACK = (Role.HQ_REVIEWER, Role.BUREAU_APPROVER, Role.CENTRE_REVIEWER)
v = register_values.c


class Register(NamedTuple):
    """One of the registers: its name in addresses and in history, its words, and which rows of its table are its."""

    kind: str
    label: Label
    table: Table
    own: ColumnElement[bool] | None = None


ALL = {
    "stations": Register("station", Label("服务站", "Stations"), titles, titles.c.kind == "station"),
    "institutions": Register("institution", Label("服务机构", "Institutions"), titles, titles.c.kind == "institution"),
    "commissioners": Register("commissioner", Label("服务专员", "Commissioners"), commissioners),
    "enterprises": Register("enterprise", Label("企业", "Enterprises"), enterprises),
}


@door(blueprint, "/registers", right="register.office")
def everything(present: Present) -> ResponseReturnValue:
    return redirect(url_for("registers.one", name=next(iter(ALL))))


@door(blueprint, "/registers/<name>", right="register.office")
def one(present: Present, name: str) -> ResponseReturnValue:
    register, reference = _register(name), current(present.connection)
    q, out = request.args.get("q", "").strip()[:100], request.args.get("out") == "1"
    asked = _mine(present, register, reference)
    asked = asked.where(_found(register, q)) if q else asked
    if out and register.table is titles:
        asked = asked.where(titles.c.ended_at.is_not(None), titles.c.plaque_state == "out")
    key = REGISTERS[register.kind][1]
    if before := request.args.get("before", ""):
        asked = asked.where(key < before)
    rows = present.connection.execute(asked.order_by(key.desc()).limit(PAGE + 1)).all()
    more = url_for("registers.one", name=name, q=q, before=_key(register, rows[PAGE - 1])) if len(rows) > PAGE else None
    return render_template(
        "registers/list.html", name=name, register=register, all=ALL, rows=rows[:PAGE], q=q, out=out, more=more,
        key=lambda row: _key(register, row), offices=reference.offices, plaques=PLAQUES,
    )  # fmt: skip


@door(blueprint, "/registers/<name>/<id>", right="register.office")
def row(present: Present, name: str, id: str) -> ResponseReturnValue:
    register, reference = _register(name), current(present.connection)
    found = _row(present, register, reference, id)
    values = present.connection.execute(
        select(register_values).where(v.register == register.kind, v.number == id).order_by(v.id.desc())
    ).all()
    shown = [
        (words_of(value, found.book), told(value, found.book, reference), value)
        for value in values
        if value.field not in HIDDEN
    ]
    return render_template(
        "registers/row.html", name=name, register=register, row=found, number=id, values=shown, plaques=PLAQUES,
        cases=which_are_cases(present.connection, {value.case_number for value in values}),
        title=register.table is titles, may_set=_may_set(present), announced=announced_in(present.connection, id),
    )  # fmt: skip


@door(blueprint, "/registers/<name>/<id>/plaque", right="register.plaque", methods=("POST",))
def plaque(present: Present, name: str, id: str) -> ResponseReturnValue:
    """The plaque of an ended title came back, or is void."""
    register, reference = _register(name), current(present.connection)
    found, state = _row(present, register, reference, id), request.form.get("state", "")
    if register.table is not titles or state not in ("returned", "void"):
        raise NotFound
    if not _may_set(present):
        raise NotAllowed
    take_back_plaque(present.connection, found.number, state, at=present.at)
    flash(t("牌匾状态已登记。", "The plaque’s whereabouts are recorded."))
    return redirect(url_for("registers.row", name=name, id=id))


def _may_set(present: Present) -> bool:
    """Who certifies, or decides on a revocation, takes plaques back."""
    actor = auth.actor_of(present.visitor)
    return actor is not None and any(actor.offices(role) for role in TAKE_BACK)


def _register(name: str) -> Register:
    if name not in ALL:
        raise NotFound
    return ALL[name]


def _mine(present: Present, register: Register, reference: Reference) -> Select[Any]:
    """The rows of the visitor's regions."""
    books = office_books(auth.actor_of(present.visitor), reference)
    asked = select(register.table).where(register.table.c.book.in_(books))
    return asked if register.own is None else asked.where(register.own)


def _found(register: Register, q: str) -> ColumnElement[bool]:
    """By what is searched, and by the number alone where the public's search leaves it out."""
    return sought(register.table.c.search, q) | (REGISTERS[register.kind][1] == q.upper())


def _key(register: Register, row: Row[Any]) -> str:
    return str(row._mapping[REGISTERS[register.kind][1].name])


def _row(present: Present, register: Register, reference: Reference, number: str) -> Row[Any]:
    asked = _mine(present, register, reference).where(REGISTERS[register.kind][1] == number)
    found = present.connection.execute(asked).first()
    if found is None:
        raise NotFound
    return found
