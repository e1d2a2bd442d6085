"""Each day's newest checkpoint goes to whom the settings name: once, as it was signed, whoever is away meanwhile."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, update

from models import witness
from models.database import transaction
from models.settings import Settings
from scheduler import witnessing
from scheduler.beside import beside
from scheduler.checkpointing import Checkpointer
from scheduler.witnessing import Witnesses
from tests.evidence.second_tree import root
from tests.scheduler.mail_server import Server, listening
from tests.scheduler.posting import settings
from tests.workflows.guangzhou.roads import drafted, open_call
from workflows.signing import signer

ONE, TWO = "archive@example.com", "court@example.org"


class Outside(NamedTuple):
    db: Engine
    folder: Path
    server: Server

    def settings(self, *addresses: str) -> Settings:
        return settings(self.server.port, self.folder).model_copy(update={"witness_mail": ", ".join(addresses)})

    def sign(self) -> int:
        drafted(self.db)
        made = Checkpointer(self.db, self.folder)(at_once=True)
        assert made is not None
        return made.size

    def later(self) -> None:
        """Every pause is over."""
        over = update(witness.witnesses).values(wake_at=0)
        transaction(self.db, lambda p: p.connection.execute(over))

    def to(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.server.taken)


@pytest.fixture
def outside(gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    monkeypatch.setattr(witnessing, "EVERY", 1)
    open_call(gz)
    with listening() as server:
        yield Outside(gz, tmp_path, server)


def note(letter: EmailMessage) -> str:
    (file,) = letter.iter_attachments()
    return bytes(file.get_content()).decode()


def test_each_day_the_newest_goes_to_each_once(outside: Outside) -> None:
    witnesses = Witnesses(outside.db, outside.settings(ONE, TWO))
    assert witnesses() == 0  # nothing is signed yet
    outside.sign()
    size = outside.sign()
    assert [witnesses() for _ in range(2)] == [2, 0] and outside.to() == [ONE, TWO]
    outside.sign()
    assert witnesses() == 0  # not twice a day
    outside.later()
    newest = outside.sign()
    assert [witnesses() for _ in range(2)] == [2, 0]
    tips = [signer(outside.folder).verifier.read(note(letter)) for letter in outside.server.taken]
    assert sorted(tip.size for tip in tips) == [size, size, newest, newest]
    with outside.db.connect() as connection:
        leaves = connection.exec_driver_sql("SELECT hash FROM entries ORDER BY leaf").scalars().all()
    assert {tip.root for tip in tips if tip.size == newest} == {root([bytes(leaf) for leaf in leaves])}
    outside.later()
    assert witnesses() == 0  # a day on which nothing was entered


def test_what_was_not_taken_comes_again_under_its_name_and_is_told_in_the_end(outside: Outside) -> None:
    outside.sign()
    witnesses = Witnesses(outside.db, outside.settings(ONE, TWO))
    outside.server.heard = lambda letter: "451 later" if letter["To"] == ONE else "250 taken"
    for _ in range(witness.MANY):
        witnesses()
        outside.later()
    assert outside.to() == [ONE] * witness.MANY + [TWO]
    assert len({str(letter["Message-ID"]) for letter in outside.server.taken}) == 2
    assert transaction(outside.db, lambda p: witness.unsent(p.connection)) == 1
    outside.server.heard = lambda letter: "250 taken"
    assert witnesses() == 1
    assert transaction(outside.db, lambda p: witness.unsent(p.connection)) == 0


def test_nobody_there_and_somebody_taken_out(outside: Outside) -> None:
    outside.sign()
    away = outside.settings(ONE, TWO).model_copy(update={"smtp_port": 1})  # nobody listens there
    assert Witnesses(outside.db, away)() == 0
    outside.later()
    assert Witnesses(outside.db, outside.settings(TWO))() == 1
    told = transaction(outside.db, lambda p: witness.told(p.connection), writes=False)
    assert [row.address for row in told] == outside.to() == [TWO]


def test_they_are_looked_after_where_settings_name_some(outside: Outside) -> None:
    many = [
        sum(isinstance(job, Witnesses) for job in beside(outside.settings(*some), outside.db)) for some in ((), (ONE,))
    ]
    assert many == [0, 1]
    assert outside.settings(ONE).problems() == []
    assert "YIZHAN_WITNESS_MAIL" in outside.settings(ONE, "no address").problems()[0]
    without = outside.settings(ONE).model_copy(update={"smtp_host": ""})
    assert "YIZHAN_SMTP_HOST" in without.problems()[0]
