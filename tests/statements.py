"""Watches the statements that leave an engine, on the driver's own cursor, and knows how many a step may take."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, select

from models import database
from models.case import cases, entries
from models.database import connect, transaction
from workflows.engine import Outcome, fire
from workflows.lifecycle import Step
from workflows.moves import Attempt, Entry, facts_of
from workflows.rulebooks import lifecycles

Seen = Callable[[str, str], None]  # ("before" or "after", the statement)


def watched(db: Engine, seen: Seen) -> Engine:
    """Another engine on the same database that tells of each statement; `executemany` is one."""
    url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create_engine)  # one of its own: it shares no dialect with the others
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


# What every step writes; effects write other tables, each once, with a lock before it.
OWN = {"cases", "entries", "disclosures", "outbox", "parties", "links"}
OPENING = 10  # reference, number, case, its id, entry, disclosure, outbox, parties, links; and the key
WRITTEN = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")


class Counted:
    """Fires on a watched engine, and knows which statements the last set took."""

    def __init__(self, db: Engine) -> None:
        self.sent: list[str] = []
        self.engine = watched(db, lambda when, sql: self.sent.append(sql) if when == "before" else None)

    def fire(self, attempts: Sequence[Attempt], at: int) -> list[Outcome]:
        def work(present: Any) -> list[Outcome]:
            self.sent.clear()
            return fire(present.connection, attempts, at=at)

        return transaction(self.engine, work)


def allowed(db: Engine, step: Step, entry: Entry, sent: Sequence[str]) -> int:
    """The most that quality.md grants to this step, with what it caused in other cases, and one over."""
    beside = {found[1] for sql in sent if (found := WRITTEN.match(sql))} - OWN
    return _granted(db, step, entry) + 2 * len(beside) + 1


def _granted(db: Engine, step: Step, entry: Entry) -> int:
    facts = {fact for user in (*step.needs, *step.does, step.desk) for fact in facts_of(user)}
    own = 4 + bool(step.asks.fields) + len(facts) + 3  # whoever stands in asks for three facts more
    own += 2 * bool(step.asks.papers) + 2 * bool(step.does or step.claims)
    for caused in entry.caused:
        following = _step_of(db, caused)
        own += OPENING if following is None else _granted(db, following, caused)
    return own


def _step_of(db: Engine, entry: Entry) -> Step | None:
    """The step that an entry records; None for an opening."""
    e = entries.c
    asked = select(e.step, cases.c.lifecycle).join(cases, cases.c.id == e.case_id).where(
        e.case_id == entry.case, e.seq == entry.seq
    )  # fmt: skip
    name, key = transaction(db, lambda present: present.connection.execute(asked).one())
    return next((s for s in lifecycles()[key].steps if s.name == name), None)
