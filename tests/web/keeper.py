"""The settings administrator of an installation, whose pages several tests open."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, update

from models.database import Present, transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import grants, users
from tests.walk import moment
from tests.web.browsing import sign_in
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle
from web.app import create_app


def kept(db: Engine, folder: Path, hashed: str, *, office: str = "gz-bureau", on: str) -> Flask:
    """The application over the example world on this day: everybody has the password, `settings` keeps the settings."""

    def work(present: Present) -> None:
        row = {"id": "u-settings", "name": "settings", "display": "示例设置员", "created_at": present.now}
        write = present.connection.execute
        write(insert(users).values(row))
        write(insert(grants).values(user_id="u-settings", role="settings_admin", office=office))
        write(update(users).values(password=hashed))
        start_clock(present.connection, at=moment(on), now=present.now)

    settle(db)
    open_call(db)
    transaction(db, work)
    return create_app(Settings(env="test", clock="simulated", data_dir=folder), db)


def browser(app: Flask, name: str = "settings") -> FlaskClient:
    """Somebody's browser, in English."""
    client = app.test_client()
    assert sign_in(client, name).status_code == 302
    client.get("/deadlines?lang=en")
    return client
