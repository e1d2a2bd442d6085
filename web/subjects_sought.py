"""Whom a case may be about, sought in the registers by name, plaque, number, credit code or pinyin initials."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from models.office import offices
from models.people import commissioners, enterprises
from models.register import titles
from models.search import sought
from web.public_register import PUBLIC_BOOKS
from workflows.actors import DESK_ROLES, Actor
from workflows.lifecycle import Lifecycle

MOST = 20
t, p, e, o = titles.c, commissioners.c, enterprises.c, offices.c


class Sought(NamedTuple):
    """Somebody of a register, as the choice shows them."""

    number: str
    name: str
    beside: str  # by what one tells it from another of its name


class Register(NamedTuple):
    """Where the subjects of one kind stand, and by what offices, and everybody, tell them apart."""

    table: FromClause
    number: ColumnElement[str]
    beside: ColumnElement[str]
    public: ColumnElement[Any] | None = None  # None: for offices alone


AT = select(t.name).where(t.number == p.station).scalar_subquery()  # the station of a commissioner
DISTRICTS = (
    select(o.code, o.zh.label("name"), o.book, o.closes_on.label("ended_at"), (o.zh + " " + o.code).label("search"))
    .where(o.level == "district")
    .subquery()
)
REGISTERS = {
    "station": Register(titles, t.number, t.plaque, t.plaque),
    "institution": Register(titles, t.number, t.plaque, t.plaque),
    "commissioner": Register(commissioners, p.number, p.number, func.coalesce(AT, "")),
    "district": Register(DISTRICTS, DISTRICTS.c.code, DISTRICTS.c.code),
    "enterprise": Register(enterprises, e.credit_code, e.credit_code),
}


def is_sought(lifecycle: Lifecycle, actor: Actor) -> bool:
    """Whether this visitor may look for whom such a case is about: what is public, or for offices all."""
    return bool(_kinds(lifecycle, actor))


def sought_for(connection: Connection, lifecycle: Lifecycle, actor: Actor, text: str) -> list[Sought]:
    """Those in the registers who are found by these words; the first MOST of each, none for no words."""
    kinds = _kinds(lifecycle, actor) if text.strip() else ()
    return [one for kind in kinds for one in _found(connection, lifecycle.book, kind, text, _officer(actor))]


def kind_of(connection: Connection, lifecycle: Lifecycle, number: str) -> str:
    """Of the kinds that such a case may be about, that whose register knows the number; else the usual one."""
    kinds = [kind for kind in lifecycle.subjects if kind in REGISTERS and _stands(connection, kind, number)]
    return (kinds or lifecycle.subjects)[0]


def _kinds(lifecycle: Lifecycle, actor: Actor) -> list[str]:
    known = [kind for kind in lifecycle.subjects if kind in REGISTERS]
    return known if _officer(actor) else [kind for kind in known if _public(kind, lifecycle.book)]


def _public(kind: str, book: str) -> bool:
    return REGISTERS[kind].public is not None and (kind != "commissioner" or book in PUBLIC_BOOKS)


def _found(connection: Connection, book: str, kind: str, text: str, officer: bool) -> list[Sought]:
    register = REGISTERS[kind]
    c, beside = register.table.c, register.beside if officer or register.public is None else register.public
    asked = select(register.number, c.name, beside).where(c.book == book, c.ended_at.is_(None), sought(c.search, text))
    asked = asked.where(c.kind == kind) if register.table is titles else asked
    return [Sought(*row) for row in connection.execute(asked.order_by(c.name, register.number).limit(MOST))]


def _stands(connection: Connection, kind: str, number: str) -> bool:
    own = REGISTERS[kind].number
    return connection.execute(select(own).where(own == number)).first() is not None


def _officer(actor: Actor) -> bool:
    return any(role in DESK_ROLES for role, _ in actor.grants)
