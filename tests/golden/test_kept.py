"""What earlier versions wrote: restored through every migration since, verified, replayed, and taken on."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select

from commands.cli import yizhan
from migrations.run import newest, revision
from models.case import cases, definitions, entries
from models.database import connect, transaction
from models.settings import Settings
from scheduler.tick import advance
from tests.databases import Postgres
from tests.golden.add import TEN_DAYS, WRITER, kept
from tests.golden.writer import send_again
from tests.world import holds
from workflows.looking import look_at
from workflows.rulebooks import keep_definitions, lifecycles
from workflows.verifying import verify

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'yizhan.db'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.empty()


@pytest.fixture(params=kept(), ids=lambda path: path.stem)
def restored(
    request: pytest.FixtureRequest, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """What a version wrote, restored by this one."""
    given = {"ENV": "demo", "CLOCK": "simulated", "DATA_DIR": str(tmp_path / "home"), "DATABASE_URL": url}
    for name, value in given.items():
        monkeypatch.setenv(f"YIZHAN_{name}", value)
    with ZipFile(request.param) as packed:
        packed.extractall(tmp_path / "kept")
    done = CliRunner().invoke(yizhan, ["restore", str(tmp_path / "kept")])
    assert done.exit_code == 0, done.output
    engine = connect(Settings().database_url, simulated=True)
    yield engine
    engine.dispose()


def test_what_a_version_wrote_is_read_by_every_later_one(restored: Engine, tmp_path: Path) -> None:
    """And its processes that still run write on under the new schema, until the last of them has stopped."""
    _is_whole(restored, tmp_path / "home")
    before = _many(restored)
    sent = (tmp_path / "kept" / f"{WRITER}-{restored.dialect.name}.jsonl").read_text("utf-8")
    assert send_again(restored, sent) > 5
    assert _many(restored) > before
    holds(restored)
    _goes_on(restored)


def _many(engine: Engine) -> int:
    asked = select(func.count()).select_from(entries)
    return transaction(engine, lambda p: p.connection.execute(asked).scalar_one(), writes=False)


def _is_whole(engine: Engine, home: Path) -> None:
    with engine.connect() as connection:
        assert revision(connection) == newest()
    report = verify(look_at(engine, home), replay=True)
    assert report.findings == [] and report.entries > 1000 and report.checkpoints == report.outside == 1
    used = select(cases.c.lifecycle).distinct()
    assert set(transaction(engine, lambda p: p.connection.execute(used).scalars().all())) <= set(lifecycles())
    kept_ones = select(definitions.c.digest)
    assert len(transaction(engine, lambda p: p.connection.execute(kept_ones).all())) >= len(lifecycles())


def _goes_on(engine: Engine) -> None:
    """The cases in flight meet their deadlines under this version."""
    transaction(engine, lambda p: keep_definitions(p.connection))  # as every server does when it starts
    before, at = _many(engine), transaction(engine, lambda p: p.at, writes=False)
    assert advance(engine, at + 12 * TEN_DAYS) > 0
    assert _many(engine) > before
    holds(engine)


def test_something_is_kept_and_never_written_anew() -> None:
    assert kept(), "python -m tests.golden.add"
