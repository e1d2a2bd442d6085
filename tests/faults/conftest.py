"""A Guangzhou with an open call, whose invariants every fault must leave whole; and a step that is posted again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.files import Files
from models.settings import Settings
from models.tokens import give_token
from tests.databases import Images
from tests.walk import Walk
from tests.workflows.guangzhou.roads import called, submitted
from tests.world import DISTRICT, holds
from web.app import create_app
from web.installation import Installation

Post = Callable[..., Any]


@pytest.fixture
def gz(db: Engine, images: Images) -> Iterator[Engine]:
    images.bring(db, called)
    yield db
    holds(db)


@pytest.fixture
def case(gz: Engine) -> Walk:
    return submitted(gz)


@pytest.fixture
def post(case: Walk, tmp_path: Path) -> Post:
    """Forward the case by the API on this engine, each time by the same key."""
    token = transaction(case.db, lambda p: give_token(p.connection, DISTRICT.account, now=p.now))
    settings = Settings(env="test", clock="simulated", data_dir=tmp_path)
    app = create_app(settings, case.db)
    path = f"/api/v1/cases/{case.number}/steps/forward"
    head = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}

    def send(engine: Engine, opinion: str = "同意") -> Any:
        app.extensions["yizhan"] = Installation(settings, engine, Files(tmp_path / "files"))
        return app.test_client().post(path, json={"version": 2, "data": {"opinion": opinion}}, headers=head)

    return send


def failed(answer: Any) -> None:
    assert (answer.status_code, answer.json["code"], "Retry-After" in answer.headers) == (503, "try_again", True)
