"""Where somebody who found a hole reports it: a file that programs look for, where the operator named somebody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.database import transaction
from models.settings import Settings
from web.app import create_app

PATH = "/.well-known/security.txt"


def test_without_an_address_there_is_no_page(app: Flask, client: FlaskClient) -> None:
    assert client.get(PATH).status_code == 404


def test_it_names_the_address_and_holds_for_half_a_year(db: Engine, tmp_path: Path) -> None:
    settings = Settings(
        env="test", data_dir=tmp_path, security_contact="mailto:holes@example.org", base_url="https://station.example/"
    )
    answer = create_app(settings, db).test_client().get(PATH)
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain" and told["Contact"] == "mailto:holes@example.org"
    assert told["Canonical"] == f"https://station.example{PATH}" and told["Preferred-Languages"] == "zh, en"
    now = datetime.fromtimestamp(transaction(db, lambda p: p.now, writes=False) / 1_000_000, UTC)
    left = datetime.fromisoformat(told["Expires"]) - now
    assert timedelta(days=178) < left < timedelta(days=182)
