"""For whom an account records services: commissioners and stations whom the register has in force."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from models.people import commissioners
from models.register import titles
from workflows.actors import Actor


class Holder(NamedTuple):
    """For whom the visitor records: a commissioner or a station."""

    column: str  # of a record
    number: str
    book: str
    name: str


def holders_of(connection: Connection, actor: Actor) -> list[Holder]:
    """Commissioners first, each kind by number."""
    p, s = commissioners.c, titles.c
    own = {kind: [number for of, number in actor.contacts if of == kind] for kind in ("commissioner", "organisation")}
    people = select(p.number, p.book, p.name).where(p.number.in_(own["commissioner"]), p.ended_at.is_(None))
    places = select(s.number, s.book, s.name).where(s.subject_number.in_(own["organisation"]), s.ended_at.is_(None))
    found = [Holder("commissioner", *row) for row in connection.execute(people.order_by(p.number))]
    return [*found, *(Holder("station", *row) for row in connection.execute(places.order_by(s.number)))]


def chosen(holders: list[Holder], number: str) -> Holder | None:
    """The one of this number; where none is named, the first."""
    return next((one for one in holders if one.number == number), holders[0] if holders and not number else None)
