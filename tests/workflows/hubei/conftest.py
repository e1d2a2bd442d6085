"""A Hubei with an open call."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import Images
from tests.workflows.hubei.roads import called
from tests.workflows.hubei.world import settle
from tests.world import holds


@pytest.fixture
def hb(db: Engine, images: Images) -> Iterator[Engine]:
    """The example units and people, and a call open in 2026."""
    images.bring(db, called)
    yield db
    holds(db)


@pytest.fixture
def empty_hb(db: Engine, images: Images) -> Iterator[Engine]:
    """The same without a call."""
    images.bring(db, settle)
    yield db
    holds(db)
