"""The town, built once for all tests of this folder; and a log that must stay free of what was typed."""

import logging
from collections.abc import Iterator

import pytest

from tests.security.stage import Records, Stage
from tests.security.strings import STRINGS

TYPED = [s for s in STRINGS if len(s) > 5 and not s.isalnum()]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield Stage(tmp_path_factory.mktemp("town"))


@pytest.fixture
def stage(town: Stage) -> Iterator[Stage]:
    """As it was built; a test that changes rows leaves none behind."""
    yield town
    if town.changed():
        town.put_back()


@pytest.fixture
def clean_log() -> Iterator[Records]:
    """Every line that any logger says, whoever listens; afterwards none may hold a hostile text or a control sign."""
    records = Records()
    logging.getLogger().addHandler(records)
    yield records
    logging.getLogger().removeHandler(records)
    for line in records.lines:
        assert line.isprintable() and not any(s in line for s in TYPED), line
