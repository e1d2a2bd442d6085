"""Who came, went and failed to come in, and what administrators did: in the log, and never what anybody typed."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.account_acts import sign_ins
from models.database import transaction
from tests.web.accounts import make, post, settle
from tests.web.browsing import PASSWORD, sign_in, sign_out
from tests.web.conftest import Account


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, "web.security_log"):
        yield caplog


def lines(said: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in said.records if record.name == "web.security_log"]


def test_coming_and_going_are_logged_and_listed(
    db: Engine, client: FlaskClient, account: Account, said: pytest.LogCaptureFixture
) -> None:
    id = account("linlan")
    sign_in(client, "linlan", "wrong password of theirs")
    sign_in(client, "nobody-of-this-name", PASSWORD)
    sign_in(client, "linlan")
    left = sign_out(client)
    assert lines(said) == [
        "not signed in account=u-linlan route=/sign-in",
        "not signed in account=- route=/sign-in",
        "signed in account=u-linlan route=/sign-in",
        "signed out account=u-linlan route=/sign-out",
    ]
    assert not any(word in said.text for word in ("wrong password", "nobody-of-this-name", PASSWORD))
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    kept = transaction(db, lambda p: sign_ins(p.connection, id, 9), writes=False)
    assert [act.act for act in kept] == ["sign_out", "sign_in"]


def test_a_locked_name_is_logged(client: FlaskClient, said: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        sign_in(client, "somebody", "guess")
    assert lines(said)[-1] == "locked out account=- route=/sign-in" and len(lines(said)) == 6


def test_what_administrators_do_is_logged_with_whom_it_was_done_to(
    db: Engine, app: Flask, client: FlaskClient, hashed: str, said: pytest.LogCaptureFixture
) -> None:
    settle(db)
    admin = make(db, "admin", ("accounts_admin", "gz-bureau"), password=hashed)
    other = make(db, "other", keeper="gz-tianhe")
    sign_in(client, "admin")
    said.clear()
    answer = post(client, f"/accounts/{other}/grant", page="/account", role="office_clerk", office="gz-tianhe")
    assert answer.status_code == 302
    assert lines(said) == [f"done account={admin} right=account.admin on={other} status=302 route=/accounts/<id>/grant"]
    post(client, f"/accounts/{other}/grant", page="/account", role="bureau_approver", office="nowhere")
    assert len(lines(said)) == 1  # refused: that stands in the log of refusals
