"""What the calendar asks of a book without anybody asking: openings and steps, each exactly once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from models.case import entries
from models.register import titles
from models.runs import assessment_runs
from workflows.actors import SYSTEM
from workflows.dates import end_of
from workflows.form import Label
from workflows.moves import Attempt, Opening

BATCH = 10_000  # keys asked for at once: SQLite takes 32,766 values in a statement


@dataclass(frozen=True)
class Duty:
    """A duty of a book: the scheduler calls `due` with the present, and takes what it answers.

    Each opening bears a key, and a key is answered once: called again, or by two at a time, nothing opens twice.
    """

    name: str
    label: Label
    law: str  # the rule that it serves, or "office"
    near: str | None
    due: Callable[[Connection, int], Sequence[Opening | Attempt]]


def opening(title: Row[Any], lifecycle: str, key: str, data: Mapping[str, Any]) -> Opening:
    """A duty's opening for a title of the register: its operator is the party."""
    return Opening(
        lifecycle=lifecycle,
        actor=SYSTEM,
        office=title.office,
        subject=(title.kind, title.number, title.name),
        parties=(("organisation", title.subject_number),),
        data=data,
        key=key,
        digest=key,
    )


def fresh(connection: Connection, openings: Sequence[Opening]) -> list[Opening]:
    """Those whose key nobody has used yet."""
    e, keys, known = entries.c, [o.key for o in openings], set[str | None]()
    for first in range(0, len(keys), BATCH):
        some = e.key.in_(keys[first : first + BATCH])
        known |= set(connection.execute(select(e.key).where(e.actor == SYSTEM.account, some)).scalars())
    return [o for o in openings if o.key not in known]


def in_force(connection: Connection, book: str) -> Sequence[Row[Any]]:
    """The titles of a book that have not ended."""
    t = titles.c
    return connection.execute(select(titles).where(t.book == book, t.ended_at.is_(None)).order_by(t.id)).all()


def open_assessments(connection: Connection, run: int, at: int, *, lifecycle: str) -> list[Opening]:
    """The year's assessment of each title in force, by the run with this id, until it closes."""
    r = connection.execute(select(assessment_runs).where(assessment_runs.c.id == run)).one()
    if end_of(r.closes_on) <= at:
        return []  # who is certified after it isn't assessed for that year
    data = {"year": r.year, "closes_on": r.closes_on, "criteria": r.criteria}
    return [opening(t, lifecycle, f"assessment/{t.number}/{r.year}", data) for t in in_force(connection, r.book)]
