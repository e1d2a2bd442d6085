"""What always holds of rows themselves: by the calendar, the database's constraints, and each book's registers."""

import json
import pkgutil
from collections.abc import Iterator
from functools import cache, partial
from importlib import import_module
from typing import Any

from sqlalchemy import CheckConstraint, Connection, TextClause, select, text

import models
from models.base import metadata
from models.case import entries
from models.reference import Reference, current
from workflows.definition import rules
from workflows.reckoning import Running, anew, followed, running
from workflows.rulebooks import lifecycles, rulebooks
from workflows.stored import Read

MANY = 1000  # deadlines of a page, in a transaction of its own


def refused_rows(connection: Connection) -> Iterator[str]:
    """Rows that a constraint should have kept out: somebody lifted it, be it for a moment. Sums and limits are among
    these (a site's rewards, a commissioner's enterprises). Of each table the first is told."""
    for table, broken, asked in _checks():
        if row := connection.execute(asked).first():
            key, wrong = row[: -len(broken)], row[-len(broken) :]
            said = ", ".join(f"“{name}”" for name, so in zip(broken, wrong, strict=True) if so)
            yield f"{table} {' '.join(map(str, key))}: breaks {said}"


@cache
def _checks() -> list[tuple[str, list[str], TextClause]]:
    """(table, its constraints' names, what asks for the first row that breaks one, and which): one look at each."""
    for name in (module.name for module in pkgutil.iter_modules(models.__path__)):
        import_module(f"models.{name}")
    found = []
    for table in metadata.sorted_tables:
        checks = {str(c.name): f"NOT ({c.sqltext})" for c in table.constraints if isinstance(c, CheckConstraint)}
        if checks:
            key = ", ".join(column.name for column in table.primary_key)
            asked = (f"SELECT {key}, {', '.join(checks.values())} FROM {table.name} "  # noqa: S608  # our own tables
                     f"WHERE {' OR '.join(checks.values())} ORDER BY {key} LIMIT 1")  # fmt: skip
            found.append((table.name, list(checks), text(asked)))
    return found


def books_hold(connection: Connection) -> Iterator[str]:
    """What the books say of their own registers."""
    for book in rulebooks().values():
        for invariant in book.holds:
            yield from invariant(connection)


def reckoned(read: Read) -> Iterator[str]:
    """Nothing is provisional that the calendar settles, nothing settled that it leaves open, and no day is another.

    Not while a notice is followed through the cases.
    """
    after: int | None = 0
    while after is not None:
        after, wrong = read(partial(_reckoned, after=after))
        yield from wrong


def _reckoned(connection: Connection, after: int) -> tuple[int | None, list[str]]:
    """(the last case of this page, None: it was the last page; what is wrong in it)."""
    reference = current(connection)
    rows = [Running(*row) for row in connection.execute(running(after=after).limit(MANY))]
    wrong = [(case, said) for case in rows if (said := _unlike(case, reference))]
    last = rows[-1].id if len(rows) == MANY else None
    if followed(connection):  # asked last: a notice may come in meanwhile
        return last, []
    return last, [f"{case.number}: its deadline {said}" for case, said in wrong if _in_force(connection, case)]


def _unlike(case: Running, reference: Reference) -> str | None:
    due = anew(case, reference).due
    if due is None or (due.at, due.provisional) == (case.due_at, bool(case.provisional)):
        return None
    if due.provisional == bool(case.provisional):
        return "is not the day that the calendar makes it"
    stands, ought = ("settled", "provisional") if due.provisional else ("provisional", "settled")
    return f"stands as {stands}, and by the calendar it is {ought}"


def _in_force(connection: Connection, case: Running) -> bool:
    """Whether it was reckoned by the definition in force: one that was corrected holds for what is entered after it."""
    e = entries.c
    last = select(e.body).where(e.case_id == case.id).order_by(e.seq.desc()).limit(1)
    body: dict[str, Any] = json.loads(bytes(connection.scalar(last) or b"{}"))
    return body.get("rules") == rules(lifecycles()[case.lifecycle])[0]
