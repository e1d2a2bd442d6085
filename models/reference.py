"""What every step looks up and hardly anything changes: calendar, office tree, targets, as one snapshot."""

import secrets
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import CheckConstraint, Column, Connection, Integer, Table, Text, insert, select, update

from models import calendar
from models.base import Instant, metadata
from models.office import offices, targets

# One row. Whoever changes calendar, offices or targets renews the token in the same transaction; a process that
# sees another token than the one that it knows reads again. So a snapshot can be kept, and is never stale.
reference = Table(
    "reference",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", Text, nullable=False),
    Column("ahead", Instant, nullable=False),  # µs from the real clock to the simulated one; 0 in production
    Column("ticked_at", Instant),  # when a scheduler last swept, in real time
    Column("drifted_at", Instant),  # when one last found its machine's clock off, in real time,
    Column("drift", Instant),  # and by how many µs
    CheckConstraint("id = 1", name="one_reference"),
)


class Target(NamedTuple):
    """What an office allows itself for a state."""

    working_days: int
    yellow: int  # percent of them from which the lamp is yellow


TARGET = Target(10, 70)  # where the office has set nothing (office)
Targets = dict[tuple[str, str, str], Target]  # (office, lifecycle, state); "" for all of them


class Office(NamedTuple):
    code: str
    book: str
    level: str
    parent: str | None
    zh: str
    en: str
    address: str | None
    phone: str | None
    opens_on: str | None
    closes_on: str | None
    successor: str | None
    short: str | None = None


class Reference:
    """The snapshot behind one token: immutable, shared by all threads."""

    def __init__(self, token: str, days: calendar.Calendar, known: dict[str, Office], allowed: Targets) -> None:
        self.token, self.calendar, self.offices, self.targets = token, days, known, allowed

    def target(self, office: str, lifecycle: str, state: str) -> Target:
        """What the office allows itself for this state: as it said of it, of all its states, or not at all."""
        return self.targets.get((office, lifecycle, state)) or self.targets.get((office, "", ""), TARGET)

    def by(self, days: calendar.Calendar) -> "Reference":
        """The same under another calendar: what it would be once a notice is in."""
        return Reference("", days, self.offices, self.targets)

    def above(self, code: str) -> tuple[Office, ...]:
        """The office and those above it, nearest first."""
        return self._lines.get(code, ())

    def desk(self, home: str, level: str | None) -> str:
        """The nearest office of that level at or above home; without a level, home itself."""
        return next((o.code for o in self.above(home) if level is None or o.level == level), home)

    def is_below(self, code: str, top: str) -> bool:
        """Whether `code` is `top` or lies below it."""
        return top in self._paths.get(code, ())

    def below(self, top: str) -> list[str]:
        """The office and all below it."""
        return [code for code, path in self._paths.items() if top in path]

    @cached_property
    def _lines(self) -> dict[str, tuple[Office, ...]]:
        return {code: tuple(self._climb(code)) for code in self.offices}

    @cached_property
    def _paths(self) -> dict[str, frozenset[str]]:
        return {code: frozenset(office.code for office in line) for code, line in self._lines.items()}

    def _climb(self, code: str | None) -> Iterator[Office]:
        while code is not None and (office := self.offices.get(code)):
            yield office
            code = office.parent


def token_of(connection: Connection) -> str:
    return str(connection.execute(select(reference.c.token)).scalar_one())


def current(connection: Connection) -> Reference:
    """The snapshot in force; one statement where it is already known."""
    return snapshot(connection, token_of(connection))


def snapshot(connection: Connection, token: str) -> Reference:
    """The snapshot behind a token just read (the lock of a step reads it along)."""
    known = _known(token)
    if not known:
        known.append(_read(connection, token))
    return known[0]


def changed(connection: Connection) -> None:
    """Say, in the transaction that changed calendar, offices or targets, that snapshots are out of date."""
    connection.execute(update(reference).values(token=secrets.token_hex(16)))


def move_clock(connection: Connection, *, to: int, now: int) -> None:
    """Let the simulated clock stand at `to` while the real one stands at `now`; it never goes back."""
    connection.execute(update(reference).where(reference.c.ahead < to - now).values(ahead=to - now))


def start_clock(connection: Connection, *, at: int, now: int) -> None:
    """Begin simulated time at `at`, be it before the real time; only where no case has been opened yet."""
    connection.execute(update(reference).values(ahead=at - now))


def install(connection: Connection, *, at: int) -> None:
    """Give a fresh database its one reference row and the official calendar; harmless when it is there."""
    if connection.execute(select(reference.c.id)).first() is None:
        connection.execute(insert(reference).values(id=1, token=secrets.token_hex(16), ahead=0))
        calendar.seed(connection, at)


@lru_cache(maxsize=64)
def _known(token: str) -> list[Reference]:
    return []


def _read(connection: Connection, token: str) -> Reference:
    known = {row.code: Office(*row) for row in connection.execute(select(*(offices.c[n] for n in Office._fields)))}
    allowed = {
        (r.office, r.lifecycle, r.state): Target(r.working_days, r.yellow) for r in connection.execute(select(targets))
    }
    return Reference(token, calendar.load(connection), known, allowed)
