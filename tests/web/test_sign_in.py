"""Signing in and out: sessions are rows, secrets are digests, and nothing tells which names exist."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update

from models import sign_in as rows
from models.database import Present, transaction
from models.sign_in import ABSOLUTE, IDLE
from models.user import sessions, users
from tests.web.browsing import PASSWORD, sign_in, sign_out, token_on
from web import passwords
from web.arriving import ours

Account = Callable[[str], str]


@pytest.fixture(autouse=True)
def _with_places(app: Flask, places: None) -> None:
    """The pages of these tests."""


def test_the_right_password_opens_a_session(client: FlaskClient, account: Account, db: Engine) -> None:
    account("chen")
    answer = sign_in(client, "chen")
    assert (answer.status_code, answer.location) == (302, "/")
    cookie = client.get_cookie("yizhan")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax" and len(cookie.value) >= 43
    assert client.get("/places/own").text == "u-chen u-chen"
    with db.connect() as connection:
        (kept,) = connection.execute(select(sessions.c.digest)).scalars()
    assert kept == rows.digest(cookie.value) and cookie.value.encode() not in kept


def test_unknown_names_and_wrong_passwords_get_the_same_answer(client: FlaskClient, account: Account) -> None:
    account("chen")
    wrong, unknown = sign_in(client, "chen", "wrong"), sign_in(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    strip = [a.text.partition("<main")[2].replace(token_on(a.text), "") for a in (wrong, unknown)]
    strip[0] = strip[0].replace("chen", "nobody")
    assert strip[0] == strip[1] and "The name or the password is not right." in strip[0]
    assert client.get_cookie("yizhan") is None


def test_an_unknown_name_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def verify(_: str, kept: str) -> tuple[bool, None]:
        checked.append(kept)
        return False, None

    monkeypatch.setattr(passwords._hasher, "verify_and_update", verify)
    assert passwords.check("x", None) == (False, None)
    assert checked[0].startswith("$argon2id$")


def test_disabled_accounts_do_not_sign_in_and_lose_their_sessions(
    client: FlaskClient, account: Account, db: Engine
) -> None:
    account("chen")
    sign_in(client, "chen")
    transaction(db, lambda p: p.connection.execute(update(users).values(disabled_at=p.now)))
    assert client.get("/places/own").status_code == 302
    assert sign_in(client, "chen").status_code == 401


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, account: Account) -> None:
    account("chen")
    sign_in(client, "chen")
    copied = client.get_cookie("yizhan")
    assert copied is not None
    assert sign_out(client).location == "/sign-in"
    assert client.get_cookie("yizhan") is None
    thief = app.test_client()
    thief.set_cookie("yizhan", copied.value)
    assert thief.get("/places/own").location == "/sign-in?next=/places/own"


def test_each_sign_in_begins_a_new_session_and_ends_the_browsers_former(
    client: FlaskClient, account: Account, db: Engine
) -> None:
    account("chen")
    sign_in(client, "chen")
    sign_in(client, "chen")
    with db.connect() as connection:
        assert connection.execute(select(func.count(), func.count(sessions.c.ended_at))).one() == (2, 1)


@pytest.mark.parametrize(("column", "limit"), [("seen_at", IDLE), ("created_at", ABSOLUTE)])
def test_sessions_end_by_themselves(client: FlaskClient, account: Account, db: Engine, column: str, limit: int) -> None:
    account("chen")
    sign_in(client, "chen")
    for ago, status in ((limit - 10_000_000, 200), (limit + 1_000_000, 302)):
        transaction(db, partial(_set, column, ago))
        assert client.get("/places/own").status_code == status


def test_use_is_noted_once_a_minute_at_most(client: FlaskClient, account: Account, db: Engine) -> None:
    account("chen")
    sign_in(client, "chen")
    for ago, noted in ((50_000_000, False), (70_000_000, True)):
        before = transaction(db, partial(_set, "seen_at", ago))
        client.get("/places/own")
        with db.connect() as connection:
            assert (connection.execute(select(sessions.c.seen_at)).scalar_one() > before) is noted


def test_a_name_is_locked_after_five_tries_known_or_not(client: FlaskClient, account: Account, db: Engine) -> None:
    account("chen")
    for name in ("chen", "nobody"):
        assert [sign_in(client, name, "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    locked = sign_in(client, "chen")
    assert (locked.status_code, "in 1 minute." in locked.text) == (429, True)
    assert 0 < int(locked.headers["Retry-After"]) <= 60
    transaction(db, lambda p: p.connection.execute(update(rows.tries).values(at=rows.tries.c.at - rows.MINUTE)))
    assert sign_in(client, "chen").status_code == 302


def test_the_delay_grows_and_the_fit_sign_in_forgets_it(db: Engine, account: Account) -> None:
    account("chen")

    def work(present: Present) -> list[int | None]:
        waits = []
        for _ in range(9):
            rows.note_try(present.connection, "chen", present.now)
            until = rows.locked_until(present.connection, "chen", present.now)
            waits.append(until and (until - present.now) // rows.MINUTE)
        rows.open_session(present.connection, "u-chen", "chen", "", present.now)
        return [*waits, rows.locked_until(present.connection, "chen", present.now)]

    assert transaction(db, work) == [None, None, None, None, 1, 2, 4, 8, 15, None]


def test_many_guesses_at_once_are_counted_each(app: Flask, account: Account) -> None:
    account("chen")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sign_in(app.test_client(), "chen", "wrong").status_code, range(12)))
    assert answers.count(401) == 5 and set(answers) <= {401, 429, 503}


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "/\t/evil", "mine", ""],
)
def test_next_leads_nowhere_else(client: FlaskClient, account: Account, elsewhere: str) -> None:
    account("chen")
    assert ours(elsewhere) is None
    assert sign_in(client, "chen", next=elsewhere).location == "/"


def test_forms_without_their_token_are_refused(client: FlaskClient, account: Account) -> None:
    account("chen")
    answer = client.post("/sign-in?lang=en", data={"name": "chen", "password": PASSWORD})
    assert answer.status_code == 400 and "open for too long" in answer.text
    assert client.get_cookie("yizhan") is None


def test_a_password_of_a_novels_length_is_not_hashed_whole(client: FlaskClient, account: Account) -> None:
    account("chen")
    assert sign_in(client, "chen", PASSWORD + "x" * 2_000).status_code == 401


def _set(column: str, ago: int, present: Present) -> int:
    present.connection.execute(update(sessions).values({column: present.now - ago}))
    return present.now - ago
