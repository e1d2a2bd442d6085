"""The checkpointer: signs what was committed, and takes each root out of the database."""

import logging
import os
import urllib.request
from pathlib import Path

from sqlalchemy import Engine, select

from models.checkpoint import checkpoints
from models.database import Present, Unavailable, transaction
from workflows.checkpoints import Broken, Made, take
from workflows.outside import Outside
from workflows.signing import BadNote, Signer, signer

log = logging.getLogger("yizhan.checkpoints")
PATIENCE = 10  # seconds for whoever is told
AGAIN = 60 * 1_000_000  # µs until somebody who did not answer is told again


class Checkpointer:
    """One a process; any number of them may run, on one data folder."""

    def __init__(self, engine: Engine, folder: Path, witness: str = "") -> None:
        self._engine, self._folder, self._witness = engine, folder, witness
        self._signer: Signer | None = None
        self._outside = Outside(folder)
        self._told = 0  # the size that the witness has; after a start it is told the newest again
        self._next_try = 0
        self._said = ""

    def __call__(self, *, at_once: bool = False) -> Made | None:
        """One look: a checkpoint where it is time for one, and what is made stands outside. Never raises."""
        try:
            made, now = self._make(at_once=at_once)
            self._append()
            self._tell(now)
        except Unavailable:
            log.warning("the database is locked or away; the checkpointer looks again in a moment")
        except (Broken, BadNote, OSError) as error:
            self._alarm(str(error))
        else:
            self._said = ""
            return made
        return None

    def _make(self, *, at_once: bool) -> tuple[Made | None, int]:
        own = self._signer = self._signer or signer(self._folder)
        known = self._outside.newest(own.verifier)

        def work(present: Present) -> tuple[Made | None, int]:
            return take(present.connection, own, known, now=present.now, at_once=at_once), present.now

        return transaction(self._engine, work)

    def _append(self) -> None:
        """What was committed and isn't in the file yet, be it for a crash between the two."""
        last = self._outside.size()

        def missing(present: Present) -> list[str]:
            asked = select(checkpoints.c.text).where(checkpoints.c.size > last).order_by(checkpoints.c.size)
            return list(present.connection.execute(asked).scalars())

        self._outside.append(transaction(self._engine, missing, writes=False))

    def _tell(self, now: int) -> None:
        """Send the newest checkpoint where the settings say; it stands for all before it."""
        newest = self._outside.last()
        if not self._witness or newest is None or now < self._next_try or newest.size <= self._told:
            return
        self._next_try = now + AGAIN
        sent = urllib.request.Request(  # noqa: S310 - the setting admits http and https alone
            self._witness, newest.text.encode(), {"Content-Type": "text/plain; charset=utf-8"}, method="POST"
        )
        with urllib.request.urlopen(sent, timeout=PATIENCE):  # noqa: S310  # nosec B310
            self._told, self._next_try = newest.size, 0

    def _alarm(self, said: str) -> None:
        if said != self._said:
            log.error("no checkpoint: %s (process %d)", said, os.getpid())
        self._said = said
