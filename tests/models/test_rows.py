"""Several statements in one round trip: what fails is told as itself whenever its answer comes, and nothing is kept."""

from collections.abc import Callable
from select import select as readable
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import Present, transaction
from models.outbox import outbox
from models.reference import reference
from models.rows import together, write

TWICE = {"id": 1, "token": "t", "ahead": 0}  # there is one such row, and may be no other
TOLD = {"case_id": 1, "seq": 1, "topic": "t", "made_at": 0}
WAIT = 20  # seconds for the server's answer


def answered(present: Present) -> None:
    """Until PostgreSQL's answer to what was sent lies there, unread."""
    if present.connection.dialect.name == "postgresql":
        driver: Any = present.connection.connection.driver_connection
        assert readable([driver.fileno()], [], [], WAIT)[0]


def at_once(present: Present) -> None:
    """Without waiting."""


@pytest.mark.parametrize("before", [at_once, answered])
@pytest.mark.parametrize("after", [at_once, answered])
def test_the_first_failure_is_what_is_told(
    db: Engine, before: Callable[[Present], None], after: Callable[[Present], None]
) -> None:
    refused = db.dialect.loaded_dbapi.IntegrityError

    def work(present: Present) -> None:
        with pytest.raises(refused), together(present.connection):
            write(present.connection, "insert", reference, [TWICE])
            before(present)
            write(present.connection, "insert", outbox, [TOLD])
            write(present.connection, "insert", outbox, [TOLD])
            after(present)
        raise LookupError

    with pytest.raises(LookupError):
        transaction(db, work)
    assert transaction(db, lambda present: present.connection.execute(select(outbox.c.id)).all()) == []


def test_how_many_were_touched_is_known_at_the_end(db: Engine) -> None:
    def work(present: Present) -> list[int]:
        with together(present.connection):
            one = write(present.connection, "update", reference, [{"id": 1, "ahead": 5}])
            none = write(present.connection, "update", reference, [{"id": 2, "ahead": 5}])
        return [one.rowcount, none.rowcount]

    assert transaction(db, work) == [1, 0]
