"""Calls on the registers of commissioners and enterprises: an office reads its region's, everybody what is public."""

import json
from typing import Any

from sqlalchemy import Row, select

from models.people import commissioners, enterprises
from models.search import sought
from web.api.calls import Ask, call
from web.api.shapes import Code, Line, Page, Paged, Shape
from web.case_view import when
from web.problems import NotFound
from web.register_history import ValueShape, history_of, office_books
from workflows.instants import local

p, e = commissioners.c, enterprises.c
PUBLIC_BOOKS = frozenset({"wuhan"})  # WH-15.2: name, kind and station are published, and nothing else


class PublicCommissioner(Shape):
    """What everybody may know."""

    name: str
    kind: str | None
    station: str | None


class CommissionerShape(PublicCommissioner):
    """The rest, null where the reader is in no office of the region."""

    id: str | None
    rulebook: str
    office: str | None
    filed_at: str | None
    ended_at: str | None
    data: dict[str, Any] | None
    history: list[ValueShape] | None


class EnterpriseShape(Shape):
    id: str
    rulebook: str
    name: str
    level: str | None
    lists: list[str]
    area: str
    office: str
    listed_at: str
    ended_at: str | None
    history: list[ValueShape] | None


class Found(Paged):
    rulebook: Code | None = None
    office: Code | None = None
    q: Line | None = None


@call("GET", "/register/commissioners", right="public.read", words=("服务专员名录", "The register of commissioners"),
      query=Found, answers=Page[CommissionerShape])  # fmt: skip
def list_commissioners(ask: Ask) -> dict[str, Any]:
    """Those in force to everybody, by name, kind and station; to an office all of its region."""
    q, books = ask.query, office_books(ask.actor, ask.reference)
    shown = p.book.in_(books) | (p.book.in_(PUBLIC_BOOKS) & p.ended_at.is_(None))
    asked = select(commissioners).where(shown)
    asked = asked.where(p.book == q.rulebook) if q.rulebook else asked
    if q.office:
        asked = asked.where(p.office.in_(ask.reference.below(q.office)), p.book.in_(books))
    asked = asked.where(sought(p.search, q.q) | (p.number == q.q.upper()) & p.book.in_(books)) if q.q else asked
    asked = asked.where(p.number < q.cursor) if q.cursor else asked
    rows = ask.connection.execute(asked.order_by(p.number.desc()).limit(q.limit + 1)).all()
    more = str(rows[q.limit - 1].number) if len(rows) > q.limit else None
    return {"items": [_commissioner(row, books) for row in rows[: q.limit]], "next": more}


@call("GET", "/register/commissioners/<id>", right="register.office", words=("一名服务专员", "A commissioner"),
      answers=CommissionerShape, errors=(404,))  # fmt: skip
def read_commissioner(ask: Ask, id: str) -> dict[str, Any]:
    books = office_books(ask.actor, ask.reference)
    row = ask.connection.execute(select(commissioners).where(p.number == id, p.book.in_(books))).first()
    if row is None:
        raise NotFound()
    return _commissioner(row, books) | {"history": history_of(ask.connection, "commissioner", id)}


@call("GET", "/register/enterprises", right="register.office", words=("企业名录", "The register of enterprises"),
      query=Found, answers=Page[EnterpriseShape])  # fmt: skip
def list_enterprises(ask: Ask) -> dict[str, Any]:
    q = ask.query
    asked = select(enterprises).where(e.book.in_(office_books(ask.actor, ask.reference)))
    asked = asked.where(e.book == q.rulebook) if q.rulebook else asked
    asked = asked.where(e.office.in_(ask.reference.below(q.office))) if q.office else asked
    if q.q:
        asked = asked.where(sought(e.search, q.q))
    asked = asked.where(e.credit_code > q.cursor) if q.cursor else asked
    rows = ask.connection.execute(asked.order_by(e.credit_code).limit(q.limit + 1)).all()
    items = [_enterprise(row) for row in rows[: q.limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > q.limit else None}


@call("GET", "/register/enterprises/<id>", right="register.office", words=("一家企业", "An enterprise"),
      answers=EnterpriseShape, errors=(404,))  # fmt: skip
def read_enterprise(ask: Ask, id: str) -> dict[str, Any]:
    mine = e.book.in_(office_books(ask.actor, ask.reference))
    row = ask.connection.execute(select(enterprises).where(e.credit_code == id, mine)).first()
    if row is None:
        raise NotFound()
    return _enterprise(row) | {"history": history_of(ask.connection, "enterprise", id)}


def _commissioner(row: Row[Any], books: frozenset[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"rulebook": row.book, "name": row.name, "kind": row.kind, "station": row.station}
    rest: dict[str, Any] = {
        "id": row.number,
        "office": row.office,
        "filed_at": local(row.filed_at),
        "ended_at": when(row.ended_at),
        "data": json.loads(row.data),
    }
    return told | (rest if row.book in books else dict.fromkeys(rest)) | {"history": None}


def _enterprise(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.credit_code,
        "rulebook": row.book,
        "name": row.name,
        "level": row.level,
        "lists": json.loads(row.lists),
        "area": row.area,
        "office": row.office,
        "listed_at": local(row.listed_at),
        "ended_at": when(row.ended_at),
        "history": None,
    }
