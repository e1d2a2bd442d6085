"""Tells settings administrators of a trouble of the installation when it begins: once, in their inbox and by letter."""

import logging
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from models import drift, witness
from models.alarm import began
from models.case import cases
from models.database import Present, Unavailable, transaction
from models.health import SECOND, SMALL, Health, free_bytes, health
from models.mailbox import DEAD, letters
from models.outbox import GIVEN_UP, outbox
from models.timers import FAILED
from workflows.actors import Role
from workflows.telling import Telling, holders, tell_each

log = logging.getLogger("yizhan.alarms")
EVERY = 60  # looks; one a second
MOST = 1000  # of one kind are known by name: where there are more, the installation has another trouble
BEHIND = 300 * SECOND  # how long a timer may wait for the sweep, as it may not for any single fault


class Alarms:
    """Called every second; any number may run. Never raises what the next look may cure."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder, self._asleep = engine, folder, 0

    def __call__(self) -> int:
        """How many messages were written."""
        if self._asleep:
            self._asleep -= 1
            return 0
        self._asleep = EVERY - 1
        try:
            return transaction(self._engine, self._look)
        except Unavailable:
            log.warning("the database is locked or away; alarms are looked at in a moment")
        except Exception:
            log.exception("looking for alarms failed; it is tried again")
        return 0

    def _look(self, present: Present) -> int:
        found = health(present.connection, at=present.at, now=present.now)
        free = free_bytes(self._folder)
        return _of_rows(present) + sum(
            _tell(present, kind, [""] if holds else [], **given) for kind, holds, given in _of_all(found, free)
        )


def _of_all(found: Health, free: int) -> list[tuple[str, bool, dict[str, int]]]:
    """Troubles of which there is one: (kind, whether it is there, what its sentence names)."""
    off = max(found.drift, drift.apart())
    return [
        ("clock_off", found.drifts, {"seconds": off // SECOND}),
        ("sweep_behind", found.lag > BEHIND, {"minutes": found.lag // (60 * SECOND)}),
        ("disk_small", free < SMALL, {"megabytes": free // 1_000_000}),
    ]


def _of_rows(present: Present) -> int:
    """Troubles of which there may be many; what begins at once is told in one message."""
    asked = present.connection.execute
    failed = dict(asked(select(cases.c.id, cases.c.number).where(FAILED).order_by(cases.c.id).limit(MOST)).all())
    dead = asked(select(letters.c.id).where(DEAD).order_by(letters.c.id).limit(MOST)).scalars()
    given_up = asked(select(outbox.c.id).where(GIVEN_UP).order_by(outbox.c.id).limit(MOST)).scalars()
    unsent = witness.unsent(present.connection)
    told = (
        _tell(present, "letters_dead", [*map(str, dead)])
        + _tell(present, "messages_given_up", [*map(str, given_up)])
        + _tell(present, "checkpoints_unsent", [""] if unsent else [], count=unsent)
    )
    new = began(present.connection, "timers_failed", [*map(str, failed)], at=present.at)
    if new:
        _say(present.connection, "timers_failed", present.at, count=len(new), number=failed[min(map(int, new))])
    return told + bool(new)


def _tell(present: Present, kind: str, now: Collection[str], **given: int) -> int:
    new = began(present.connection, kind, now, at=present.at)
    if new:
        _say(present.connection, kind, present.at, **(given or {"count": len(new)}))
    return int(bool(new))


def _say(connection: Connection, kind: str, at: int, **given: str | int) -> None:
    log.critical("%s: %s", kind, given)
    tell_each(connection, kind, [Telling(None, given)], to=[holders(Role.SETTINGS_ADMIN)], at=at)
