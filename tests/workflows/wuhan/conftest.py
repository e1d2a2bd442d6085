"""A Wuhan to try the draft in."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.workflows.wuhan.world import settle
from tests.world import holds


@pytest.fixture
def wh(db: Engine) -> Iterator[Engine]:
    """The example offices and people, on a simulated clock: a draft may be tried out."""
    settle(db)
    yield db
    holds(db)
