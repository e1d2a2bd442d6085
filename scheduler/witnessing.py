"""Sends each day's newest checkpoint to whom the settings name: what they keep, nobody here can change."""

import hashlib
import logging

from sqlalchemy import Engine

from documents import letter as writing
from models import witness
from models.database import Present, Unavailable, transaction
from models.settings import Settings
from scheduler.smtp import OutOfReach, Server, connected, hung_up, said
from workflows.instants import DAY, day_of, midnight
from workflows.outside import Outside, Told

log = logging.getLogger("yizhan.witnesses")
EVERY = 60  # looks; one a second


class Witnesses:
    """One a process; any number may run, and each letter goes once, or under one Message-ID."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings, self._asleep = engine, settings, 0
        self._outside = Outside(settings.data_dir)

    def __call__(self) -> int:
        """Send what is due; how many letters a server took. Nothing that a later look may cure is raised."""
        if self._asleep:
            self._asleep -= 1
            return 0
        self._asleep = EVERY - 1
        try:
            return self._look()
        except OutOfReach as error:
            log.warning("the mail server is out of reach (%s); checkpoints are sent later", error)
        except Unavailable:
            log.warning("the database is locked or away; checkpoints are sent later")
        return 0

    def _look(self) -> int:
        # As it stands outside, not as the database says: that is what witnesses are for.
        newest, addresses = self._outside.last(), self._settings.witnesses
        if newest is None:
            return 0

        def waits(present: Present) -> bool:
            return witness.waits(present.connection, addresses, newest.size, present.now)

        def claim(present: Present) -> tuple[list[str], int]:
            return witness.claim(present.connection, addresses, newest.size, present.now), present.now

        if not transaction(self._engine, waits, writes=False):
            return 0
        mine, now = transaction(self._engine, claim)
        return self._send_all(mine, newest, now) if mine else 0

    def _send_all(self, addresses: list[str], newest: Told, now: int) -> int:
        done, server = 0, connected(self._settings)
        try:
            for address in addresses:
                done += self._send(server, address, newest, now)
                if server.sock is None:
                    server = connected(self._settings)
        finally:
            server.close()
        return done

    def _send(self, server: Server, address: str, newest: Told, now: int) -> int:
        s = self._settings
        token = hashlib.sha256(f"{address}\n{newest.text}".encode()).hexdigest()[:16]
        envelope = writing.Envelope(s.smtp_from, address, f"checkpoint-{newest.size}-{token}", now, s.base_url)
        try:
            letter = writing.checkpoint(envelope, newest.size, newest.text)
            server.send_message(letter, from_addr=s.smtp_sender, to_addrs=[address])
        except Exception as error:
            words = said(error)
            log.warning("a checkpoint was not taken by the mail server: %s", words)
            if hung_up(error):
                server.close()
            transaction(self._engine, lambda p: witness.failed(p.connection, address, words))
            return 0
        tomorrow = midnight(day_of(now)) + DAY
        transaction(
            self._engine, lambda p: witness.taken(p.connection, address, newest.size, now=p.now, until=tomorrow)
        )
        return 1
