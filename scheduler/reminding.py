"""Reminds once a day of case time of what is near or over, and of a notice of holidays that is missing."""

import logging
from functools import partial

from sqlalchemy import Engine

from models.database import Present, Unavailable, transaction
from workflows.instants import day_of
from workflows.reminding import miss_notice, remind

log = logging.getLogger("yizhan.reminding")


class Reminder:
    """Called every second; any number may run, for a message is told once. Never raises what the next may cure."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._seen = engine, 0

    def __call__(self) -> bool:
        """Whether this day's reminders were written."""
        try:
            at = transaction(self._engine, lambda present: present.at, writes=False)
            today = day_of(at).toordinal()  # lamps change at midnight, with the working days
            if self._seen == today:
                return False
            remind_all(self._engine, at)
            self._seen = today
            return True
        except Unavailable:
            log.warning("the database is locked or away; reminders are written in a moment")
        except Exception:
            log.exception("reminding failed; it is tried again")
        return False


def remind_all(engine: Engine, at: int) -> None:
    """Every case with a date, some in each transaction, and what the installation itself must be reminded of."""
    transaction(engine, lambda present: miss_notice(present.connection, at))
    after: int | None = 0
    while after is not None:
        after = transaction(engine, partial(_some, after, at))


def _some(after: int, at: int, present: Present) -> int | None:
    return remind(present.connection, after=after, at=at)
