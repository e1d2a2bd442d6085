"""Sessions against those who would keep or steal one: what is taken away is gone at the very next request."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, update

from models import accounts
from models.database import Present, transaction
from models.presence import Credential
from models.settings import Settings
from models.sign_in import ABSOLUTE, IDLE, digest
from models.tokens import end_tokens, give_token
from models.user import sessions, users
from tests.web.accounts import make, post, settle
from tests.web.browsing import PASSWORD, sign_in, token_on
from web.app import create_app
from web.doors import enter

NEW = "四个不相干的词 horse battery"
ADMIN = ("accounts_admin", "gz-tianhe")


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    return create_app(Settings(env="test", data_dir=tmp_path, secret_key=secrets.token_hex(32)), db)


@pytest.fixture
def chen(client: FlaskClient, db: Engine, hashed: str) -> str:
    """An account administrator, signed in; the id."""
    id = make(db, "chen", ADMIN, password=hashed)
    sign_in(client, "chen")
    client.get("/account?lang=en")
    return id


def do(db: Engine, deed: Callable[[Connection, int], object]) -> None:
    transaction(db, lambda p: deed(p.connection, p.now))


def half_typed_form(client: FlaskClient) -> Callable[[], int]:
    """A form opened now and sent later: the answer's status."""
    token = token_on(client.get("/accounts/new").text)
    fields = {"csrf_token": token, "name": "lin", "display": "示例 林", "office": "gz-tianhe"}
    return lambda: client.post("/accounts/new", data=fields).status_code


def people(db: Engine) -> int:
    with db.connect() as connection:
        return len(connection.execute(users.select()).all())


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (lambda c, now, id: accounts.disable(c, id, now=now), 401),
        (lambda c, now, id: c.execute(update(users).values(disabled_at=now)), 401),  # by hand, without ending sessions
        (lambda c, now, id: accounts.end_sessions(c, id, now=now), 401),
        (lambda c, now, id: accounts.revoke(c, id, *ADMIN, now=now), 403),
        (lambda c, now, id: c.execute(sessions.update().values(seen_at=now - IDLE)), 401),
        (lambda c, now, id: c.execute(sessions.update().values(created_at=now - ABSOLUTE)), 401),
    ],
    ids=["disabled", "disabled by hand", "ended", "role removed", "idle", "absolute"],
)
def test_in_the_middle_of_a_form(
    client: FlaskClient, chen: str, db: Engine, deed: Callable[[Connection, int, str], object], status: int
) -> None:
    send = half_typed_form(client)
    do(db, lambda connection, now: deed(connection, now, chen))
    before = people(db)
    assert send() == status
    assert client.get("/accounts").status_code == (302 if status == 401 else 403)
    assert people(db) == before


def test_an_office_moved_moves_what_may_be_done(client: FlaskClient, chen: str, db: Engine) -> None:
    send, theirs = half_typed_form(client), make(db, "lin", keeper="gz-tianhe")

    def move(connection: Connection, now: int) -> None:
        accounts.revoke(connection, chen, *ADMIN, now=now)
        accounts.grant(connection, chen, "accounts_admin", "gz-yuexiu", now=now)

    do(db, move)
    assert send() == 403
    assert client.get("/accounts").status_code == 200 and client.get(f"/accounts/{theirs}").status_code == 404


def test_a_granted_role_holds_from_the_next_request_on(client: FlaskClient, db: Engine, hashed: str) -> None:
    id = make(db, "lin", password=hashed)
    sign_in(client, "lin")
    assert client.get("/accounts").status_code == 403
    do(db, lambda connection, now: accounts.grant(connection, id, *ADMIN, now=now))
    assert client.get("/accounts").status_code == 200


def test_whoever_begins_to_decide_signs_in_anew_where_second_factors_are_asked(
    db: Engine, tmp_path: Path, hashed: str
) -> None:
    settle(db)
    settings = Settings(env="test", data_dir=tmp_path, secret_key=secrets.token_hex(32))
    plain = create_app(settings, db)
    strict = create_app(settings.model_copy(update={"second_factor": "required"}), db)
    id = make(db, "lin", keeper="gz-tianhe", password=hashed)
    make(db, "chen", ADMIN, password=hashed)
    admin, person = plain.test_client(), strict.test_client()
    sign_in(admin, "chen")
    sign_in(person, "lin")
    strict_admin = strict.test_client()
    cookie = admin.get_cookie("yizhan")
    assert cookie is not None and person.get("/account").status_code == 200
    strict_admin.set_cookie("yizhan", cookie.value)
    fields = {"role": "district_reviewer", "office": "gz-tianhe"}
    assert post(strict_admin, f"/accounts/{id}/grant", page=f"/accounts/{id}", **fields).status_code == 302
    assert person.get("/account").status_code == 302


def test_a_session_planted_before_signing_in_stays_worthless(
    app: Flask, client: FlaskClient, db: Engine, hashed: str
) -> None:
    make(db, "chen", ADMIN, password=hashed)
    client.set_cookie("yizhan", "planted")
    sign_in(client, "chen")
    fresh, thief = client.get_cookie("yizhan"), app.test_client()
    assert fresh is not None and fresh.value != "planted"
    thief.set_cookie("yizhan", "planted")
    assert thief.get("/account").status_code == 302 and client.get("/account").status_code == 200


def test_a_password_change_ends_all_other_sessions_and_renews_its_own(
    app: Flask, client: FlaskClient, chen: str
) -> None:
    other, copied = app.test_client(), client.get_cookie("yizhan")
    sign_in(other, "chen")
    fields = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert post(client, "/account/password", page="/account", **fields).status_code == 302
    thief = app.test_client()
    assert copied is not None
    thief.set_cookie("yizhan", copied.value)
    assert [c.get("/account").status_code for c in (client, other, thief)] == [200, 302, 302]
    assert sign_in(other, "chen").status_code == 401 and sign_in(other, "chen", NEW).status_code == 302


def test_the_present_password_is_asked_and_its_tries_are_counted(client: FlaskClient, chen: str) -> None:
    fields = {"password": "wrong", "new": NEW, "again": NEW}
    sent = [post(client, "/account/password", page="/account", **fields).status_code for _ in range(6)]
    assert sent == [422] * 5 + [429]


def test_a_refused_form_never_shows_a_password_again(client: FlaskClient, chen: str) -> None:
    fields = {"password": PASSWORD, "new": NEW + NEW, "again": NEW + NEW}
    refused = client.post("/account/password", data=fields)
    assert refused.status_code == 400 and PASSWORD not in refused.text and NEW not in refused.text


def test_own_sessions_are_listed_and_ended(app: Flask, client: FlaskClient, chen: str, db: Engine, hashed: str) -> None:
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser, "chen")
    marks = {digest(c.value).hex() for b in browsers if (c := b.get_cookie("yizhan"))}
    page = client.get("/account").text
    assert page.count("Another session") == 3 and all(f'value="{mark}"' in page for mark in marks)
    first = browsers[0].get_cookie("yizhan")
    assert first is not None
    post(client, "/account/sessions/end", page="/account", mark=digest(first.value).hex())
    assert [b.get("/account").status_code for b in browsers] == [302, 200, 200]
    make(db, "lin", password=hashed)
    stranger = app.test_client()
    sign_in(stranger, "lin")
    for mark in marks:
        post(stranger, "/account/sessions/end", page="/account", mark=mark)
    assert browsers[1].get("/account").status_code == 200  # nobody ends another's
    post(client, "/account/sessions/end", page="/account")
    assert [b.get("/account").status_code for b in (client, *browsers)] == [200, 302, 302, 302]


def test_a_token_ends_with_itself_and_with_its_account(app: Flask, chen: str, db: Engine) -> None:
    def status(secret: str) -> int:
        def view(present: Present) -> str:
            return str(present.visitor)

        with app.test_request_context():
            try:
                return enter("account.admin", view, Credential("token", digest(secret)), writes=False).status_code
            except Exception as refused:
                return int(getattr(refused, "status", 500))

    first, second = (transaction(db, lambda p: give_token(p.connection, chen, now=p.now)) for _ in range(2))
    assert (status(first), status(second), status("unknown")) == (200, 200, 401)
    do(db, lambda connection, now: end_tokens(connection, chen, now=now, by=chen, mark=digest(first).hex()))
    assert (status(first), status(second)) == (401, 200)
    do(db, lambda connection, now: accounts.disable(connection, chen, now=now))
    assert status(second) == 401
    do(db, lambda connection, now: accounts.enable(connection, chen, now=now))
    assert status(second) == 401  # what was ended stays so
