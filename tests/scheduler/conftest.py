"""Guangzhou with its people, and calls whose clocks are cheap to have many of."""

import pytest
from sqlalchemy import Engine, update

from models.case import cases
from models.database import transaction
from tests.databases import Images
from tests.walk import Walk
from tests.world import BUREAU, settle


@pytest.fixture
def gz(db: Engine, images: Images) -> Engine:
    images.bring(db, settle)
    return db


def call(db: Engine, year: int) -> Walk:
    """A scheduled call that opens on 1 March of its year and closes at the end of the month."""
    walk = Walk.open(db, "guangzhou/2025/call", BUREAU, "gz-bureau", on="2026-01-10")
    return walk.take("schedule", BUREAU, on="2026-01-10", title="示例申报通知", year=year,
                     opens_on=f"{year}-03-01", closes_on=f"{year}-03-31")  # fmt: skip


def spoil(walk: Walk) -> None:
    """Lose the case's form, so that its next clock fails on our side."""
    lost = update(cases).where(cases.c.id == walk.id).values(data="{}")
    transaction(walk.db, lambda present: present.connection.execute(lost))
