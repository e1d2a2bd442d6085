"""What always holds of rows themselves: by the calendar, the database's constraints, and each book's registers."""

import json
import pkgutil
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Any

from sqlalchemy import CheckConstraint, Connection, select, text

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
    these (a site's rewards, a commissioner's enterprises)."""
    for name in (module.name for module in pkgutil.iter_modules(models.__path__)):
        import_module(f"models.{name}")
    for table in metadata.sorted_tables:
        for check in (c for c in table.constraints if isinstance(c, CheckConstraint)):
            key = list(table.primary_key)
            asked = select(*key).where(text(f"NOT ({check.sqltext})")).order_by(*key).limit(1)
            if row := connection.execute(asked).first():
                yield f"{table.name} {' '.join(map(str, row))}: breaks “{check.name}”"


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
