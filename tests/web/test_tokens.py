"""Tokens hold for a time, are made by whoever knows the password, and end when their holder or keeper says so."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from models.database import transaction
from models.settings import Settings
from models.tokens import DAY, give_token, open_tokens
from models.user import tokens
from tests.web.accounts import make, post, settle
from tests.web.browsing import PASSWORD, sign_in
from web.app import create_app

CODE = "91440101MA5EXMPA0X"


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    return create_app(Settings(env="test", data_dir=tmp_path, secret_key="x" * 40), db)


@pytest.fixture
def people(db: Engine, hashed: str) -> dict[str, str]:
    return {
        "clerk": make(db, "clerk", ("office_clerk", "gz-tianhe"), password=hashed),
        "admin": make(db, "admin", ("accounts_admin", "gz-tianhe"), password=hashed),
        "far": make(db, "far", ("accounts_admin", "gz-yuexiu"), password=hashed),
    }


def calls(app: Flask, secret: str) -> int:
    asked = {"Authorization": f"Bearer {secret}"}
    return app.test_client().get("/api/v1/cases", headers=asked).status_code


def made(client: FlaskClient, **fields: str) -> TestResponse:
    return post(client, "/account/tokens", page="/account/tokens", **fields)


def test_a_token_is_made_with_the_password_shown_once_and_ended(
    app: Flask, client: FlaskClient, db: Engine, people: dict[str, str]
) -> None:
    sign_in(client, "clerk")
    assert made(client, password="not theirs", days="30").status_code == 422
    answer = made(client, password=PASSWORD, days="30")
    (secret,) = re.findall(r'data-copy="([\w-]{43})"', answer.text)
    assert answer.headers["Cache-Control"] == "no-store" and calls(app, secret) == 200
    page = client.get("/account/tokens").text
    assert secret not in page
    (kept,) = transaction(db, lambda p: open_tokens(p.connection, people["clerk"], p.now), writes=False)
    assert kept.until - kept.created_at == 30 * DAY and kept.digest.hex() in page
    post(client, "/account/tokens/end", page="/account/tokens", mark=kept.digest.hex())
    assert calls(app, secret) == 401


def test_a_token_runs_out(app: Flask, db: Engine, people: dict[str, str]) -> None:
    secret = transaction(db, lambda p: give_token(p.connection, people["clerk"], now=p.now, days=1))
    assert calls(app, secret) == 200
    transaction(db, lambda p: p.connection.execute(update(tokens).values(until=p.now)))
    assert calls(app, secret) == 401


def test_whoever_keeps_the_account_ends_them_and_nobody_else(
    app: Flask, client: FlaskClient, db: Engine, people: dict[str, str]
) -> None:
    clerk = people["clerk"]
    first, second = (transaction(db, lambda p: give_token(p.connection, clerk, now=p.now)) for _ in range(2))
    elsewhere = app.test_client()
    sign_in(elsewhere, "far")
    assert post(elsewhere, f"/accounts/{clerk}/end-tokens", page="/account").status_code == 404
    assert (calls(app, first), calls(app, second)) == (200, 200)
    sign_in(client, "admin")
    assert post(client, f"/accounts/{clerk}/end-tokens", page="/account").status_code == 302
    assert (calls(app, first), calls(app, second)) == (401, 401)
    assert "API tokens ended" in client.get(f"/accounts/{clerk}?lang=en").text


def test_a_unit_has_several_contacts_and_a_person_several_units(
    app: Flask, client: FlaskClient, db: Engine, people: dict[str, str]
) -> None:
    """From the next request on: the account speaks for them, and speaks for them no more."""
    clerk = people["clerk"]
    sign_in(client, "admin")
    page = f"/accounts/{clerk}"
    wrong = post(client, f"{page}/speak-for", page=page, kind="organisation", number="91440101MA5EXMPA00")
    assert wrong.status_code == 422 and "credit code" in wrong.text
    assert post(client, f"{page}/speak-for", page=page, kind="enterprise", number=CODE).status_code == 302
    assert post(client, f"{page}/speak-for", page=page, kind="organisation", number=f" {CODE} ").status_code == 302
    theirs = app.test_client()
    sign_in(theirs, "clerk")
    assert theirs.get("/account").text.count(CODE) == 2
    assert post(client, f"{page}/be-silent", page=page, kind="enterprise", number=CODE).status_code == 302
    assert theirs.get("/account").text.count(CODE) == 1
    shown = client.get(f"{page}?lang=en").text
    assert "Speaks for somebody more" in shown and "Speaks for somebody no more" in shown
