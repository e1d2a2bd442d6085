"""The SQL of the hot path: built by Core once for each table, columns and dialect, sent on the driver's cursor."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Connection,
    Dialect,
    Select,
    Table,
    TextClause,
    any_,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert, Update

from models.crash_points import Point, passing
from models.reference import reference

Row = dict[str, Any]


def lock(connection: Connection, table: Table, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows with these ids, in id order, locked until the transaction ends; the reference token stands last."""
    sql, order = _compiled("lock", table, (), (), connection.dialect, len(ids) != 1)
    given = ids[0] if len(ids) == 1 else list(ids) if order is None else json.dumps(list(ids))
    cursor = connection.connection.cursor()
    passing(Point.BEFORE_LOCK)
    cursor.execute(sql, {"ids": given} if order is None else (given,))
    rows = list(cursor.fetchall())
    passing(Point.LOCKED)
    return rows


def write(connection: Connection, kind: str, table: Table, rows: Sequence[Row], guard: tuple[str, ...] = ()) -> Any:
    """Insert or update rows, all with the same keys; the driver's cursor, whose `rowcount` says how many it touched.

    An update finds its row by `id` and is guarded by the old values named: `guard=("version",)` asks each row for
    `old_version`. Many rows are `unnest` on PostgreSQL and `executemany` on SQLite. Without rows nothing is sent.
    """
    if not rows:
        return None
    sql, order = _compiled(kind, table, tuple(rows[0]), guard, connection.dialect, len(rows) > 1)
    cursor = connection.connection.cursor()
    if len(rows) == 1:
        cursor.execute(sql, rows[0] if order is None else [rows[0][n] for n in order])
    elif order is None:
        cursor.execute(sql, {name: [row[name] for row in rows] for name in rows[0]})
    else:
        cursor.executemany(sql, [[row[n] for n in order] for row in rows])
    return cursor


def together(connection: Connection) -> AbstractContextManager[object]:
    """What is sent here goes one after the other without waiting; PostgreSQL's answers are awaited at the end.

    So several statements take one round trip. What fails is told there at the latest, as the first failure, and
    nothing after it is done. SQLite is in this process: it answers each at once.
    """
    if connection.dialect.name != "postgresql":
        return nullcontext()
    driver: Any = connection.connection.driver_connection
    pipeline: AbstractContextManager[object] = driver.pipeline()
    return pipeline


def ask(connection: Connection, query: TextClause, given: Row) -> tuple[Any, ...]:
    """The one row that answers a query, itself built once."""
    sql, order = _text(query, connection.dialect)
    (row,) = send(connection, sql, given if order is None else [given[n] for n in order]).fetchall()
    return tuple(row)


def send(connection: Connection, sql: str, given: Row | Sequence[Any] = ()) -> Any:
    """The driver's cursor after the statement; what fails, fails as it does when SQLAlchemy sends it: DBAPIError."""
    cursor, driver = connection.connection.cursor(), connection.dialect.loaded_dbapi
    try:
        cursor.execute(sql, given)
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error, hide_parameters=True) from error
    return cursor


@cache
def _compiled(
    kind: str, table: Table, given: tuple[str, ...], guard: tuple[str, ...], dialect: Dialect, many: bool
) -> tuple[str, list[str] | None]:
    """The statement's text, and the order of its values (None where the driver takes names: psycopg)."""
    statement: Select[Any] | Insert | Update
    names = tuple(n for n in given if not n.startswith("old_"))
    if kind == "lock":
        statement = _lock(table, dialect, many)
    elif many and dialect.name == "postgresql":
        statement = _unnest(kind, table, names, guard)
    elif kind == "insert":
        statement = insert(table).values({n: bindparam(n) for n in names})
    else:
        new: dict[str, Any] = {n: bindparam(n) for n in names if n != "id"}
        held = [table.c[g] == bindparam(f"old_{g}") for g in guard]
        statement = update(table).values(new).where(table.c.id == bindparam("id"), *held)
    return _text(statement, dialect)


@cache
def _text(statement: ClauseElement, dialect: Dialect) -> tuple[str, list[str] | None]:
    compiled = statement.compile(dialect=dialect)
    order: list[str] | None = getattr(compiled, "positiontup", None)
    return str(compiled), order


def _lock(table: Table, dialect: Dialect, many: bool) -> Select[Any]:
    ids = bindparam("ids", type_=ARRAY(table.c.id.type) if many and dialect.name == "postgresql" else None)
    if not many:
        wanted = table.c.id == ids
    elif dialect.name == "postgresql":
        wanted = table.c.id == any_(ids)
    else:
        wanted = table.c.id.in_(select(func.json_each(ids).table_valued("value").c.value))
    token = select(reference.c.token).scalar_subquery()
    return select(table, token).where(wanted).order_by(table.c.id).with_for_update(of=table)


def _unnest(kind: str, table: Table, names: tuple[str, ...], guard: tuple[str, ...]) -> Insert | Update:
    olds = tuple(f"old_{g}" for g in guard)
    arrays = (cast(bindparam(n), ARRAY(table.c[n.removeprefix("old_")].type)) for n in names + olds)
    given = func.unnest(*arrays).table_valued(*names, *olds).render_derived(name="given")
    if kind == "insert":
        return insert(table).from_select(list(names), select(*given.c))
    new = {n: given.c[n] for n in names if n != "id"}
    held = [table.c[g] == given.c[f"old_{g}"] for g in guard]
    return update(table).values(new).where(table.c.id == given.c.id, *held)
