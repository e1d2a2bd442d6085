"""A Guangzhou with an open call, whose invariants every fault must leave whole."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.workflows.guangzhou.roads import open_call
from tests.world import holds, settle


@pytest.fixture
def gz(db: Engine) -> Iterator[Engine]:
    settle(db)
    open_call(db)
    yield db
    holds(db)
