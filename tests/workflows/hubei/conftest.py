"""A Hubei with an open call."""

import pytest
from sqlalchemy import Engine

from tests.workflows.hubei.roads import open_call
from tests.workflows.hubei.world import settle


@pytest.fixture
def hb(db: Engine) -> Engine:
    """The example units and people, and a call open in 2026."""
    settle(db)
    open_call(db)
    return db


@pytest.fixture
def empty_hb(db: Engine) -> Engine:
    """The same without a call."""
    settle(db)
    return db
