"""A Jiangsu with its lists of specialised enterprises."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import Images
from tests.workflows.jiangsu.world import settle
from tests.world import holds


@pytest.fixture
def js(db: Engine, images: Images) -> Iterator[Engine]:
    """The example offices, people and firms."""
    images.bring(db, settle)
    yield db
    holds(db)
