"""Calls on the public registers of stations and institutions, and the check of a plaque."""

from typing import Any

from sqlalchemy import Row, select

from models.register import stations
from models.search import sought
from web.api.calls import Ask, call
from web.api.shapes import Code, Line, Page, Paged, Shape
from web.case_view import when
from web.problems import NotFound
from web.register_filters import books_at, level_of
from web.register_history import ValueShape, history_of, office_books
from workflows.dates import end_of
from workflows.instants import local

s = stations.c
Found = Row[*tuple[Any, ...]]


class StationShape(Shape):
    """What everybody may know of a title; its id is its plaque's number, its level that at which it was certified.

    `history` is told to the region's offices.
    """

    id: str
    plaque: str
    plaque_state: str
    name: str
    operator: str
    rulebook: str
    office: str
    address: str
    certified_at: str
    valid_until: str | None
    ended_at: str | None
    in_force: bool
    level: str
    history: list[ValueShape] | None


class Stations(Paged):
    rulebook: Code | None = None
    office: Code | None = None
    level: Code | None = None
    q: Line | None = None


class Verified(Shape):
    plaque: str
    in_force: bool
    name: str
    operator: str
    valid_until: str | None
    ended_at: str | None
    checked_at: str


@call("GET", "/register/stations", right="public.read", words=("服务站名录", "The register of stations, newest first"),
      query=Stations, answers=Page[StationShape])  # fmt: skip
def list_stations(ask: Ask) -> dict[str, Any]:
    return _list(ask, "station")


@call("GET", "/register/institutions", right="public.read", words=("服务机构名录", "The register of institutions"),
      query=Stations, answers=Page[StationShape])  # fmt: skip
def list_institutions(ask: Ask) -> dict[str, Any]:
    return _list(ask, "institution")


def _list(ask: Ask, kind: str) -> dict[str, Any]:
    q = ask.query
    asked = select(stations).where(s.kind == kind)
    asked = asked.where(s.book.in_(books_at(q.rulebook, q.level))) if q.rulebook or q.level else asked
    asked = asked.where(s.office.in_(ask.reference.below(q.office))) if q.office else asked
    if q.q:
        asked = asked.where(sought(s.search, q.q))
    if q.cursor:
        asked = asked.where(s.id < select(s.id).where(s.plaque == q.cursor).scalar_subquery())
    rows = ask.connection.execute(asked.order_by(s.id.desc()).limit(q.limit + 1)).all()
    items = [_station(row, ask.at) for row in rows[: q.limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > q.limit else None}


@call("GET", "/register/stations/<plaque>", right="public.read", words=("一个服务站", "A station"),
      answers=StationShape, errors=(404,))  # fmt: skip
def read_station(ask: Ask, plaque: str) -> dict[str, Any]:
    return _one(ask, plaque, "station")


@call("GET", "/register/institutions/<plaque>", right="public.read", words=("一个服务机构", "An institution"),
      answers=StationShape, errors=(404,))  # fmt: skip
def read_institution(ask: Ask, plaque: str) -> dict[str, Any]:
    return _one(ask, plaque, "institution")


def _one(ask: Ask, plaque: str, kind: str) -> dict[str, Any]:
    row = _row(ask, plaque)
    if row.kind != kind:
        raise NotFound()
    told = row.book in office_books(ask.actor, ask.reference)
    return _station(row, ask.at) | {"history": history_of(ask.connection, kind, row.number) if told else None}


@call("GET", "/public/verify/<plaque>", right="public.read", words=("查验牌匾", "Whether a plaque's title is in force"),
      answers=Verified, errors=(404,))  # fmt: skip
def verify(ask: Ask, plaque: str) -> dict[str, Any]:
    found = _station(_row(ask, plaque), ask.at)
    shown = ("plaque", "in_force", "name", "operator", "valid_until", "ended_at")
    return {name: found[name] for name in shown} | {"checked_at": local(ask.at)}


def _row(ask: Ask, plaque: str) -> Found:
    row = ask.connection.execute(select(stations).where(s.plaque == plaque)).first()
    if row is None:
        raise NotFound()
    return row


def _station(row: Found, at: int) -> dict[str, Any]:
    expired = row.valid_until is not None and end_of(row.valid_until) <= at
    return {
        "id": row.plaque,
        "plaque": row.plaque,
        "plaque_state": row.plaque_state,
        "name": row.name,
        "operator": row.operator,
        "rulebook": row.book,
        "office": row.office,
        "address": row.address,
        "certified_at": local(row.certified_at),
        "valid_until": row.valid_until,
        "ended_at": when(row.ended_at),
        "in_force": row.ended_at is None and not expired,
        "level": level_of()[row.book],
        "history": None,
    }
