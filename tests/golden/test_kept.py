"""What earlier versions wrote: restored through every migration since, verified, replayed, and taken on."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select

from commands.cli import yizhan
from migrations.run import newest, revision
from models.case import cases, definitions, entries
from models.database import connect, transaction
from models.settings import Settings
from scheduler.tick import advance
from tests.databases import Postgres
from tests.golden.add import kept
from tests.world import holds
from workflows.looking import look_at
from workflows.rulebooks import lifecycles
from workflows.verifying import verify

TEN_DAYS = 10 * 86_400_000_000
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'yizhan.db'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.empty()


@pytest.mark.parametrize("golden", kept(), ids=lambda path: path.stem)
def test_what_a_version_wrote_is_read_by_every_later_one(
    golden: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"ENV": "demo", "CLOCK": "simulated", "DATA_DIR": str(tmp_path / "home"), "DATABASE_URL": url}
    for name, value in given.items():
        monkeypatch.setenv(f"YIZHAN_{name}", value)
    with ZipFile(golden) as packed:
        packed.extractall(tmp_path / "kept")
    done = CliRunner().invoke(yizhan, ["restore", str(tmp_path / "kept")])
    assert done.exit_code == 0, done.output
    engine = connect(Settings().database_url, simulated=True)
    try:
        _is_whole(engine, tmp_path / "home")
        _goes_on(engine)
    finally:
        engine.dispose()


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
    before = transaction(engine, lambda p: p.connection.execute(select(entries.c.case_id)).all(), writes=False)
    at = transaction(engine, lambda p: p.at, writes=False)
    assert advance(engine, at + TEN_DAYS) > 0
    after = transaction(engine, lambda p: p.connection.execute(select(entries.c.case_id)).all(), writes=False)
    assert len(after) > len(before)
    holds(engine)


def test_something_is_kept_and_never_written_anew() -> None:
    assert kept(), "python -m tests.golden.add"
