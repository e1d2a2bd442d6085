"""A desk at work: the example world in the morning of 2026-03-02, a colleague at the district, everybody signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, update

from models.database import Present, transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import grants, users
from scheduler.tick import advance
from tests.databases import Images
from tests.walk import moment
from tests.web.browsing import sign_in, token_on
from tests.workflows.guangzhou.roads import called
from web.app import create_app

Browser = Callable[[str], "Desk"]


class Desk:
    """Somebody's browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def numbers(self, path: str) -> list[str]:
        """The cases on a list, in its order."""
        return [line.partition('"')[0] for line in self.text(path).split('name="case" value="')[1:]]

    def post(self, path: str, **data: object):
        return self.client.post(path, data={"csrf_token": token_on(self.text("/work")), **data})


@pytest.fixture
def app(db: Engine, images: Images, tmp_path: Path, hashed: str) -> Flask:
    images.bring(db, called)

    def people(present: Present) -> None:
        write = present.connection.execute
        write(insert(users).values(id="u-colleague", name="colleague", display="示例同事", created_at=present.now))
        write(insert(grants).values(user_id="u-colleague", role="district_reviewer", office="gz-tianhe"))
        write(update(users).values(password=hashed))
        start_clock(present.connection, at=moment("2026-03-02"), now=present.now)

    transaction(db, people)
    settings = Settings(env="test", clock="simulated", data_dir=tmp_path, upload_bytes=100_000)
    return create_app(settings, db, advance=advance)


@pytest.fixture
def browser(app: Flask) -> Browser:
    def open_as(name: str) -> Desk:
        client = app.test_client()
        assert sign_in(client, name).status_code == 302
        client.get("/work?lang=zh")
        return Desk(client)

    return open_as
