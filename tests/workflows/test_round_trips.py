"""What a step costs on its way to PostgreSQL and back: answers waited for, by libpq's own trace, and plans made."""

import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from bench.grounds import START, fill
from bench.loop import BOOK, LOOP, OFFICER, register
from bench.step import OPINION
from models.database import Present, transaction
from models.presence import Credential
from models.sign_in import digest, open_session
from models.user import users
from workflows.engine import fire
from workflows.instants import DAY
from workflows.moves import Attempt, Entry
from workflows.rulebooks import lifecycles, rulebooks

TRIED = 5  # times that PostgreSQL plans a prepared statement for its values, before it may keep one plan for all
WARM = 3 * TRIED
PLANS = text("SELECT statement, custom_plans FROM pg_prepared_statements WHERE custom_plans > :most")


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    register()
    yield
    del lifecycles()[LOOP.key], rulebooks()[BOOK.key]


def signed_in(present: Present) -> Credential:
    row = {"id": OFFICER.account, "name": "officer", "display": "", "created_at": present.now}
    present.connection.execute(insert(users).values(row))
    secret = open_session(present.connection, OFFICER.account, "", "", present.now)
    return Credential("session", digest(secret))


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
@pytest.mark.parametrize(("step", "data"), [("go", {}), ("tell", OPINION)])
def test_a_step_waits_five_times_and_plans_nothing_anew(db: Engine, step: str, data: dict[str, str]) -> None:
    """BEGIN, who is there, the lock, all that is written, COMMIT."""
    (case,) = fill(db, 1, at=START)
    who = transaction(db, signed_in)

    def work(present: Present) -> Any:
        assert present.visitor is not None
        (outcome,) = fire(present.connection, [Attempt(case, step, OFFICER, data=data)], at=START + DAY)
        assert isinstance(outcome, Entry)
        return present.connection.connection.driver_connection

    for _ in range(WARM):
        driver = transaction(db, work, credential=who)
    with tempfile.TemporaryFile() as told:
        driver.pgconn.trace(told.fileno())
        transaction(db, work, credential=who)
        driver.pgconn.untrace()
        told.seek(0)
        assert told.read().count(b"ReadyForQuery") == 5
    again = transaction(db, lambda present: present.connection.execute(PLANS, {"most": TRIED}).all())
    assert not again
