"""Jiangsu 2022: the lists of specialised enterprises, and what a change of them does to assignments (JS-1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from models.people import assignments
from models.reference import Reference
from workflows.actors import SYSTEM
from workflows.listed import Listed, known_firms, put_firm
from workflows.moves import Attempt
from workflows.registers import Source
from workflows.seal import text_of

BOOK = "jiangsu"
STATUS = frozenset({"level", "area", "office", "ended_at"})  # what decides who serves an enterprise


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
    known = known_firms(connection, [firm.credit_code for firm in listed])
    changed = [firm.credit_code for firm in listed if _put(connection, reference, firm, known, source)]
    a = assignments.c
    asked = select(a.case_id, a.enterprise).where(a.enterprise.in_(changed), a.ended_at.is_(None))
    return [_lost(row.case_id, source) for row in connection.execute(asked.order_by(a.case_id))]


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
    return bool(put_firm(connection, BOOK, firm.credit_code, row, before, source) & STATUS)


def _lost(assignment: int, source: Source) -> Attempt:
    reason = f"企业名单、级别或属地变化（{source.case_number}）· the lists changed"
    return Attempt(assignment, "lose_status", SYSTEM, data={"reason": reason})
