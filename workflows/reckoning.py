"""Reckoning anew: what another calendar or target makes of every open deadline, and the records that tell it.

A notice is taken in at once; the deadlines follow in sets, each in a transaction of its own, and whoever comes after
a crash goes on where the last set ended. Until then the engine itself lets no step be early (`judging.py`).
All cases are looked at twice: a step that had begun before the notice was in may have ended after its case's turn.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from models.case import cases
from models.reckoning import reckonings
from models.reference import Reference, current
from models.rows import lock
from workflows.actors import Role
from workflows.deadlines import Period, reckon, working_days
from workflows.dues import SECOND, Due
from workflows.instants import iso
from workflows.moves import Case
from workflows.noting import Note, notes
from workflows.periods import published
from workflows.rulebooks import lifecycles

SET = 200  # cases written in one transaction
SCAN = 2 * SET  # and looked at
LOOK_AGAIN = 120 * SECOND  # longer than any transaction lives
c, r = cases.c, reckonings.c


class Running(NamedTuple):
    """What of a case its deadline and its target hang on; a Case has all of these, too."""

    id: int
    number: str
    lifecycle: str
    state: str
    office: str
    entered_at: int
    due_step: str | None
    due_from: int | None
    due_at: int | None
    provisional: int
    target_at: int | None
    wake_at: int | None
    tries: int


class Anew(NamedTuple):
    """A case's deadline and target as they are reckoned now; None: it has none that is reckoned."""

    due: Due | None
    counted: int | None  # what the calendar says, where what was told to the public holds instead
    target_at: int | None

    @property
    def at(self) -> int:
        """When the deadline is over; asked only of a case that has one."""
        return (self.due and self.due.at) or 0

    def moves(self, case: Running | Case) -> bool:
        """Whether history must tell of it."""
        due = self.due
        return due is not None and (due.at, due.provisional) != (case.due_at, bool(case.provisional))

    def differs(self, case: Running | Case) -> bool:
        return self.moves(case) or self.target_at != case.target_at or self.wake_at(case) != case.wake_at

    def wake_at(self, case: Running | Case) -> int | None:
        """When the sweep looks; a try that is under way or was given up is left alone."""
        free = self.due is not None and case.wake_at is not None and case.tries == 0 and self.due.provisional
        return self.due.wake_at if self.due and (self.moves(case) or free) else case.wake_at


def anew(case: Running | Case, reference: Reference) -> Anew:
    due, counted = _due(case, reference)
    return Anew(due, counted, _target(case, reference))


def _due(case: Running | Case, reference: Reference) -> tuple[Due | None, int | None]:
    lifecycle = lifecycles().get(case.lifecycle)
    clock = lifecycle.clocks.get(case.state) if lifecycle else None
    if lifecycle is None or clock is None or not isinstance(clock.after, Period):
        return None, None
    if case.due_step != clock.name or case.due_from is None or case.due_at is None:
        return None, None
    found = reckon(reference.calendar, case.due_from, clock.after)
    earlier = found.due_at < case.due_at and case.state in published(lifecycle)
    at = case.due_at if earlier else found.due_at
    wake = max(found.latest_possible, at) + clock.grace * SECOND
    return Due(clock.name, case.due_from, at, found.provisional, wake), found.due_at if earlier else None


def _target(case: Running | Case, reference: Reference) -> int | None:
    lifecycle = lifecycles().get(case.lifecycle)
    state = lifecycle.states.get(case.state) if lifecycle else None
    if case.target_at is None or state is None or state.target is not None:
        return case.target_at
    allowed = reference.target(case.office, case.lifecycle, case.state).working_days
    return reckon(reference.calendar, case.entered_at, working_days(allowed)).due_at


def running(office: str | None = None, after: int = 0) -> Select[Any]:
    """Cases with a deadline or a target, as `Running`, in the order of their ids."""
    asked = select(*(c[name] for name in Running._fields)).where(or_(c.due_at.is_not(None), c.target_at.is_not(None)))
    asked = asked.where(c.id > after).order_by(c.id)
    return asked if office is None else asked.where(c.office == office)


def carry_on(connection: Connection, *, at: int, now: int) -> bool:
    """Reckon one more set of the oldest work that waits; whether there was any. `now` is real time."""
    job = connection.execute(_oldest(now).with_for_update()).first()
    if job is None:
        return False
    reference = current(connection)
    rows = [Running(*row) for row in connection.execute(running(job.office, job.cursor).limit(SCAN))]
    seen, wanted, kept = _looked(rows, reference)
    moved = _reckon(connection, job, wanted, at)
    told: dict[str, Any] = {"moved": job.moved + moved, "kept": job.kept + (kept if job.again_at is None else 0)}
    over = seen == len(rows) < SCAN
    told |= _turned(job, at, now) if over else {"cursor": rows[seen - 1].id}
    connection.execute(update(reckonings).where(r.id == job.id).values(told))
    return True


def _looked(rows: Sequence[Running], reference: Reference) -> tuple[int, list[int], int]:
    """How many rows were looked at until the set was full, which of them differ, and how many are kept as told."""
    wanted, kept = [], 0
    for seen, row in enumerate(rows, 1):
        new = anew(row, reference)
        kept += new.counted is not None
        if new.differs(row):
            wanted.append(row.id)
        if len(wanted) == SET:
            return seen, wanted, kept
    return len(rows), wanted, kept


def waits(connection: Connection, *, now: int) -> bool:
    """Whether there is anything to reckon; nothing is locked."""
    return connection.execute(_oldest(now)).first() is not None


def followed(connection: Connection) -> bool:
    """Whether a notice is still being followed through the cases; until then not every deadline agrees with it."""
    asked = select(r.id).where(r.done_at.is_(None), r.kind == "notice").limit(1)
    return connection.execute(asked).first() is not None


def _oldest(now: int) -> Select[Any]:
    due = or_(r.again_at.is_(None), r.again_at <= now)
    return select(reckonings).where(r.done_at.is_(None), due).order_by(r.id).limit(1)


def _turned(job: Row[Any], at: int, now: int) -> dict[str, Any]:
    """All cases were looked at: once more from the beginning, or done."""
    return {"cursor": 0, "again_at": now + LOOK_AGAIN} if job.again_at is None else {"done_at": at}


def _reckon(connection: Connection, job: Row[Any], ids: list[int], at: int) -> int:
    """Lock these cases, look again, and write what differs; how many deadlines moved."""
    reference = current(connection)
    found = [Case(*row[:-1]) for row in lock(connection, cases, ids)] if ids else []
    pairs = [(case, anew(case, reference)) for case in found]
    moving = [(case, new) for case, new in pairs if job.kind == "notice" and new.moves(case)]
    notes(connection, [_note(case, new, job) for case, new in moving], at)  # and each tells whom it concerns
    told = {case.id for case, _ in moving}
    rest = [
        {"of": case.id, "target": new.target_at, "wake": new.wake_at(case) if job.kind == "notice" else case.wake_at}
        for case, new in pairs
        if case.id not in told and new.differs(case)
    ]
    if rest:
        own = update(cases).where(c.id == bindparam("of"))
        connection.execute(own.values(target_at=bindparam("target"), wake_at=bindparam("wake")), rest)
    return len(moving) if job.kind == "notice" else len(rest)


def _note(case: Case, new: Anew, job: Row[Any]) -> Note:
    """The record: by which notice, from which date to which; and what was counted, where the told date holds."""
    given = {"notice": job.number, "before": iso(case.due_at or 0), "after": iso(new.at)}
    given |= {"counted": iso(new.counted)} if new.counted is not None else {}
    changed = {"target_at": new.target_at, "tries": 0, "last_error": None}
    by = (job.made_by, Role.SETTINGS_ADMIN)
    return Note(case, lifecycles()[case.lifecycle], "reckon", by, given, new.due, changed)
