"""An enterprise as the newest lists have it, and how it enters the register of a book that asks nothing further."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from models.people import enterprises
from models.reference import Reference
from models.search import searched_row
from workflows.moves import Attempt
from workflows.registers import Source, keep_values, renew_search
from workflows.seal import text_of


class Listed(NamedTuple):
    """On no list any more: it leaves."""

    credit_code: str
    name: str
    lists: frozenset[str]  # national, provincial
    area: str  # the lowest office of its place


def known_firms(connection: Connection, codes: Sequence[str]) -> dict[str, Any]:
    """The register's rows, locked."""
    asked = select(enterprises).where(enterprises.c.credit_code.in_(codes)).order_by(enterprises.c.credit_code)
    return {row.credit_code: row for row in connection.execute(asked.with_for_update())}


def put_firm(
    connection: Connection, book: str, code: str, row: Mapping[str, Any], before: Any, source: Source
) -> frozenset[str]:
    """Enter or change one enterprise; the names of the columns that are other than before."""
    if before is None:
        first = {"credit_code": code, "book": book, "data": "{}", "listed_at": source.since, **row}
        search = searched_row("enterprises", first)
        connection.execute(insert(enterprises).values(**first, search=search))
        keep_values(connection, "enterprise", code, row, source)
        return frozenset()
    new = {name: value for name, value in row.items() if getattr(before, name) != value}
    if new:
        connection.execute(update(enterprises).where(enterprises.c.credit_code == code).values(new))
        keep_values(connection, "enterprise", code, new, source)
    if "name" in new:
        renew_search(connection, "enterprise", [code])
    return frozenset(new)


def list_plainly(
    connection: Connection, reference: Reference, listed: Sequence[Listed], *, book: str, source: Source
) -> list[Attempt]:
    """Each is served by the office of its area; no step follows."""
    known = known_firms(connection, [firm.credit_code for firm in listed])
    for firm in listed:
        row = {"name": firm.name, "lists": text_of(sorted(firm.lists)), "area": firm.area, "office": firm.area}
        put_firm(connection, book, firm.credit_code, row, known.get(firm.credit_code), source)
    return []
