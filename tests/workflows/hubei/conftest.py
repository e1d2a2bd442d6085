"""A Hubei with an open call."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.workflows.hubei.roads import open_call
from tests.workflows.hubei.world import settle
from tests.world import holds


@pytest.fixture
def hb(db: Engine) -> Iterator[Engine]:
    """The example units and people, and a call open in 2026."""
    settle(db)
    open_call(db)
    yield db
    holds(db)


@pytest.fixture
def empty_hb(db: Engine) -> Iterator[Engine]:
    """The same without a call."""
    settle(db)
    yield db
    holds(db)
