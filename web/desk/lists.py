"""The lists of a desk as SQL: each is a few ranges of an index, read in order and cut short, so that a list costs the
same however many cases there are; no page is skipped to, and nothing is counted beyond a hundred."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from models.case import cases
from web.desk.narrowing import filters, numbered, worded_as
from web.desk.ranges import ORDERS, VIEWS, Asking
from web.desk.wanted import Wanted
from workflows.moves import Case

PAGE = 50
SEARCHED = 20_000  # the cases in whose words a text is looked for: no index finds a part of a word in both databases
COUNTED = 100  # beyond ninety-nine a list says 99+
COLUMNS = ", ".join(f"c.{name}" for name in Case._fields)


def keys(connection: Connection, ask: Asking, w: Wanted, limit: int) -> list[tuple[int, int]]:
    """(date, id) of the first cases of a list, in its order; those after the cursor, where one is given."""
    order = ORDERS[w.view]
    ranges = list(_ranges(ask, w, limit))
    if not ranges:
        return []
    way = "DESC" if order.down else "ASC"
    sql = f"SELECT k, id FROM ({' UNION '.join(ranges)}) AS u ORDER BY k {way}, id {way} LIMIT {limit}"
    return [(row[0], row[1]) for row in connection.execute(text(sql), ask.values)]


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
    for n, (source, where) in enumerate(found):
        inner = f"FROM {source} WHERE {where}{also}"
        first = f"ORDER BY {order.key} {way}, c.id {way} LIMIT"
        if not w.q:
            yield f"SELECT * FROM (SELECT {order.key} AS k, c.id AS id {inner} {first} {limit}) AS r{n}"
            continue
        near = f"SELECT {order.key} AS k, c.id AS id, c.search AS told {inner} {first} {SEARCHED // len(found) + 1}"
        named = f"SELECT {order.key}, c.id {inner} AND c.id IN ({numbered(ask, w.q)})"
        worded = f"SELECT k, id FROM ({near}) AS n{n} WHERE {' AND '.join(worded_as(ask, w.q))}"
        yield f"SELECT * FROM ({worded} UNION {named} {ends}) AS r{n}"


assert set(Case._fields) == set(cases.columns.keys())
