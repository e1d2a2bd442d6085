"""Whom a case may be about, sought in the registers by name, plaque, number, credit code or pinyin initials."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, select

from models.people import commissioners, enterprises
from models.register import titles
from models.search import sought
from workflows.actors import DESK_ROLES, Actor
from workflows.lifecycle import Lifecycle

MOST = 20
t, p, e = titles.c, commissioners.c, enterprises.c


class Sought(NamedTuple):
    """Somebody of a register, as the choice shows them."""

    number: str
    name: str
    beside: str  # by what one tells it from another of its name


class Register(NamedTuple):
    """Where the subjects of one kind stand; what everybody finds is public."""

    table: Table
    number: ColumnElement[str]
    beside: ColumnElement[str]
    public: bool


REGISTERS = {
    "station": Register(titles, t.number, t.plaque, True),
    "institution": Register(titles, t.number, t.plaque, True),
    "commissioner": Register(commissioners, p.number, p.number, False),
    "enterprise": Register(enterprises, e.credit_code, e.credit_code, False),
}


def is_sought(lifecycle: Lifecycle, actor: Actor) -> bool:
    """Whether this visitor may look for whom such a case is about: titles are public, the rest is for offices."""
    register = REGISTERS.get(lifecycle.subject or "")
    officer = any(role in DESK_ROLES for role, _ in actor.grants)
    return register is not None and (register.public or officer)


def sought_for(connection: Connection, lifecycle: Lifecycle, actor: Actor, text: str) -> list[Sought]:
    """Those in the register who are found by these words; the first MOST of them, none for no words."""
    if not text.strip() or not is_sought(lifecycle, actor):
        return []
    kind = lifecycle.subject or ""
    register = REGISTERS[kind]
    c = register.table.c
    asked = select(register.number, c.name, register.beside).where(
        c.book == lifecycle.book, c.ended_at.is_(None), sought(c.search, text)
    )
    asked = asked.where(c.kind == kind) if register.table is titles else asked
    return [Sought(*row) for row in connection.execute(asked.order_by(c.name, register.number).limit(MOST))]
