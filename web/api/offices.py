"""Calls on offices and the people in them: what fields of type office and person take."""

from typing import Any

from sqlalchemy import select

from models.user import grants, users
from web.api.calls import Ask, call
from web.api.shapes import Code, Page, Paged, Shape, Words


class OfficeShape(Shape):
    code: str
    label: Words
    book: str
    level: str
    parent: str | None
    address: str | None
    phone: str | None


class Offices(Paged):
    book: Code | None = None
    level: Code | None = None


class PersonShape(Shape):
    id: str
    label: Words
    role: str
    office: str


class People(Paged):
    role: Code | None = None
    office: Code | None = None


@call("GET", "/offices", right="office.list", words=("机构", "Offices, by code"), query=Offices,
      answers=Page[OfficeShape])  # fmt: skip
def list_offices(ask: Ask) -> dict[str, Any]:
    q = ask.query
    found = [
        {"code": o.code, "label": {"zh": o.zh, "en": o.en}, "book": o.book, "level": o.level, "parent": o.parent,
         "address": o.address, "phone": o.phone}
        for code, o in sorted(ask.reference.offices.items())
        if code > (q.cursor or "") and q.book in (None, o.book) and q.level in (None, o.level)
    ]  # fmt: skip
    return {"items": found[: q.limit], "next": found[q.limit - 1]["code"] if len(found) > q.limit else None}


@call("GET", "/people", right="person.list", words=("人员", "Accounts by role and office, for those in office"),
      query=People, answers=Page[PersonShape])  # fmt: skip
def list_people(ask: Ask) -> dict[str, Any]:
    q, g = ask.query, grants.c
    asked = select(users.c.id, users.c.display, g.role, g.office).join(grants, g.user_id == users.c.id)
    asked = asked.where(users.c.disabled_at.is_(None), users.c.id > (q.cursor or ""))
    for column, wanted in ((g.role, q.role), (g.office, q.office)):
        asked = asked.where(column == wanted) if wanted else asked
    rows = ask.connection.execute(asked.order_by(users.c.id, g.role, g.office)).all()
    # A page ends with a whole person: a person's grants are never parted.
    ids = list(dict.fromkeys(row.id for row in rows))
    shown = set(ids[: q.limit])
    items = [
        {"id": row.id, "label": {"zh": row.display, "en": row.display}, "role": row.role, "office": row.office}
        for row in rows
        if row.id in shown
    ]
    return {"items": items, "next": ids[q.limit - 1] if len(ids) > q.limit else None}
