"""A Guangzhou with an open call, and the roads that its tests set out from."""

import pytest
from sqlalchemy import Engine

from tests.workflows.guangzhou.roads import open_call
from tests.world import settle


@pytest.fixture
def gz(db: Engine) -> Engine:
    """The example offices and people, and a call open from March to the end of November 2026."""
    settle(db)
    open_call(db)
    return db


@pytest.fixture
def empty_gz(db: Engine) -> Engine:
    """The same without a call."""
    settle(db)
    return db
