"""Sends letters by SMTP: one after the other, each as often as it needs, under one Message-ID."""

import logging
from email.message import EmailMessage

from sqlalchemy import Connection, Engine

from documents import letter as writing
from models.database import Present, Unavailable, transaction
from models.mailbox import confirmation_code
from models.settings import Settings
from scheduler import letters
from scheduler.claiming import MINUTE
from scheduler.letters import Letter
from scheduler.smtp import PERMANENT, OutOfReach, SenderRefused, Server, connected, hung_up, reply, said
from workflows.inbox import in_letter

log = logging.getLogger("yizhan.post")


class Post:
    """The letters of an installation; call it as often as you like, from as many processes as you like."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._not_before = 0  # µs of real time: where the server was away, we don't knock every second

    def __call__(self) -> int:
        """Send all that is due; how many letters a server took. Nothing that the next call may cure is raised."""
        try:
            now = transaction(self._engine, self._due, writes=False)
            if now is None:
                return 0
            self._not_before = now + MINUTE
            done = self._send_all()
            self._not_before = 0
            return done
        except OutOfReach as error:
            log.warning("the mail server is out of reach (%s); letters wait", error)
        except Unavailable:
            log.warning("the database is locked or away; letters wait")
        return 0

    def _due(self, present: Present) -> int | None:
        if present.now < self._not_before or not letters.waiting(present.connection, present.at):
            return None
        return present.now

    def _send_all(self) -> int:
        """Knock first: what can't leave is not written yet, and what waits longer goes as one letter."""
        done, server = 0, connected(self._settings)
        try:
            while (mine := transaction(self._engine, lambda p: letters.claim(p.connection, p.at))) is not None:
                done += self._send(server, mine)
                if server.sock is None:  # it hung up on this letter: the next one gets a connection of its own
                    server = connected(self._settings)
        finally:
            server.close()
        return done

    def _send(self, server: Server, mine: Letter) -> int:
        try:
            self._hand_over(server, mine)
        except SenderRefused as error:
            transaction(self._engine, lambda p: letters.put_back(p.connection, mine, p.at))
            raise OutOfReach(f"SMTPSenderRefused {error.smtp_code}") from error
        except Unavailable:
            raise
        except Exception as error:
            if hung_up(error):
                server.close()
            self._note(mine, error)
            return 0
        transaction(self._engine, lambda p: letters.sent(p.connection, mine, p.at))
        return 1

    def _hand_over(self, server: Server, mine: Letter) -> None:
        message = transaction(self._engine, lambda p: self._compose(p.connection, mine), writes=False)
        server.send_message(message, from_addr=self._settings.smtp_sender, to_addrs=[mine.address])

    def _note(self, mine: Letter, error: Exception) -> None:
        words = said(error)
        log.warning("the letter %s was not taken: %s", mine.id, words)
        note = letters.give_up if reply(error) >= PERMANENT else letters.failed
        transaction(self._engine, lambda p: note(p.connection, mine, words, p.at))

    def _compose(self, connection: Connection, mine: Letter) -> EmailMessage:
        settings = self._settings
        base = settings.base_url.rstrip("/")
        envelope = writing.Envelope(settings.smtp_from, mine.address, mine.token, mine.made_at, base)
        if mine.kind == "confirm":
            code = confirmation_code(settings.secret_key, mine.user_id, mine.address, mine.set_at)
            return writing.confirmation(envelope, code)
        return writing.news(envelope, *in_letter(connection, mine.id, writing.MOST))
