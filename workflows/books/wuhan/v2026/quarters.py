"""Wuhan 2026: a station's appeals are summed up each quarter (measures, art. 9; each quarter: office)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from models.reference import Reference
from workflows.appeal_sums import appeals_by_kind
from workflows.instants import midnight


def appeals_of_quarter(
    connection: Connection, reference: Reference, office: str, *, year: int, quarter: int
) -> Mapping[str, Mapping[str, int]]:
    """By kind, for a station, a district or headquarters."""
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return appeals_by_kind(connection, reference, office, book="wuhan", since=midnight(first), until=midnight(after))
