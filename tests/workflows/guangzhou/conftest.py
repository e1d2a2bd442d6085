"""A Guangzhou with an open call, and the roads that its tests set out from."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import Images
from tests.workflows.guangzhou.roads import called
from tests.world import holds, settle


@pytest.fixture
def gz(db: Engine, images: Images) -> Iterator[Engine]:
    """The example offices and people, and a call open from March to the end of November 2026."""
    images.bring(db, called)
    yield db
    holds(db)


@pytest.fixture
def empty_gz(db: Engine, images: Images) -> Iterator[Engine]:
    """The same without a call."""
    images.bring(db, settle)
    yield db
    holds(db)
