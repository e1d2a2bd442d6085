"""Follows a notice of holidays through the open deadlines, a few sets at a time, until nothing is left to reckon."""

import logging

from sqlalchemy import Engine

from models.database import Present, Unavailable, transaction
from workflows.reckoning import carry_on, waits

log = logging.getLogger("yizhan.reckoning")
SETS = 10  # in one look: between two, others have their turn


class Reckoner:
    """Called every second; goes on where the last set ended, whoever wrote it. Never raises what the next may cure."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self) -> int:
        """How many sets were reckoned."""
        try:
            idle = not transaction(self._engine, lambda p: waits(p.connection, now=p.now), writes=False)
            return 0 if idle else reckon(self._engine, most=SETS)
        except Unavailable:
            log.warning("the database is locked or away; reckoning goes on in a moment")
        except Exception:
            log.exception("reckoning failed; it is tried again")
        return 0


def reckon(engine: Engine, *, most: int | None = None) -> int:
    """Reckon what waits, set by set, each in a transaction of its own; how many there were."""
    sets = 0
    while (most is None or sets < most) and transaction(engine, _one):
        sets += 1
    return sets


def _one(present: Present) -> bool:
    return carry_on(present.connection, at=present.at, now=present.now)
