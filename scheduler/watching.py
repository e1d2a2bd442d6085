"""The daily look over the whole history, and the alarm where something in it was changed."""

import logging
from pathlib import Path

from sqlalchemy import Engine, func, insert, select, update

from models.alarm import began
from models.checkpoint import verifications
from models.database import Present, Unavailable, transaction
from models.in_turn import in_turn
from workflows.actors import Role
from workflows.looking import Report, look_at
from workflows.telling import holders, tell
from workflows.verifying import verify

log = logging.getLogger("yizhan.verification")
SECOND = 1_000_000
DAY = 86_400 * SECOND
HOUR = 3_600 * SECOND
v = verifications.c


class Watch:
    """One a process; of any number of them one takes a day's look."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder, self._asleep = engine, folder, 0

    def __call__(self) -> Report | None:
        """Look, unless somebody has within a day. Never raises what the next look may cure."""
        if self._asleep:
            self._asleep -= 1
            return None
        try:
            id = transaction(self._engine, self._begin)
            self._asleep = HOUR // SECOND
            return self._look(id) if id else None
        except Unavailable:
            log.warning("the database is locked or away; the history is looked over later")
            return None

    def _begin(self, present: Present) -> int | None:
        connection = present.connection
        in_turn(connection, "the daily look")
        last: int | None = connection.scalar(select(func.max(v.began_at)))
        if last is not None and present.now - last < DAY:
            return None
        id: int = connection.execute(insert(verifications).values(began_at=present.now).returning(v.id)).scalar_one()
        return id

    def _look(self, id: int) -> Report:
        report = verify(look_at(self._engine, self._folder), replay=True)
        transaction(self._engine, lambda present: _keep(present, id, report))
        if report.findings:
            log.error("the history was changed: %s: %s", report.findings[0].place, report.findings[0].said.en)
        return report


def _keep(present: Present, id: int, report: Report) -> None:
    """What was found; whoever administers settings, or audits, is told of a change."""
    place, said = report.findings[0] if report.findings else (None, None)
    wrong = f"{place}: {said.zh} · {said.en}" if said else None
    found = {"ended_at": present.now, "entries": report.entries, "wrong": wrong}
    present.connection.execute(update(verifications).where(v.id == id).values(found))
    # The same change is found every day: told of when it is first seen.
    if began(present.connection, "history_wrong", [place] if place else [], at=present.at):
        readers = [holders(Role.SETTINGS_ADMIN), holders(Role.AUDITOR)]
        tell(present.connection, "history_wrong", to=readers, at=present.at, place=str(place))
