"""Records what a version sends to its database, statement by statement, and sends it again as that version would."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from models.database import connect

COMMIT = "COMMIT"
Line = list[Any]  # [statement, values or null, whether they are many rows]


def recording(engine: Engine, into: list[Line]) -> Engine:
    """Another engine on the same database, whose statements and commits are written down."""
    told = connect(engine.url.render_as_string(hide_password=False), simulated=True)
    if told.dialect.name == "sqlite":
        event.listen(told, "do_connect", lambda _d, _r, _a, options: options.update(factory=_sqlite(into)))
    else:
        event.listen(told, "connect", lambda connection, _: setattr(connection, "cursor_factory", _postgres(into)))
    event.listen(told, "commit", lambda _: into.append([COMMIT, None, False]))
    return told


def _cursor(plain: type, into: list[Line]) -> type:
    def noted(name: str, *, many: bool) -> Callable[..., Any]:
        real = getattr(plain, name)

        def sent(self: Any, statement: Any, values: Any = None, **options: Any) -> Any:
            given = [statement] if values is None else [statement, values]
            done = real(self, *given, **options)
            into.append([str(statement), _plain(values), many])  # what was refused was not written
            return done

        return sent

    return type(
        "Noted", (plain,), {"execute": noted("execute", many=False), "executemany": noted("executemany", many=True)}
    )


def _sqlite(into: list[Line]) -> type:
    cursor = _cursor(sqlite3.Cursor, into)
    return type("Noted", (sqlite3.Connection,), {"cursor": lambda self: sqlite3.Connection.cursor(self, cursor)})


def _postgres(into: list[Line]) -> type:
    import psycopg

    return _cursor(psycopg.Cursor, into)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    if isinstance(value, dict):
        return {"names": {name: _plain(one) for name, one in value.items()}}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _meant(value: Any) -> Any:
    if isinstance(value, dict):
        named: dict[str, Any] | None = value.get("names")
        return bytes.fromhex(value["hex"]) if named is None else {n: _meant(one) for n, one in named.items()}
    return [_meant(one) for one in value] if isinstance(value, list) else value


def as_text(lines: list[Line]) -> str:
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


def send_again(engine: Engine, text: str) -> int:
    """Send the recorded transactions; how many. Whatever the schema no longer takes is an error of the database's."""
    done = 0
    with _raw(engine) as driver:
        cursor = driver.cursor()
        for line in text.splitlines():
            statement, values, many = json.loads(line)
            if statement == COMMIT:
                driver.commit()
                done += 1
            elif many:
                cursor.executemany(statement, _meant(values))
            else:
                cursor.execute(statement, *([] if values is None else [_meant(values)]))
                if cursor.description:
                    cursor.fetchall()  # SQLite changes what it returns row by row
    return done


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    held = engine.raw_connection()
    try:
        yield held.driver_connection
    finally:
        held.invalidate()
