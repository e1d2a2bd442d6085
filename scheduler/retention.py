"""Takes away by itself what was kept long enough (models/retention.py): any number of schedulers may do it."""

import logging

from sqlalchemy import Engine

from models.database import Present, transaction
from models.retention import purge

log = logging.getLogger("yizhan.retention")


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
