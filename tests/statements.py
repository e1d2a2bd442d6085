"""Watches the statements that leave an engine, on the driver's own cursor: nothing is sent past it."""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from models.database import connect

Seen = Callable[[str, str], None]  # ("before" or "after", the statement)


def watched(db: Engine, seen: Seen) -> Engine:
    """Another engine on the same database that tells of each statement; `executemany` is one."""
    url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
    engine = connect(url, simulated=True)
    if engine.dialect.name == "sqlite":
        factory = _sqlite(seen)

        def do_connect(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
            options["factory"] = factory

        event.listen(engine, "do_connect", do_connect)
    else:
        cursor = _postgres(seen)
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "cursor_factory", cursor))
    return engine


def _telling(cursor: type, seen: Seen) -> type:
    def told(name: str) -> Callable[..., Any]:
        plain = getattr(cursor, name)

        def sent(self: Any, statement: Any, *values: Any, **options: Any) -> Any:
            seen("before", str(statement))
            found = plain(self, statement, *values, **options)
            seen("after", str(statement))
            return found

        return sent

    return type("Watched", (cursor,), {name: told(name) for name in ("execute", "executemany")})


def _sqlite(seen: Seen) -> type:
    cursor = _telling(sqlite3.Cursor, seen)
    return type("Watched", (sqlite3.Connection,), {"cursor": lambda self: sqlite3.Connection.cursor(self, cursor)})


def _postgres(seen: Seen) -> type:
    import psycopg

    return _telling(psycopg.Cursor, seen)
