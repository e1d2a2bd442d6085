"""Cases with their whole histories as the database holds them: page by page, each page of one moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, Select, and_, select

from models.case import cases, disclosures, entries
from models.material import materials
from workflows.moves import Case

SOME = 200  # cases whose histories are in memory at a time
Read = Callable[[Callable[[Connection], Any]], Any]  # does the work in a transaction of its own, or all in one


class Line(NamedTuple):
    """An entry as it is stored, with its body and what of it is still disclosed."""

    row: Any  # seq, kind, step, actor, effective_at, recorded_at, body, hash
    body: dict[str, Any]
    opened: dict[str, list[Any]]  # field -> [salt, value]

    @property
    def at(self) -> str:
        return f"{self.body['case']}/{self.row.seq}"


@dataclass(frozen=True)
class Stored:
    """A case's row, its entries oldest first, and the files that were handed in with them."""

    case: Case
    rows: Sequence[Row[Any]]
    files: Sequence[Row[Any]]

    @cached_property
    def lines(self) -> list[Line]:
        """Read as JSON; ValueError where one is none."""
        return [Line(row, orjson.loads(row.body), orjson.loads(row.opened or "{}")) for row in self.rows]


def pages(read: Read, *, after: int = 0, until: int | None = None) -> Iterator[list[Stored]]:
    """Every case, in the order of their beginning; what is begun meanwhile, too, unless it is said `until` which."""
    while page := read(partial(_page, after=after, until=until)):
        after = page[-1].case.id
        yield page


def stored(connection: Connection, ids: Sequence[int]) -> list[Stored]:
    """These cases."""
    return _whole(connection, cases.c.id.in_(ids), entries.c.case_id.in_(ids), materials.c.case_id.in_(ids))


def _page(connection: Connection, after: int, until: int | None) -> list[Stored]:
    asked = select(cases.c.id).where(cases.c.id > after)
    asked = asked if until is None else asked.where(cases.c.id <= until)
    if not (found := connection.execute(asked.order_by(cases.c.id).limit(SOME)).scalars().all()):
        return []
    within = (
        and_(column > after, column <= found[-1]) for column in (cases.c.id, entries.c.case_id, materials.c.case_id)
    )
    return _whole(connection, *within)


def _whole(connection: Connection, of_cases: Any, of_entries: Any, of_files: Any) -> list[Stored]:
    rows = connection.execute(select(cases).where(of_cases).order_by(cases.c.id)).all()
    lines = _by_case(connection, _entries().where(of_entries).order_by(entries.c.case_id, entries.c.seq))
    m = materials.c
    asked = select(m.case_id, m.id, m.seq, m.sha256).where(of_files, m.seq.is_not(None)).order_by(m.case_id, m.id)
    files = _by_case(connection, asked)
    return [Stored(Case(*row), lines.get(row.id, ()), files.get(row.id, ())) for row in rows]


def _entries() -> Select[Any]:
    e, d = entries.c, disclosures.c
    tied = and_(d.case_id == e.case_id, d.seq == e.seq)
    columns = (e.case_id, e.seq, e.kind, e.step, e.actor, e.effective_at, e.recorded_at, e.body, e.hash, d.opened)
    return select(*columns).join(disclosures, tied, isouter=True)


def _by_case(connection: Connection, asked: Select[Any]) -> dict[int, Sequence[Row[Any]]]:
    rows = connection.execute(asked).all()
    return {id: list(own) for id, own in groupby(rows, key=lambda row: row[0])}
