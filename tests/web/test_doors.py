"""Doors: who may come in by which, where everybody else is led, and what they are told."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert

from models.database import transaction
from models.user import grants
from tests.web.browsing import sign_in, token_on

Account = Callable[[str], str]


@pytest.fixture(autouse=True)
def _with_places(app: Flask, places: None) -> None:
    """The pages of these tests."""


@pytest.mark.parametrize("path", ["/places/own", "/places/own?a=1&b=2", "/places/own?q=%E7%94%B3"])
def test_a_page_for_accounts_leads_to_the_sign_in_and_back(client: FlaskClient, account: Account, path: str) -> None:
    account("chen")
    first = client.get(path)
    assert first.status_code == 302 and first.location.startswith("/sign-in?next=/places/own")
    target = client.get(first.location).text.split('name="next" value="')[1].split('"')[0]
    assert client.get(sign_in(client, "chen", next=target.replace("&amp;", "&")).location).status_code == 200


def test_a_sent_form_without_a_session_is_told_so_and_its_text_is_shown_again(client: FlaskClient) -> None:
    token = token_on(client.get("/sign-in?lang=en").text)
    opinion = "意见：材料齐全，建议进入专家评审环节，并请补充说明。<b>"
    answer = client.post("/places/own", data={"csrf_token": token, "opinion": opinion})
    assert answer.status_code == 401 and "Sign in (new window)" in answer.text
    assert "建议进入专家评审环节，并请补充说明。&lt;b&gt;" in answer.text and f">{token}" not in answer.text


def test_a_role_that_lacks_the_right_is_told_so(client: FlaskClient, account: Account, db: Engine) -> None:
    account("chen")
    sign_in(client, "chen")
    assert client.get("/admin").status_code == 403
    office = "INSERT INTO offices (code, book, level, zh, en) VALUES ('gz', 'guangzhou', 'bureau', '测试局', 'Test')"
    transaction(db, lambda p: p.connection.exec_driver_sql(office))
    grant = insert(grants).values(user_id="u-chen", role="settings_admin", office="gz")
    transaction(db, lambda p: p.connection.execute(grant))
    assert client.get("/admin").text == "admin"


@pytest.mark.parametrize("path", ["/gone/x", "/nowhere"])
def test_pages_of_errors_know_the_visitor_and_both_languages(client: FlaskClient, account: Account, path: str) -> None:
    account("chen")
    sign_in(client, "chen")
    for lang, words in (("zh", "没有这个页面"), ("en", "There is no such page")):
        answer = client.get(f"{path}?lang={lang}")
        assert answer.status_code == 404 and words in answer.text and "测试 chen" in answer.text
