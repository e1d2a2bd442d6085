"""Signing in by an identity provider: a real one on loopback, its lies, and accounts that nobody linked."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy import Engine

from models import accounts, identity
from models.database import transaction
from models.settings import Settings
from tests.web.accounts import count, make, post, settle
from tests.web.browsing import sign_in
from tests.web.provider import CLIENT, SECRET, Provider, running
from web.app import create_app


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def settings(tmp_path: Path, provider: Provider) -> Settings:
    return Settings(
        env="test",
        data_dir=tmp_path,
        secret_key=secrets.token_hex(32),
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )


@pytest.fixture
def app(db: Engine, settings: Settings) -> Flask:
    settle(db)
    return create_app(settings, db)


def link(db: Engine, provider: Provider, *granted: tuple[str, str], issuer: str | None = None) -> str:
    id = make(db, "chen", *granted)
    transaction(db, lambda p: identity.link(p.connection, id, issuer or provider.issuer, "person-1"))
    return id


def arrive(client: FlaskClient, provider: Provider, **query: str) -> tuple[int, str]:
    """Go there and back: (status, where to)."""
    there = client.get("/sign-in/identity", query_string=query)
    back = client.get(provider.authorize(there.location))
    return back.status_code, back.location or back.text


def test_a_linked_account_is_signed_in(client: FlaskClient, db: Engine, provider: Provider) -> None:
    link(db, provider)
    assert "/sign-in/identity" in client.get("/sign-in").text
    assert arrive(client, provider, next="/account") == (302, "/account")
    assert client.get("/account").status_code == 200
    asked = provider.asked
    assert asked["code_challenge_method"] == "S256" and asked["scope"] == "openid"
    assert len(asked["state"]) >= 20 and len(asked["nonce"]) >= 20 and asked["client_id"] == CLIENT


def test_an_unknown_subject_gets_no_account(client: FlaskClient, db: Engine, provider: Provider) -> None:
    client.get("/sign-in?lang=en")
    status, text = arrive(client, provider)
    assert status == 403 and "no account here is linked" in text
    assert count(db, "SELECT count(*) FROM users") == 0 and client.get_cookie("yizhan") is None


def test_another_issuers_subject_and_a_disabled_account_stay_out(
    client: FlaskClient, db: Engine, provider: Provider
) -> None:
    id = link(db, provider, issuer="https://another.example")
    assert arrive(client, provider)[0] == 403
    transaction(db, lambda p: identity.link(p.connection, id, provider.issuer, "person-1"))
    transaction(db, lambda p: accounts.disable(p.connection, id, now=p.now))
    assert arrive(client, provider)[0] == 403


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"sub": ""},
        {"nonce": None},
    ],
    ids=str,
)
def test_a_lying_token_is_refused(client: FlaskClient, db: Engine, provider: Provider, lie: dict[str, object]) -> None:
    link(db, provider)
    provider.lie = lie
    assert arrive(client, provider)[0] == 401
    assert client.get("/account").status_code == 302


def test_a_token_signed_by_another_key_is_refused(client: FlaskClient, db: Engine, provider: Provider) -> None:
    link(db, provider)
    provider.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert arrive(client, provider)[0] == 401


def test_anothers_answer_is_no_use(app: Flask, client: FlaskClient, db: Engine, provider: Provider) -> None:
    link(db, provider)
    back = provider.authorize(client.get("/sign-in/identity").location)
    victim = app.test_client()
    assert victim.get(back).status_code == 401  # a state that this browser never had
    assert client.get(back).status_code == 302 and client.get(back).status_code == 401  # and each once


def test_a_refusal_at_the_provider_is_told_kindly(client: FlaskClient, provider: Provider) -> None:
    there = client.get("/sign-in/identity?lang=en").location
    (state,) = parse_qs(urlsplit(there).query)["state"]
    refused = client.get(f"/sign-in/identity/back?error=access_denied&state={state}")
    assert refused.status_code == 401 and "did not succeed" in refused.text


def test_who_decides_still_gives_a_second_factor(db: Engine, settings: Settings, provider: Provider) -> None:
    settle(db)
    link(db, provider, ("hq_reviewer", "gz-hq"))
    client = create_app(settings.model_copy(update={"second_factor": "required"}), db).test_client()
    assert arrive(client, provider) == (302, "/sign-in/set-up")
    assert client.get("/account").status_code == 302


def test_an_administrator_links_and_a_subject_is_linked_once(
    client: FlaskClient, db: Engine, provider: Provider, hashed: str
) -> None:
    make(db, "admin", ("accounts_admin", "gz-bureau"), password=hashed)
    first, second = make(db, "lin", keeper="gz-hq"), make(db, "wang", keeper="gz-hq")
    sign_in(client, "admin")
    for id, status in ((first, 302), (second, 422), (first, 302)):
        assert post(client, f"/accounts/{id}/link", page=f"/accounts/{id}", subject="person-9").status_code == status
    assert post(client, f"/accounts/{first}/link", page="/accounts/new", subject="").status_code == 302
    assert count(db, "SELECT count(*) FROM identities") == 0


@pytest.mark.parametrize("path", ["/sign-in/identity", "/sign-in/identity/back?code=x&state=y"])
def test_without_a_provider_there_is_no_such_page(db: Engine, tmp_path: Path, path: str) -> None:
    client = create_app(Settings(env="test", data_dir=tmp_path), db).test_client()
    assert client.get(path).status_code == 404 and "/sign-in/identity" not in client.get("/sign-in").text
