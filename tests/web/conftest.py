"""A web application on a fresh database, and browsers of the people who use it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from flask_login import current_user
from sqlalchemy import Engine, insert

from models.database import Present, transaction
from models.settings import Settings
from models.user import users
from tests.web.browsing import PASSWORD
from web import passwords
from web.app import create_app
from web.doors import door
from web.problems import NotFound

Account = Callable[[str], str]


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    return create_app(Settings(env="test", clock="simulated", data_dir=tmp_path, upload_bytes=100_000), db)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of its own, with nobody signed in."""
    return app.test_client()


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password's hash, made once: a good hash is slow."""
    return passwords.make(PASSWORD)


@pytest.fixture
def account(db: Engine, hashed: str) -> Account:
    """Makes an account of this name, whose id is the name again."""

    def make(name: str) -> str:
        row = {"id": f"u-{name}", "name": name, "display": f"测试 {name}", "password": hashed}
        transaction(db, lambda p: p.connection.execute(insert(users).values(**row, created_at=p.now)))
        return row["id"]

    return make


@pytest.fixture
def places(app: Flask) -> None:
    """A page for everybody, one for accounts and one for settings admins."""
    places = Blueprint("places", __name__)

    @door(places, "/places/own", right="case.list", methods=("GET", "POST"))
    def mine(present: Present) -> str:
        assert present.visitor is not None
        return f"{present.visitor.id} {current_user.id}"

    @door(places, "/admin", right="clock.move")
    def admin(present: Present) -> str:
        return "admin"

    @door(places, "/gone/<what>", right="public.read")
    def gone(present: Present, what: str) -> str:
        raise NotFound

    app.register_blueprint(places)
