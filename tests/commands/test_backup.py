"""A backup comes back whole, into either kind of database, and nothing spoilt or mixed is ever restored."""

import gzip
import io
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, insert, select, update

from commands.cli import yizhan
from migrations.run import tables, upgrade
from models.case import cases
from models.crash_points import Point
from models.database import connect, transaction
from models.files import Files
from models.material import materials
from models.sign_in import open_session, sessions
from tests.databases import Postgres
from tests.walk import Walk
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import BUREAU, holds, settle
from workflows.erasing import NO_FILE
from workflows.moves import Entry

LATER = {"sessions", "passes", "reference"}  # everybody is signed out by a restoration; a clock goes on


@pytest.fixture
def home(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a case in publicity, whose papers are there, and somebody signed in."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("YIZHAN_ENV", "test")
    monkeypatch.setenv("YIZHAN_DATABASE_URL", empty_url)
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(folder))
    upgrade(empty_url)
    engine = connect(empty_url)
    settle(engine)
    open_call(engine)
    in_publicity(engine)
    stored = Files(folder / "files").put(io.BytesIO(b"%PDF-1.4 paper"))
    given = {"sha256": stored.sha256, "size": stored.size}
    extra = insert(materials).values(case_id=1, kind="proof", name="示例.pdf", media="application/pdf", version=1,
                                     uploaded_by="u-hq", uploaded_at=1, **given)  # fmt: skip
    transaction(engine, lambda p: p.connection.execute(extra))
    unwritten = update(materials).where(materials.c.sha256 == "00" * 32).values(sha256=NO_FILE, removed_at=1)
    transaction(engine, lambda p: p.connection.execute(unwritten))
    transaction(engine, lambda p: open_session(p.connection, "u-hq", "hq", "", p.now))
    (folder / "keys").mkdir()
    (folder / "keys" / "kept").write_text("a key")
    engine.dispose()
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(yizhan, [str(a) for a in arguments])


def rows(url: str) -> dict[str, list[Any]]:
    engine = connect(url)
    found = {}
    with engine.connect() as connection:
        for table in tables().sorted_tables:
            if table.name not in LATER:
                found[table.name] = [tuple(r) for r in connection.execute(select(table).order_by(*table.primary_key))]
    engine.dispose()
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Makes the next commands speak of an empty installation of that kind; its database's address."""

    def move() -> str:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.empty() if request.param == "postgres" else f"sqlite:///{tmp_path / 'new' / 'yizhan.db'}"
        monkeypatch.setenv("YIZHAN_DATABASE_URL", url)
        monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path / "new"))
        return url

    return move


def test_it_comes_back_whole_and_goes_on(
    home: Path, tmp_path: Path, empty_url: str, elsewhere: Callable[[], str]
) -> None:
    made = run("backup", "--to", tmp_path / "kept")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "kept").stat().st_mode & 0o77 == 0
    before = rows(empty_url)
    url = elsewhere()
    done = run("restore", tmp_path / "kept")
    assert done.exit_code == 0, done.output
    assert "Verified" in done.output
    assert rows(url) == before
    assert (tmp_path / "new" / "keys" / "kept").read_text() == "a key"
    engine = connect(url, simulated=True)
    _goes_on(engine)
    engine.dispose()
    assert "isn't empty" in run("restore", tmp_path / "kept").output


def _goes_on(engine: Engine) -> None:
    asked = select(cases.c.id, cases.c.number).where(cases.c.state == "publicity")
    id, number = transaction(engine, lambda p: tuple(p.connection.execute(asked).one()))
    Walk(engine, Entry(id, number, 1, "", b"")).wait(until="2026-10-11 00:02:00")
    Walk.open(engine, "guangzhou/2025/call", BUREAU, "gz-bureau", on="2026-10-12")  # numbers go on after the last
    holds(engine)
    left = transaction(engine, lambda p: p.connection.execute(select(sessions.c.ended_at)).scalars().all())
    assert left and all(left)


def _spoil_a_row(kept: Path) -> None:
    table = kept / "rows" / "cases.jsonl.gz"
    table.write_bytes(gzip.compress(gzip.decompress(table.read_bytes()).replace(b"publicity", b"certified")))


def _spoil_a_file(kept: Path) -> None:
    (stored,) = (kept / "files").glob("??/*")
    stored.chmod(0o600)
    stored.write_bytes(b"other")


def _make_newer(kept: Path) -> None:
    manifest = kept / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "revision": "9999"}))


SPOILT: tuple[Callable[[Path], object], ...] = (
    _spoil_a_row,
    _spoil_a_file,
    _make_newer,
    lambda kept: (kept / "manifest.json").unlink(),
    lambda kept: (kept / "rows" / "entries.jsonl.gz").unlink(),
    lambda kept: shutil.rmtree(kept / "files"),
)


# Before its rows are stored; when they are, with the first of its files.
@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("elsewhere", "point"), [("sqlite", Point.COMMITTING), ("postgres", Point.FILE_KEPT)], indirect=["elsewhere"]
)
def test_a_restoration_that_is_killed_leaves_nothing_that_could_be_taken_for_whole(
    home: Path, tmp_path: Path, elsewhere: Callable[[], str], point: Point
) -> None:
    assert run("backup", "--to", tmp_path / "kept").exit_code == 0
    elsewhere()
    died = [sys.executable, "-m", "tests.commands.dying_restore", str(tmp_path / "kept"), point]
    assert subprocess.run(died, check=False, timeout=120).returncode == -signal.SIGKILL
    for command in (["verify"], ["db", "upgrade"], ["serve"], ["restore", tmp_path / "kept"]):
        refused = run(*command)
        assert refused.exit_code == 1 and "A restoration broke off here" in refused.output, command
    shutil.rmtree(tmp_path / "new")
    elsewhere()
    assert "Verified" in run("restore", tmp_path / "kept").output
    assert run("verify").exit_code == 0


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)
def test_nothing_spoilt_is_restored(home: Path, tmp_path: Path, elsewhere: Callable[[], str]) -> None:
    assert run("backup", "--to", tmp_path / "kept").exit_code == 0
    elsewhere()
    for n, spoil in enumerate(SPOILT):
        kept = shutil.copytree(tmp_path / "kept", tmp_path / f"kept-{n}")
        spoil(kept)
        refused = run("restore", kept)
        assert refused.exit_code == 1 and "nothing was changed" in refused.output, n
        assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_a_backup_says_what_was_missing_and_takes_only_an_empty_folder(home: Path, tmp_path: Path) -> None:
    (stored,) = (home / "files").glob("??/*")
    stored.unlink()
    made = run("backup", "--to", tmp_path / "kept")
    assert made.exit_code == 1 and "1 files that the database names are missing" in made.output
    assert "isn't empty" in run("backup", "--to", tmp_path / "kept").output
