"""The registers as everybody may read them: an allow-list of what a title or a commissioner shows."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from models.people import commissioners
from models.reference import Office, Reference
from models.register import register_values, titles
from models.search import sought
from web.register_filters import POSTS, STANDINGS, Wanted, level_of
from workflows.dates import end_of, start_of
from workflows.form import Label
from workflows.instants import day_of

t, p = titles.c, commissioners.c
PAGE = 50
SOON = timedelta(days=183)  # as the page says: half a year
PUBLIC_BOOKS = ("wuhan",)  # whose measures publish who serves enterprises, by name, kind and station
MARKS = {"in_force": "good", "expired": "neutral", "ended": "adverse"}
PLAQUES = {"out": Label("在用", "in use"), "returned": Label("已交回", "returned"), "void": Label("已作废", "void")}


class Title(NamedTuple):
    """A title as everybody may know it."""

    id: int
    number: str
    kind: str
    plaque: str
    plaque_state: str
    name: str
    operator: str
    credit_code: str
    address: str
    office: Office
    book: str
    certified_on: str
    valid_until: str | None
    standing: str

    @property
    def words(self) -> Label:
        return STANDINGS[self.standing]

    @property
    def mark(self) -> str:
        return MARKS[self.standing]

    @property
    def level(self) -> str:
        """At which it was certified: province, city."""
        return level_of()[self.book]


class Commissioner(NamedTuple):
    """A commissioner as a book publishes one."""

    id: str
    name: str
    post: Label
    station: str


def titles_of(connection: Connection, wanted: Wanted, reference: Reference, at: int, limit: int = PAGE) -> list[Title]:
    """Newest first; one more than the limit, if there are more."""
    asked = select(titles).where(t.kind == wanted.kind, _standing(wanted.standing, at))
    if wanted.q:
        asked = asked.where(sought(t.search, wanted.q))
    if wanted.office:
        asked = asked.where(t.office.in_(sorted(reference.below(wanted.office))))
    if wanted.book or wanted.level:
        asked = asked.where(t.book.in_(wanted.books))
    if wanted.year:
        year = int(wanted.year)
        asked = asked.where(t.certified_at.between(start_of(f"{year}-01-01"), end_of(f"{year}-12-31") - 1))
    if wanted.before.isdecimal() and len(wanted.before) < 19:
        asked = asked.where(t.id < int(wanted.before))
    rows = connection.execute(asked.order_by(t.id.desc()).limit(limit + 1))
    return [_title(row, reference, at) for row in rows]


def by_plaque(connection: Connection, plaque: str, reference: Reference, at: int) -> Title | None:
    row = connection.execute(select(titles).where(t.plaque == plaque)).first()
    return _title(row, reference, at) if row else None


def replaced_by(connection: Connection, plaque: str) -> str | None:
    """The plaque that took this one's place; None where there never was such a one."""
    v = register_values.c
    once = select(t.plaque).join(register_values, and_(v.number == t.number, v.register == t.kind))
    found: str | None = connection.execute(once.where(v.field == "plaque", v.value == json.dumps(plaque))).scalar()
    return found if found != plaque else None


def commissioners_of(connection: Connection, wanted: Wanted, limit: int = PAGE) -> list[Commissioner]:
    """Those in force, newest first; one more than the limit, if there are more."""
    asked: Select[Any] = select(p.number, p.name, p.kind, t.name.label("station"))
    asked = asked.join(titles, t.number == p.station, isouter=True)
    asked = asked.where(p.book.in_([book for book in PUBLIC_BOOKS if book in wanted.books]), p.ended_at.is_(None))
    asked = asked.where(p.kind == wanted.post) if wanted.post else asked
    asked = asked.where(sought(p.search, wanted.q)) if wanted.q else asked
    asked = asked.where(p.number < wanted.before) if wanted.before else asked
    rows = connection.execute(asked.order_by(p.number.desc()).limit(limit + 1))
    return [Commissioner(r.number, r.name, POSTS.get(r.kind, Label("", "")), r.station or "") for r in rows]


def every(connection: Connection, wanted: Wanted, reference: Reference, at: int) -> Iterator[Title | Commissioner]:
    """All that the filters let through, page by page, for open data."""
    step = wanted._replace(before="")
    while True:
        found: list[Any]
        if step.kind == "commissioner":
            found = list(commissioners_of(connection, step, 200))
        else:
            found = list(titles_of(connection, step, reference, at, 200))
        yield from found[:200]
        if len(found) <= 200:
            return
        step = step._replace(before=str(found[199].id))


def offices_in(reference: Reference, book: str = "") -> list[Office]:
    """Those under whose hand a title may stand, region by region."""
    found = (o for o in reference.offices.values() if not book or o.book == book)
    return sorted(found, key=lambda office: (office.book, office.code))


def years_of(connection: Connection, kind: str, at: int) -> list[str]:
    """From this year back to the first in which a title of this kind was announced."""
    first = connection.execute(select(func.min(t.certified_at)).where(t.kind == kind)).scalar()
    last = day_of(at).year
    return [str(year) for year in range(last, (day_of(first).year if first is not None else last) - 1, -1)]


def _standing(standing: str, at: int) -> Any:
    today, soon = day_of(at).isoformat(), (day_of(at) + SOON).isoformat()
    return {
        "": True,
        "expiring": and_(t.ended_at.is_(None), t.valid_until.between(today, soon)),
        "in_force": and_(t.ended_at.is_(None), or_(t.valid_until.is_(None), t.valid_until >= today)),
        "expired": and_(t.ended_at.is_(None), t.valid_until < today),
        "ended": t.ended_at.is_not(None),
    }[standing]


def _title(row: Row[Any], reference: Reference, at: int) -> Title:
    if row.ended_at is not None:
        standing = "ended"
    else:
        standing = "expired" if row.valid_until and end_of(row.valid_until) <= at else "in_force"
    return Title(
        row.id, row.number, row.kind, row.plaque, row.plaque_state, row.name, row.operator, row.subject_number,
        row.address, reference.offices[row.office], row.book, day_of(row.certified_at).isoformat(), row.valid_until,
        standing,
    )  # fmt: skip
