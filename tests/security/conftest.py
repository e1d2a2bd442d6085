"""The town, built once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.security.stage import Stage


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield Stage(tmp_path_factory.mktemp("town"))


@pytest.fixture
def stage(town: Stage) -> Iterator[Stage]:
    """As it was built; a test that changes rows leaves none behind."""
    yield town
    if town.changed():
        town.put_back()
