"""Takes away files that no case came to hold: an upload whose form was given up is nobody's, and is not kept."""

import logging
from functools import partial
from itertools import islice

from sqlalchemy import Engine, select

from models.database import Present, Unavailable, transaction
from models.files import Files
from models.material import materials

log = logging.getLogger("yizhan.strays")
DAY = 86_400_000_000  # µs
GIVEN_UP = 7 * DAY  # since it arrived last; a form that was refused vouches for its files for eight hours
MANY = 500  # files asked for at a time


class Strays:
    """Called every second, looks once a day; any number may run. Never raises what the next look may cure."""

    def __init__(self, engine: Engine, files: Files) -> None:
        self._engine, self._files, self._seen = engine, files, 0

    def __call__(self) -> int:
        """How many files went."""
        try:
            now = transaction(self._engine, lambda present: present.now, writes=False)
            if self._seen == now // DAY:
                return 0
            gone = self._look(now - GIVEN_UP)
            self._seen = now // DAY
        except (Unavailable, OSError):
            log.warning("files that nobody came to hold could not be looked through; they are in a moment")
            return 0
        if gone:
            log.info("%d files that no case came to hold were taken away", gone)
        return gone

    def _look(self, before: int) -> int:
        self._files.stay()
        gone, old = 0, self._files.older(before)
        while some := list(islice(old, MANY)):
            held = transaction(self._engine, partial(_held, some), writes=False)
            gone += sum(self._files.leave(digest, before) for digest in some if digest not in held)
        return gone


def _held(digests: list[str], present: Present) -> set[str]:
    m = materials.c
    held = m.removed_at.is_(None) | m.seq.is_not(None)  # what was removed before it was handed in is nobody's either
    return set(present.connection.execute(select(m.sha256).where(m.sha256.in_(digests), held)).scalars())
