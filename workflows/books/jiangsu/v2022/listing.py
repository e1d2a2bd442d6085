"""Jiangsu 2022: the lists of specialised enterprises, and what a change of them does to assignments (JS-1)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from models.people import assignments, enterprises
from models.reference import Reference
from models.search import searched_row
from workflows.actors import SYSTEM
from workflows.moves import Attempt
from workflows.registers import Source, keep_values, renew_search
from workflows.seal import text_of

BOOK = "jiangsu"
STATUS = ("level", "area", "office", "ended_at")  # what decides who serves an enterprise


class Listed(NamedTuple):
    """An enterprise as the newest lists have it; on no list any more: it leaves."""

    credit_code: str
    name: str
    lists: frozenset[str]  # national, provincial
    area: str  # the lowest office of its place


def level_of(lists: frozenset[str]) -> str | None:
    """A firm on both lists counts as national-level, and is the city's."""
    return next((level for level in ("national", "provincial") if level in lists), None)


def serving_office(reference: Reference, level: str | None, area: str) -> str:
    """Cities serve national-level enterprises, counties provincial-level ones, each of its own area."""
    return reference.desk(area, "city" if level == "national" else "county")


def list_enterprises(
    connection: Connection, reference: Reference, listed: Sequence[Listed], *, source: Source
) -> list[Attempt]:
    """Enter or change these enterprises, and answer the steps by which assignments end that no longer fit.

    `source` names the document by which the lists changed, and since when.
    """
    known = {r.credit_code: r for r in _known(connection, [firm.credit_code for firm in listed])}
    changed = [firm.credit_code for firm in listed if _put(connection, reference, firm, known, source)]
    a = assignments.c
    asked = select(a.case_id, a.enterprise).where(a.enterprise.in_(changed), a.ended_at.is_(None))
    return [_lost(row.case_id, source) for row in connection.execute(asked.order_by(a.case_id))]


def _known(connection: Connection, codes: Sequence[str]) -> Sequence[Any]:
    return connection.execute(select(enterprises).where(enterprises.c.credit_code.in_(codes)).with_for_update()).all()


def _put(connection: Connection, reference: Reference, firm: Listed, known: Mapping[str, Any], source: Source) -> bool:
    """Whether what decides who serves it has changed."""
    level, before = level_of(firm.lists), known.get(firm.credit_code)
    row = {
        "name": firm.name,
        "level": level,
        "lists": text_of(sorted(firm.lists)),
        "area": firm.area,
        "office": serving_office(reference, level, firm.area),
        "ended_at": None if firm.lists else source.since,
    }
    if before is None:
        first = {"credit_code": firm.credit_code, "book": BOOK, "data": "{}", "listed_at": source.since}
        search = searched_row("enterprises", {**first, **row})
        connection.execute(insert(enterprises).values(**first, **row, search=search))
    else:
        row = {name: value for name, value in row.items() if getattr(before, name) != value}
        if row:
            connection.execute(update(enterprises).where(enterprises.c.credit_code == firm.credit_code).values(row))
        if "name" in row:
            renew_search(connection, "enterprise", [firm.credit_code])
    if row:
        keep_values(connection, "enterprise", firm.credit_code, row, source)
    return before is not None and any(name in row for name in STATUS)


def _lost(assignment: int, source: Source) -> Attempt:
    reason = f"企业名单、级别或属地变化（{source.case_number}）· the lists changed"
    return Attempt(assignment, "lose_status", SYSTEM, data={"reason": reason})
