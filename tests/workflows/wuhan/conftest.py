"""A Wuhan to try the draft in."""

import pytest
from sqlalchemy import Engine

from tests.workflows.wuhan.world import settle


@pytest.fixture
def wh(db: Engine) -> Engine:
    """The example offices and people, on a simulated clock: a draft may be tried out."""
    settle(db)
    return db
