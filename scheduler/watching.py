"""The look over the whole history, daily and when somebody asks for it; and the alarm where something was changed."""

import logging
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from sqlalchemy import Engine

from models import verification
from models.alarm import began
from models.database import Present, Unavailable, transaction
from scheduler.checkpointing import Checkpointer
from workflows.actors import Role
from workflows.looking import Report, look_at
from workflows.looking_at_cases import APART
from workflows.telling import holders, tell
from workflows.verifying import verify

log = logging.getLogger("yizhan.verification")
OFTEN = 1.0  # seconds between two words of how far it is


class Watch:
    """One a process; of any number of them one takes a look."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder, self._said_at = engine, folder, 0.0
        self._sign = Checkpointer(engine, folder)

    def __call__(self) -> Report | None:
        """Look, where it is asked for, or nobody has within a day. Never raises what the next look may cure."""
        try:
            if not transaction(self._engine, self._is_due, writes=False):
                return None
            id = transaction(self._engine, lambda present: verification.take(present.connection, present.now))
            return self._look(id) if id else None
        except Unavailable:
            log.warning("the database is locked or away; the history is looked over later")
        except BrokenProcessPool:
            log.exception("a process that looked over the history ended; it is looked over later")
        return None

    @staticmethod
    def _is_due(present: Present) -> bool:
        return verification.is_due(verification.newest(present.connection), present.now)

    def _look(self, id: int) -> Report:
        def told(part: str, done: int, whole: int) -> None:
            if time.monotonic() - self._said_at >= OFTEN:
                transaction(self._engine, lambda p: verification.said(p.connection, id, part, done, whole, p.now))
                self._said_at = time.monotonic()

        while self._sign(at_once=True):  # a look can speak of nothing that no checkpoint signs
            pass
        report = verify(look_at(self._engine, self._folder, told), replay=True, hands=APART)
        transaction(self._engine, lambda present: _keep(present, id, report))
        if report.findings:
            log.error("the history was changed: %s: %s", report.findings[0].place, report.findings[0].said.en)
        return report


def _keep(present: Present, id: int, report: Report) -> None:
    """What was found; whoever administers settings, or audits, is told of a change."""
    place, said = report.findings[0] if report.findings else (None, None)
    wrong = f"{place}: {said.zh} · {said.en}" if said else None
    verification.ended(
        present.connection, id, entries=report.entries, wrong=wrong, report=report.kept(), now=present.now
    )
    # The same change is found every day: told of when it is first seen.
    if began(present.connection, "history_wrong", [place] if place else [], at=present.at):
        readers = [holders(Role.SETTINGS_ADMIN), holders(Role.AUDITOR)]
        tell(present.connection, "history_wrong", to=readers, at=present.at, place=str(place))
