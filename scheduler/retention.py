"""Takes away by itself what was kept long enough (models/retention.py): any number of schedulers may do it."""

import logging

from sqlalchemy import Engine

from models.database import Present, Unavailable, transaction
from models.retention import purge

log = logging.getLogger("yizhan.retention")
HOUR = 3600  # looks; one a second


class Tidier:
    """Called every second; it looks at the start, and once in an hour."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._asleep = engine, 0

    def __call__(self) -> int:
        """How many rows went. Never raises what the next look may cure."""
        if self._asleep:
            self._asleep -= 1
            return 0
        self._asleep = HOUR - 1
        try:
            return tidy(self._engine)
        except Unavailable:
            log.warning("the database is locked or away; what is over is taken away later")
        except Exception:
            log.exception("taking away what is over failed; it is tried again")
        return 0


def tidy(engine: Engine) -> int:
    """Take away all that is over, in short transactions; how many rows went."""
    gone = 0
    while some := transaction(engine, _purge):
        gone += some
    if gone:
        log.info("retention took away %d rows", gone)
    return gone


def _purge(present: Present) -> int:
    return purge(present.connection, now=present.now, at=present.at)
