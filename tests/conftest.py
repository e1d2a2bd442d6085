"""What every test may ask for: a fresh database of either kind, a real Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

from commands.cli import yizhan
from models.database import connect
from tests.databases import Images, Postgres, fill
from tests.haste import (
    collect_seldom,
    compile_statements_once,
    compile_templates_once,
    hash_lightly,
    keep_files_in_memory,
    wait_for_a_busy_machine,
)

KINDS = ("sqlite", "postgres")
OURS = {"YIZHAN_CHROMIUM", "YIZHAN_PICTURES"}  # what a developer tells the tests themselves
# As root in a container Chromium has no sandbox of its own; the others keep it off the network.
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
# The first is the same Chromium without a window's machinery, at two thirds of the cost.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = (
    "no Chromium: set YIZHAN_CHROMIUM or install one (Debian: apt-get install chromium-headless-shell fonts-noto-cjk)"
)


@pytest.fixture(scope="session", autouse=True)
def haste(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compile_statements_once(patch)
        compile_templates_once(patch, tmp_path_factory.mktemp("templates"))
        hash_lightly(patch)
        collect_seldom()
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server a session; ask for `db` or `empty_db` instead, unless it is the server that you test."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Images:
    """What `db` is brought to before many tests begin."""
    return Images(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables and what every database has, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "filled.db"
    engine = connect(f"sqlite:///{file}")
    fill(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that the demo filled, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"ENV": "test", "CLOCK": "simulated", "DATA_DIR": str(folder)}.items():
            patch.setenv(f"YIZHAN_{name}", value)
        for arguments in (["db", "upgrade"], ["demo"]):
            said = CliRunner().invoke(yizhan, arguments)
            assert said.exit_code == 0, said.output
    return folder


@pytest.fixture(params=KINDS)
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database with all tables, the reference row and the calendar, and nothing else; on both kinds.

    Its simulated clock stands at the real time until a test moves it.
    """
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("filled_file"), tmp_path / "test.db")
        url = f"sqlite:///{tmp_path / 'test.db'}"
    else:
        url = request.getfixturevalue("postgres").cleared()
    engine = connect(url, simulated=True)
    yield engine
    engine.dispose()


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table; on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    new: Callable[[], str] = request.getfixturevalue("postgres").empty
    return new()


def chromium_path() -> str | None:
    named = os.environ.get("YIZHAN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the test is skipped, and the summary says so."""
    path = chromium_path()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def pytest_configure() -> None:
    keep_files_in_memory()
    wait_for_a_busy_machine()
    for name in [name for name in os.environ if name.startswith("YIZHAN_") and name not in OURS]:
        del os.environ[name]  # a developer's own settings don't reach the tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests did not run: {NO_CHROMIUM}", red=True)
