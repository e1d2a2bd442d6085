"""How the installation is, by its database: the scheduler's last look and lag, failed timers, the outbox, the clock."""

import shutil
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select, text

from models import drift
from models.case import cases
from models.mailbox import DEAD, letters
from models.outbox import GIVEN_UP, outbox
from models.reference import current, reference
from models.timers import FAILED
from models.verification import history_warnings, last_verification

SECOND = 1_000_000
MOST = 10_000  # counted of what waits in the outbox: more is said as "at least"
LATE = 120 * SECOND  # a scheduler that looks every second, and is this late, has a trouble
SMALL = 1_000_000_000  # bytes left on the disk: less is soon nothing
RECENT = 60 * SECOND  # how long an alarm of another process stands
SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class Health(NamedTuple):
    """Instants and spans in µs, sizes in bytes."""

    ticked_at: int | None  # when a scheduler last looked, in real time
    late: bool  # whether that is too long ago
    lag: int  # how long the earliest due timer has waited
    failed: int
    outbox: int  # messages that wait, counted up to MOST
    drift: int  # by how much a clock is off
    covered: tuple[int, ...]  # years of the calendar for which a notice is in
    size: int  # of the database
    given_up: int = 0  # of the messages in the outbox those that are tried no more
    dead: int = 0  # letters that could not be delivered
    changed: bool = False  # whether the last look over the history found something wrong

    @property
    def drifts(self) -> bool:
        return self.drift > drift.MOST


def health(connection: Connection, *, at: int, now: int) -> Health:
    """A handful of queries by indexes; their time doesn't grow with the number of cases."""
    r = reference.c
    ticked, drifted_at, drifted = connection.execute(select(r.ticked_at, r.drifted_at, r.drift)).one()
    others = drifted if drifted_at is not None and now - drifted_at < RECENT else 0
    waiting = select(outbox.c.id).where(outbox.c.sent_at.is_(None))
    return Health(
        ticked,
        ticked is None or now - ticked > LATE,
        lag(connection, at),
        connection.execute(select(func.count()).select_from(cases).where(FAILED)).scalar_one(),
        _some(connection, waiting),
        max(drift.apart(), others),
        tuple(sorted(current(connection).calendar.covered)),
        connection.execute(text(SIZE[connection.dialect.name])).scalar_one(),
        _some(connection, select(outbox.c.id).where(GIVEN_UP)),
        _some(connection, select(letters.c.id).where(DEAD)),
        bool(history_warnings(last_verification(connection))),
    )


def _some(connection: Connection, asked: Select[tuple[int]]) -> int:
    return connection.execute(select(func.count()).select_from(asked.limit(MOST).subquery())).scalar_one()


def lag(connection: Connection, at: int) -> int:
    """How long the earliest timer that the sweep should have taken has been waiting, µs."""
    earliest: int | None = connection.execute(select(func.min(cases.c.wake_at))).scalar_one()
    return 0 if earliest is None else max(at - earliest, 0)


def free_bytes(folder: Path) -> int:
    """What is left on the disk of the data folder."""
    return shutil.disk_usage(folder if folder.exists() else folder.parent).free
