"""A Guangzhou with an open call, and the roads that its tests set out from."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.workflows.guangzhou.roads import open_call
from tests.world import holds, settle


@pytest.fixture
def gz(db: Engine) -> Iterator[Engine]:
    """The example offices and people, and a call open from March to the end of November 2026."""
    settle(db)
    open_call(db)
    yield db
    holds(db)


@pytest.fixture
def empty_gz(db: Engine) -> Iterator[Engine]:
    """The same without a call."""
    settle(db)
    yield db
    holds(db)
