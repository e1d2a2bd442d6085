"""The database fails in the middle: 503 with Retry-After, nothing half done, and the same key gets the first answer."""

import errno
import os
import resource
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from models import database
from models.database import Present, Unavailable, Unsettled, bound, connect, transaction
from models.files import Files
from tests.faults.conftest import Post, failed
from tests.faults.proxy import Cut, through
from tests.faults.test_crash_points import contents
from tests.walk import Walk, moment
from tests.world import DISTRICT
from workflows.engine import fire
from workflows.moves import Attempt


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
@pytest.mark.parametrize(("cut", "stored"), [("before", 2), ("after", 3)])
def test_a_connection_cut_within_commit(case: Walk, post: Post, cut: Cut, stored: int) -> None:
    with through(case.db.url.render_as_string(hide_password=False)) as proxy:
        far = connect(proxy.url, simulated=True)
        proxy.cut = cut
        failed(answer := post(far))
        assert "不会重复办理" in str(answer.json)
        assert case.row.version == stored
        first, again = post(far), post(far)
        far.dispose()
    assert (first.status_code, first.json) == (200, again.json)
    assert (case.row.version, case.state) == (3, "expert_review")


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
def test_a_commit_of_unknown_fate_is_never_run_again(case: Walk) -> None:
    ran = []

    def work(present: Any) -> None:
        ran.append(present)
        fire(
            present.connection,
            [Attempt(case.id, "forward", DISTRICT, data={"opinion": "同意"})],
            at=moment("2026-03-02"),
        )

    with through(case.db.url.render_as_string(hide_password=False)) as proxy:
        far = connect(proxy.url, simulated=True)
        proxy.cut = "after"
        with pytest.raises(Unsettled):
            transaction(far, work)
        far.dispose()
    assert (len(ran), case.row.version) == (1, 3)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_commit_for_which_readers_do_not_make_way(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is given to nobody: it would still be within that transaction, and hold its locks."""
    monkeypatch.setattr(database, "PAUSE", 0)
    event.listen(db, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))

    def work(present: Present) -> None:
        present.connection.execute(text("UPDATE users SET name = name"))

    with connect(str(db.url)).connect().execution_options(writes=False) as reader:
        reader.execute(text("SELECT count(*) FROM cases")).all()
        with pytest.raises(Unavailable):
            transaction(db, work)
    transaction(db, work)


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
def test_a_full_disk_of_the_server(case: Walk, post: Post) -> None:
    """The server's own error, with its code, at the write of the outbox: three writes are done by then."""
    full = "BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END"
    with case.db.begin() as connection:
        connection.execute(text(f"CREATE FUNCTION pg_temp_full() RETURNS trigger LANGUAGE plpgsql AS $${full}$$"))
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON outbox EXECUTE FUNCTION pg_temp_full()"))
    before = contents(case.db)
    try:
        failed(post(case.db))
        assert contents(case.db) == before
    finally:
        with case.db.begin() as connection:
            connection.execute(text("DROP FUNCTION pg_temp_full CASCADE"))
    assert post(case.db).json == post(case.db).json
    assert case.state == "expert_review"


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_full_disk_under_sqlite(case: Walk, post: Post) -> None:
    """No file of this process may grow, as if the disk were full: the journal can't be written."""
    before, (soft, hard) = contents(case.db), resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, hard))
        answer = post(case.db)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    failed(answer)
    assert contents(case.db) == before
    assert post(case.db).json == post(case.db).json
    assert case.state == "expert_review"


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_sqlite_locked_by_another(case: Walk, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient = connect(f"sqlite:///{case.db.url.database}", simulated=True)
    with impatient.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")  # its one connection goes back to the pool
    other = sqlite3.connect(case.db.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    failed(post(impatient))
    other.execute("ROLLBACK")
    other.close()
    assert post(impatient).status_code == 200
    impatient.dispose()


def test_the_database_away(case: Walk, post: Post, tmp_path: Path) -> None:
    away = {"sqlite": f"sqlite:///{tmp_path / 'no' / 'such.db'}", "postgresql": "postgresql://x@127.0.0.1:1/x"}
    gone = connect(away[case.db.dialect.name], simulated=True)
    failed(post(gone))
    gone.dispose()
    assert post(case.db).status_code == 200


def test_a_server_stores_nothing_that_came_long_ago(case: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publicity is concluded 120 s after its end: what was sent in time has been stored by then, or is refused."""
    monkeypatch.setattr(database, "LONGEST_WRITE", 0)
    slow = connect(case.db.url.render_as_string(hide_password=False).replace("+psycopg", ""), simulated=True)
    forward = Attempt(case.id, "forward", DISTRICT, data={"opinion": "同意"})
    bound(slow)
    with pytest.raises(Unavailable):
        transaction(slow, lambda p: fire(p.connection, [forward], at=moment("2026-03-02")))
    slow.dispose()
    assert case.row.version == 2


def test_a_full_disk_for_a_file(tmp_path: Path) -> None:
    class Full:
        def read(self, _: int) -> bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(Unavailable):
        Files(tmp_path).put(Full())
    assert list(tmp_path.iterdir()) == []
