"""A Jiangsu with its lists of specialised enterprises."""

import pytest
from sqlalchemy import Engine

from tests.workflows.jiangsu.world import settle


@pytest.fixture
def js(db: Engine) -> Engine:
    """The example offices, people and firms."""
    settle(db)
    return db
