"""A served application for each test that asks for its address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.browser.town import found, served


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Engine]:
    """A Guangzhou with people and an open call, on the morning of Monday 2026-09-14."""
    engine = found(tmp_path, on="2026-09-14 09:00:00")
    yield engine
    engine.dispose()


@pytest.fixture
def address(town: Engine, tmp_path: Path) -> Iterator[str]:
    with served(town, tmp_path) as address:
        yield address
