"""A Guangzhou whose people get letters, and the server that takes them."""

from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import Engine, select

from models.database import transaction
from models.reference import start_clock
from scheduler.claiming import MINUTE
from scheduler.outbox import hand_out
from scheduler.post import Post
from tests.scheduler.mail_server import Server
from tests.scheduler.posting import settings
from tests.walk import moment
from workflows import mail_choice
from workflows.telling import account, tell

SECRET = "only in tests"
FRIDAY = "2026-09-11 10:00:00"


class Office:
    """A Guangzhou whose people get letters, and the server that takes them."""

    def __init__(self, db: Engine, server: Server, folder: Path) -> None:
        self.db, self.server, self.folder = db, server, folder
        self.post = Post(db, settings(server.port, folder))
        self.now = moment(FRIDAY)
        self.clock(0)

    def clock(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        transaction(self.db, lambda p: start_clock(p.connection, at=self.now, now=p.now))
        self.post._not_before = 0

    def wants(self, name: str, choice: str) -> None:
        """Somebody gives an address, and the code that a letter to it tells."""
        address = f"{name}@example.com"

        def work(present):
            assert mail_choice.choose(present.connection, f"u-{name}", address, choice, present.at) is None
            return mail_choice.mailbox(present.connection, f"u-{name}")

        transaction(self.db, work)
        assert self.post() == 1
        code = next(line.split("：")[1] for line in text(self.server.taken.pop()).splitlines() if "确认码" in line)
        told = transaction(
            self.db, lambda p: mail_choice.confirm(p.connection, f"u-{name}", code.lower(), SECRET, p.at)
        )
        assert told is None

    def tell(self, *names: str, year: int = 2027, times: int = 1) -> None:
        to = [account(f"u-{name}") for name in names] * times
        transaction(self.db, lambda p: tell(p.connection, "calendar_missing", to=to, at=p.at, year=year))
        hand_out(self.db)

    def rows(self, *columns):
        return transaction(self.db, lambda p: p.connection.execute(select(*columns)).all(), writes=False)


def text(letter: EmailMessage) -> str:
    return str(letter.get_content())
