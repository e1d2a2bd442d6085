"""Invitations and second factors: from a one-time link to a session, and what opens nothing on the way."""

import re
import secrets
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from models import accounts, passes, sign_in
from models.database import transaction
from models.settings import Settings
from tests.web.accounts import code_of, count, forget_steps, make, post, secret_on, settle
from tests.web.browsing import PASSWORD, token_on
from tests.web.browsing import sign_in as enter
from web.app import create_app

DESK = ("district_reviewer", "gz-tianhe")
NEW = "四个不相干的词 horse battery"


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    settings = Settings(env="test", data_dir=tmp_path, second_factor="required", secret_key=secrets.token_hex(32))
    return create_app(settings, db)


def invited(db: Engine, id: str) -> str:
    return transaction(db, lambda p: f"/invitation/{accounts.invite(p.connection, id, now=p.now)}")


def enrol(client: FlaskClient, db: Engine, hashed: str) -> tuple[str, list[str]]:
    """Sign in for the first time and set up an authenticator: its secret and the recovery codes."""
    make(db, "chen", DESK, password=hashed)
    assert enter(client, "chen").location == "/sign-in/set-up"
    secret = secret_on(client.get("/sign-in/set-up").text)
    done = post(client, "/sign-in/set-up", page="/sign-in/set-up", code=code_of(db, secret))
    return secret, re.findall(r"<li><code>([A-Z2-7-]+)</code>", done.text)


def answer(client: FlaskClient, code: str) -> int:
    return post(client, "/sign-in/code", page="/sign-in/code", code=code).status_code


def test_an_invitation_sets_the_password_once(client: FlaskClient, db: Engine) -> None:
    link = invited(db, make(db, "li"))
    assert client.get(link).headers["Cache-Control"] == "no-store"
    done = post(client, link, page=link, password=NEW, again=NEW)
    assert (done.status_code, done.location) == (302, "/")
    assert client.get("/account").status_code == 200
    assert client.get(link).status_code == 404 and post(client, link, password=NEW, again=NEW).status_code == 404
    assert count(db, "SELECT count(*) FROM passes") == 0


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("短密码12345", "短密码12345", "12 characters"),
        ("qwertyuiop123", "qwertyuiop123", "unrelated words"),
        ("测试 li.at-an-office", "测试 li.at-an-office", "not be your name"),
        (NEW, NEW + "!", "differ"),
        ("x" * 1001, "x" * 1001, "1000 characters at most"),
    ],
)
def test_bad_passwords_are_told_why_and_the_link_stays(
    client: FlaskClient, db: Engine, password: str, again: str, words: str
) -> None:
    link = invited(db, make(db, "li.at-an-office"))
    client.get("/sign-in?lang=en")
    refused = post(client, link, page=link, password=password, again=again)
    assert refused.status_code == 422 and words in refused.text and f'value="{password}' not in refused.text
    assert client.get(link).status_code == 200


def test_invitations_run_out_and_give_way_to_the_next(client: FlaskClient, db: Engine) -> None:
    first, second = (invited(db, id) for id in [make(db, "li")] * 2)
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200
    for left, status in ((1_000_000 * 60, 200), (-1, 404)):
        transaction(db, lambda p, left=left: p.connection.execute(update(passes.passes).values(until=p.now + left)))
        assert client.get(second).status_code == status


def test_an_invitation_lasts_three_days_and_only_its_digest_is_kept(db: Engine, app: Flask) -> None:
    id = make(db, "li")
    secret, now = transaction(db, lambda p: (accounts.invite(p.connection, id, now=p.now), p.now))
    with db.connect() as connection:
        (row,) = connection.execute(passes.passes.select()).all()
    assert row.until - now == 72 * 3600 * 1_000_000 and row.digest == sign_in.digest(secret) != secret.encode()


def test_setting_up_gives_ten_codes_and_a_session(client: FlaskClient, db: Engine, hashed: str) -> None:
    _, codes = enrol(client, db, hashed)
    assert len(codes) == len(set(codes)) == 10 and all(len(code) == 29 for code in codes)
    assert client.get("/account").status_code == 200
    with db.connect() as connection:
        kept = connection.exec_driver_sql("SELECT digest FROM recovery_codes").scalars().all()
    assert {bytes(k) for k in kept} == {sign_in.digest(code.replace("-", "")) for code in codes}


def test_the_picture_is_ours_and_only_for_its_owner(client: FlaskClient, app: Flask, db: Engine, hashed: str) -> None:
    make(db, "chen", DESK, password=hashed)
    enter(client, "chen")
    drawn = client.get("/sign-in/set-up/qr.svg")
    assert drawn.mimetype == "image/svg+xml" and b"<svg" in drawn.data and b"style" not in drawn.data
    assert (
        drawn.headers["Cache-Control"] == "no-store"
        and "no-store" in client.get("/sign-in/set-up").headers["Cache-Control"]
    )
    assert app.test_client().get("/sign-in/set-up/qr.svg").status_code == 404


def test_the_password_alone_opens_nothing(client: FlaskClient, db: Engine, hashed: str) -> None:
    enrol(client, db, hashed)
    client.delete_cookie("yizhan")
    assert enter(client, "chen").location == "/sign-in/code"
    pass_ = client.get_cookie("yizhan-pass")
    assert pass_ is not None and pass_.http_only and client.get_cookie("yizhan") is None
    assert client.get("/account").location.startswith("/sign-in?")
    client.set_cookie("yizhan", pass_.value)
    assert client.get("/account").location.startswith("/sign-in?")
    assert client.get("/sign-in/set-up").location.startswith("/sign-in")  # nor is another authenticator set up with it


def test_a_code_is_taken_once_and_a_step_to_each_side(client: FlaskClient, db: Engine, hashed: str) -> None:
    secret, _ = enrol(client, db, hashed)
    for beside, status in ((-2, 401), (-1, 302), (-1, 401), (0, 302), (-1, 401), (1, 302), (2, 401)):
        if beside == -1 and status == 302:
            forget_steps(db)
        enter(client, "chen")
        assert (beside, answer(client, code_of(db, secret, beside))) == (beside, status)


def test_a_recovery_code_is_taken_once_however_it_is_typed(client: FlaskClient, db: Engine, hashed: str) -> None:
    _, codes = enrol(client, db, hashed)
    for typed, status in ((codes[0].lower().replace("-", " "), 302), (codes[0], 401), (codes[1], 302)):
        enter(client, "chen")
        assert answer(client, typed) == status
    assert count(db, "SELECT count(*) FROM recovery_codes") == 8


def test_wrong_codes_lock_the_name_as_wrong_passwords_do(client: FlaskClient, db: Engine, hashed: str) -> None:
    secret, _ = enrol(client, db, hashed)
    enter(client, "chen")
    assert [answer(client, "000000") for _ in range(5)] == [401] * 4 + [429]  # the password was a try, too
    assert answer(client, code_of(db, secret, 1)) == 429 and enter(client, "chen").status_code == 429


def test_a_pass_runs_out(client: FlaskClient, db: Engine, hashed: str) -> None:
    secret, _ = enrol(client, db, hashed)
    enter(client, "chen")
    token = token_on(client.get("/sign-in/code").text)
    transaction(db, lambda p: p.connection.execute(update(passes.passes).values(until=p.now)))
    late = client.post("/sign-in/code", data={"csrf_token": token, "code": code_of(db, secret, 1)})
    assert (late.status_code, late.location) == (302, "/sign-in")


def test_an_account_disabled_between_password_and_code_stays_out(client: FlaskClient, db: Engine, hashed: str) -> None:
    secret, _ = enrol(client, db, hashed)
    enter(client, "chen")
    id = transaction(db, lambda p: accounts.account_id(p.connection, "chen"))
    token = token_on(client.get("/sign-in/code").text)
    transaction(db, lambda p: accounts.disable(p.connection, str(id), now=p.now))
    refused = client.post("/sign-in/code", data={"csrf_token": token, "code": code_of(db, secret, 1)})
    assert refused.location == "/sign-in" and client.get_cookie("yizhan-pass") is not None


def test_who_decides_nothing_is_not_asked(client: FlaskClient, db: Engine, hashed: str) -> None:
    make(db, "wang", password=hashed)
    assert enter(client, "wang").location == "/"


def test_another_authenticator_takes_the_password_and_ends_other_sessions(
    app: Flask, client: FlaskClient, db: Engine, hashed: str
) -> None:
    secret, _ = enrol(client, db, hashed)
    other = app.test_client()
    enter(other, "chen")
    assert answer(other, code_of(db, secret, 1)) == 302
    assert post(client, "/account/second-factor", page="/account", password="wrong").status_code == 422
    there = post(client, "/account/second-factor", page="/account", password=PASSWORD)
    assert there.location == "/sign-in/set-up?next=/account"
    renewed = secret_on(client.get("/sign-in/set-up").text)
    assert renewed != secret
    assert post(client, "/sign-in/set-up", page="/sign-in/set-up", code=code_of(db, renewed)).status_code == 200
    assert client.get("/account").status_code == 200 and other.get("/account").status_code == 302
