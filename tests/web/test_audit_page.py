"""The auditor's first page: a look is asked for, taken up beside the page, and what it found stays there to be read."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, text

from models import sign_in
from models.database import Present, transaction
from models.settings import Settings
from models.user import grants, users
from models.witness import witnesses
from scheduler.checkpointing import Checkpointer
from scheduler.watching import Watch
from tests.evidence.tampering import open_up
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle
from web.app import create_app


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    open_call(db)
    Checkpointer(db, tmp_path)(at_once=True)
    made: Flask = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def auditor(app: Flask, db: Engine) -> FlaskClient:
    def make(p: Present) -> str:
        p.connection.execute(insert(users).values(id="u-audit", name="audit", display="示例", created_at=p.now))
        p.connection.execute(insert(grants).values(user_id="u-audit", role="auditor", office="gz-bureau"))
        sent = {"address": "archive@example.com", "size": 0, "tries": 1, "wake_at": 0, "last_error": "SMTPError 451"}
        p.connection.execute(insert(witnesses).values(sent))
        return sign_in.open_session(p.connection, "u-audit", "u-audit", "", p.now)

    client = app.test_client()
    client.set_cookie("yizhan", transaction(db, make))
    return client


def test_a_look_is_asked_for_goes_on_and_is_read(auditor: FlaskClient, db: Engine, tmp_path: Path) -> None:
    assert "尚未核验" in auditor.get("/audit").text
    assert auditor.post("/audit/verify").location == "/audit"
    page = auditor.get("/audit").text
    assert "已请求核验" in page and "现在核验" not in page
    assert Watch(db, tmp_path)() is not None
    page = auditor.get("/audit").text
    assert "未发现改动" in page and "其根为" in page and "现在核验" in page
    assert "archive@example.com" in page and "SMTPError 451" in page


def test_all_that_was_found_is_named(auditor: FlaskClient, db: Engine, tmp_path: Path) -> None:
    with db.begin() as connection:
        open_up(connection)
        connection.execute(text("UPDATE entries SET actor = 'u-other'"))
    auditor.post("/audit/verify")
    Watch(db, tmp_path)()
    page = auditor.get("/audit?lang=en").text
    assert "The history was changed" in page and "GZ-2026-000001/2</bdi>: its columns say" in page
