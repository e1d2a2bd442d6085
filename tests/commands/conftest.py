"""A new installation on this machine, and the command line on it as a person types it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from commands.cli import yizhan
from migrations.run import upgrade
from models.database import connect

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new installation, to be copied."""
    folder = tmp_path_factory.mktemp("upgraded")
    upgrade(f"sqlite:///{folder / 'yizhan.db'}")
    return folder


@pytest.fixture
def run(upgraded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a fresh, upgraded installation with a simulated clock."""
    shutil.copytree(upgraded, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("YIZHAN_ENV", "test")
    monkeypatch.setenv("YIZHAN_CLOCK", "simulated")
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))

    def run(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(yizhan, arguments, input=given)

    return run


@pytest.fixture
def installed_db(run: Run, tmp_path: Path) -> Engine:
    """The database behind `run`."""
    return connect(f"sqlite:///{tmp_path / 'yizhan.db'}", simulated=True)


@pytest.fixture
def demo(run: Run, filled: Path, tmp_path: Path) -> Run:
    """`run` on an installation that the demo filled."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return run
