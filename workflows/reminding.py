"""Reminders of dates that are near or over: each is told once for each stay in a state, however often this runs."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from models.calendar import missing
from models.case import cases
from models.reference import Reference, current
from workflows.actors import Role
from workflows.case_deadlines import Deadline, deadlines_of, waits_for_correction
from workflows.deadline_ledger import lamp
from workflows.instants import day_of
from workflows.lifecycle import Kind
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.telling import DESK, PARTIES, Telling, holders, tell, tell_each

MOST = 500  # cases looked at in one transaction
c = cases.c
Told = tuple[str, Telling]  # topic, message
READERS = (
    ("target_near", DESK),
    ("target_over", DESK),
    ("correction_near", PARTIES),
    ("correction_over", DESK),
    ("due_near", PARTIES),
)


def remind(connection: Connection, *, after: int, at: int) -> int | None:
    """Look at the next cases with a date; the id of the last, or None where there are no more.

    Yellow: who acts is told that the date is near; red: that it is over, and no longer that it was near. So after an
    outage one message comes, and not two.
    """
    asked = select(cases).where(c.id > after, c.due_at.is_not(None) | c.target_at.is_not(None))
    rows = [Case(*row) for row in connection.execute(asked.order_by(c.id).limit(MOST))]
    reference = current(connection)
    told = [message for case in rows for message in _messages(case, reference, at)]
    for topic, readers in READERS:
        tell_each(connection, topic, [one for name, one in told if name == topic], to=[readers], at=at)
    return rows[-1].id if len(rows) == MOST else None


def _messages(case: Case, reference: Reference, at: int) -> Iterable[Told]:
    lifecycle = lifecycles().get(case.lifecycle)
    state = lifecycle.states.get(case.state) if lifecycle else None
    if state is None or state.kind is not Kind.OPEN:
        return []
    return [told for d in deadlines_of(case, reference) for told in _message(case, d, reference, at)]


def _message(case: Case, d: Deadline, reference: Reference, at: int) -> Iterable[Told]:
    colour = lamp(reference.calendar, d.start, at, d.due_at, d.yellow)
    if colour == "green" or (d.step is not None and colour == "red"):  # what a clock ends needs nobody's reminder
        return
    whose = "correction" if waits_for_correction(case) else "target"
    topic = "due_near" if d.step else f"{whose}_{'near' if colour == 'yellow' else 'over'}"
    given = {"due_at" if d.step else "target_at": d.due_at}
    yield topic, Telling((case.id, case.version), given, f"{topic}:{case.id}:{case.entered_at}")


def miss_notice(connection: Connection, at: int) -> None:
    """A to-do for whoever administers settings, from 1 October on, while the next year's notice is not in."""
    year = missing(current(connection).calendar, day_of(at))
    if year is not None:
        tell(connection, "calendar_missing", to=[holders(Role.SETTINGS_ADMIN)], at=at,
             once=f"calendar_missing:{year}", year=year)  # fmt: skip
