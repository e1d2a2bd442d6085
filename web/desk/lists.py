"""The lists of a desk as SQL: each is a few ranges of an index, read in order and cut short, so that a list costs the
same however many cases there are; no page is skipped to, and nothing is counted beyond a hundred."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from models.case import cases
from web.desk.asking import Asking
from web.desk.narrowing import filters, numbered, onwards, worded_as
from web.desk.placing import order as by_danger
from web.desk.ranges import ORDERS, VIEWS
from web.desk.wanted import Cursor, Wanted
from workflows.moves import Case

PAGE = 50
SEARCHED = 20_000  # the cases in whose words a text is looked for: no index finds a part of a word in both databases
COUNTED = 100  # beyond ninety-nine a list says 99+
COLUMNS = ", ".join(f"c.{name}" for name in Case._fields)


def keys(connection: Connection, ask: Asking, w: Wanted, limit: int) -> list[Cursor]:
    """The first cases of a list, in its order; those after the cursor, where one is given."""
    order = ORDERS[w.view]
    ranges = list(_ranges(ask, w, limit))
    if not ranges:
        return []
    way = "DESC" if order.down else "ASC"
    sort = by_danger(ask) if order.key == "c.soonest" else f"k {way}, id {way}"
    sql = f"SELECT k, id, p FROM ({' UNION '.join(ranges)}) AS u ORDER BY {sort} LIMIT {limit}"
    return [Cursor(*row) for row in connection.execute(text(sql), ask.values)]


def rows(connection: Connection, ids: list[int]) -> dict[int, Case]:
    """The cases with these ids."""
    if not ids:
        return {}
    marks = {f"i{n}": id for n, id in enumerate(ids)}
    asked = f"SELECT {COLUMNS} FROM cases c WHERE c.id IN ({', '.join(f':{name}' for name in marks)})"
    return {row[0]: Case(*row) for row in connection.execute(text(asked), marks)}


def counts(connection: Connection, ask: Asking, views: list[str]) -> dict[str, int]:
    """How many each list holds, up to COUNTED; in one statement."""
    told = {view: list(_ranges(ask, Wanted(view=view), COUNTED)) for view in views}
    asked = [
        f"(SELECT count(*) FROM (SELECT id FROM ({' UNION '.join(ranges)}) AS u LIMIT {COUNTED}) AS n) AS {view}"
        for view, ranges in told.items()
        if ranges
    ]
    if not asked:
        return dict.fromkeys(views, 0)
    found = dict(connection.execute(text(f"SELECT {', '.join(asked)}"), ask.values).one()._mapping)
    return {view: found.get(view, 0) for view in views}


def _ranges(ask: Asking, w: Wanted, limit: int) -> Iterator[str]:
    """Each as a query of its own, ordered and cut short: the database reads no more of it than that."""
    order = ORDERS[w.view]
    way = "DESC" if order.down else "ASC"
    also = "".join(f" AND {f}" for f in filters(ask, w, order))
    ends, found = f"ORDER BY k {way}, id {way} LIMIT {limit}", list(VIEWS[w.view](ask, w))
    for n, one in enumerate(found):
        inner = f"FROM {one.source} WHERE {one.where}{also}{onwards(ask, w, order, one)}"
        first = f"ORDER BY {order.key} {way}, c.id {way} LIMIT"
        told = f"SELECT {order.key} AS k, c.id AS id, {one.place:d} AS p"
        if not w.q:
            yield f"SELECT * FROM ({told} {inner} {first} {limit}) AS r{n}"
            continue
        near = f"{told}, c.search AS told {inner} {first} {SEARCHED // len(found) + 1}"
        named = f"{told} {inner} AND c.id IN ({numbered(ask, w.q)})"
        worded = f"SELECT k, id, p FROM ({near}) AS n{n} WHERE {' AND '.join(worded_as(ask, w.q))}"
        yield f"SELECT * FROM ({worded} UNION {named} {ends}) AS r{n}"


assert set(Case._fields) == set(cases.columns.keys())
