"""A Wuhan to try the draft in."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import Images
from tests.workflows.wuhan.world import settle
from tests.world import holds


@pytest.fixture
def wh(db: Engine, images: Images) -> Iterator[Engine]:
    """The example offices and people, on a simulated clock: a draft may be tried out."""
    images.bring(db, settle)
    yield db
    holds(db)
