"""PostgreSQL on a disk that is really full: 503, nothing half done, and the same key gets the first answer."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from models.database import Unavailable, connect, transaction
from tests.databases import Postgres
from tests.faults.conftest import Post, failed
from tests.faults.small_disk import NONE, SmallDisk
from tests.faults.test_crash_points import contents
from tests.walk import Walk
from tests.world import DISTRICT
from workflows.engine import fire
from workflows.moves import Attempt

pytestmark = pytest.mark.slow
MEGABYTES = 192
# Of letters that hardly repeat: it can't be packed into what is left of a page.
LONG = "".join(map(chr, Random(3).sample(range(0x4E00, 0x9FA5), 1900)))


class Tight(NamedTuple):
    disk: SmallDisk
    server: Postgres


@pytest.fixture
def tight() -> Iterator[Tight]:
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(SmallDisk(MEGABYTES))
        except (OSError, subprocess.CalledProcessError):
            pytest.skip(NONE)
        yield Tight(disk, stack.enter_context(Postgres(within=disk.folder)))


@pytest.fixture
def db(tight: Tight) -> Iterator[Engine]:
    engine = connect(tight.server.cleared(), simulated=True)
    yield engine
    engine.dispose()


def test_no_room_for_a_row(tight: Tight, case: Walk, post: Post) -> None:
    before = contents(case.db)
    tight.disk.fill()
    failed(post(case.db, LONG))
    forward = Attempt(case.id, "forward", DISTRICT, data={"opinion": LONG})
    with pytest.raises(Unavailable, match="No space left on device"):
        transaction(case.db, lambda p: fire(p.connection, [forward], at=p.at))
    assert contents(case.db) == before
    tight.disk.clear()
    first, again = post(case.db, LONG), post(case.db, LONG)
    assert (first.status_code, first.json) == (200, again.json)
    assert (case.row.version, case.state) == (3, "expert_review")


def test_no_room_for_the_log(tight: Tight, case: Walk, post: Post) -> None:
    """The server ends itself, and can't come back before there is room."""
    admin = connect(case.db.url.render_as_string(hide_password=False).replace("+psycopg", ""))
    tight.disk.fill()
    with admin.connect() as connection:
        connection.execute(text("SELECT pg_switch_wal()"))
    admin.dispose()
    failed(post(case.db, LONG))
    with pytest.raises(OperationalError, match="connection"):
        case.db.connect()
    failed(post(case.db, LONG))
    tight.disk.clear()
    tight.server.revive()
    first, again = post(case.db, LONG), post(case.db, LONG)
    assert (first.status_code, first.json) == (200, again.json)
    assert (case.row.version, case.state) == (3, "expert_review")
