"""Whose services somebody may record and read: an office's own and those below it, a station's, a person's."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from models.ledger import ledger
from models.people import commissioners
from models.reference import Reference
from models.register import titles
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.ledger import Record

p, t, g = commissioners.c, titles.c, ledger.c


class Holder(NamedTuple):
    """A title or a commissioner: whose it is, and at which office."""

    book: str
    office: str


class Mine(NamedTuple):
    """Those for whom somebody may record."""

    commissioners: frozenset[tuple[str, str]]  # (book, number)
    stations: frozenset[tuple[str, str]]
    platform: frozenset[str]  # books whose platform this account speaks for

    def may_enter(self, record: Record) -> bool:
        """What nobody of the register did isn't refused here: it is told to be wrong."""
        named = {"commissioner": self.commissioners, "station": self.stations}
        own = all((record.book, number) in held for who, held in named.items() if (number := getattr(record, who)))
        return own and (not record.platform or record.book in self.platform)


def mine(connection: Connection, actor: Actor, reference: Reference) -> Mine:
    people, places = _people(actor, reference), _places(actor, reference)
    return Mine(
        frozenset((book, number) for book, number in connection.execute(people)),
        frozenset((book, number) for book, number in connection.execute(places)),
        platform_books(actor, reference),
    )


def platform_books(actor: Actor, reference: Reference) -> frozenset[str]:
    """The regions whose headquarters this account works at: they bring in what the platform tells."""
    held = (reference.offices[office] for office in actor.offices(Role.HQ_REVIEWER))
    return frozenset(office.book for office in held if office.level == "hq")


def seen(connection: Connection, actor: Actor, reference: Reference) -> ColumnElement[bool]:
    """The records that this account reads: those that it might enter, and those about its own enterprise."""
    people, places = _people(actor, reference).subquery(), _places(actor, reference).subquery()
    firms = [number for kind, number in actor.contacts if kind in ("enterprise", "organisation")]
    return or_(
        g.commissioner.in_(select(people.c.number)), g.station.in_(select(places.c.number)), g.enterprise.in_(firms)
    )


def holders(connection: Connection, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Holder]:
    """Of those (kind, number), the ones that a register knows."""
    numbers = {number for _, number in asked}
    people = select(p.number, p.book, p.office).where(p.number.in_(numbers))
    places = select(t.kind, t.number, t.book, t.office).where(t.number.in_(numbers))
    found = {("commissioner", n): Holder(book, office) for n, book, office in connection.execute(people)}
    return found | {(kind, n): Holder(book, office) for kind, n, book, office in connection.execute(places)}


def _people(actor: Actor, reference: Reference) -> Select[Any]:
    own = [number for kind, number in actor.contacts if kind == "commissioner"]
    return select(p.book, p.number).where(
        or_(p.office.in_(_offices(actor, reference)), p.number.in_(own), p.account == actor.account)
    )


def _places(actor: Actor, reference: Reference) -> Select[Any]:
    own = [number for kind, number in actor.contacts if kind == "organisation"]
    return select(t.book, t.number).where(or_(t.office.in_(_offices(actor, reference)), t.subject_number.in_(own)))


def _offices(actor: Actor, reference: Reference) -> list[str]:
    held = {office for role, office in actor.grants if role in DESK_ROLES}
    return sorted({below for office in held for below in reference.below(office)})
