"""Whoever is signed in sees what is kept of them, and takes it along; nothing of anybody else's."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.database import transaction
from models.sign_in import open_session
from tests.web.conftest import account, app, client, hashed, places
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, RIVAL, settle
from web.own_data import own_data
from workflows.actors import Actor

__all__ = ["account", "app", "client", "hashed", "places"]


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    roads.open_call(db)
    objection = roads.investigated(roads.in_publicity(db))
    objection.take("hear", APPLICANT, on="2026-09-30", statement="情况属实")
    return db


def signed_in(app: Flask, db: Engine, who: Actor) -> FlaskClient:
    secret = transaction(db, lambda p: open_session(p.connection, who.account, who.account, "示例浏览器", p.now))
    browser = app.test_client()
    browser.set_cookie("yizhan", secret)
    return browser


def test_an_applicant_takes_along_what_they_filed_and_said(app: Flask, gz: Engine) -> None:
    response = signed_in(app, gz, APPLICANT).get("/account/data.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    told = json.loads(response.get_data(as_text=True))
    assert told["account"]["id"] == APPLICANT.account
    assert [c["form"]["contact_phone"] for c in told["cases_filed"]] == [roads.FORM["contact_phone"]]
    assert told["speaks_for"][0]["kind"] == "organisation" and told["sessions"][0]["agent"] == "示例浏览器"
    given = {entry["step"]: entry["given"] for entry in told["entries"]}
    assert given["hear"] == {"statement": "情况属实"} and given["submit"]["contact_name"] == "示例联系人"
    assert {file["kind"] for file in told["files"]} == set(roads.PAPERS)


@pytest.mark.parametrize("who", [DISTRICT, EXPERTS[0], BUREAU])
def test_what_was_written_for_an_office_stays_with_the_case(app: Flask, gz: Engine, who: Actor) -> None:
    told = json.loads(signed_in(app, gz, who).get("/account/data.json").get_data(as_text=True))
    assert told["entries"] and all("given" not in entry for entry in told["entries"])
    assert told["cases_filed"] == [] and told["grants"]


def test_nothing_of_others_and_no_secret_is_in_it(app: Flask, gz: Engine) -> None:
    for who in (APPLICANT, RIVAL):
        objector = signed_in(app, gz, who).get("/account/data.json").get_data(as_text=True)
        assert roads.SAID["name"] not in objector, "who is heard in an objection doesn't learn whose it is"
    text = signed_in(app, gz, RIVAL).get("/account/data.json").get_data(as_text=True)
    assert not [p.account for p in (APPLICANT, DISTRICT, BUREAU) if f'"{p.account}"' in text]
    told = transaction(gz, lambda p: own_data(p.connection, APPLICANT, p.at))
    names = {name for value in told.values() for one in (value if isinstance(value, list) else [value])
             for name in (one if isinstance(one, dict) else ())}  # fmt: skip
    assert not names & {"password", "digest", "salt", "key"}


def test_the_pages_show_it_in_both_languages(app: Flask, gz: Engine, client: FlaskClient) -> None:
    browser = signed_in(app, gz, APPLICANT)
    for lang, words in (("zh", "下载 JSON"), ("en", "Download as JSON")):
        page = browser.get(f"/account/data?lang={lang}")
        assert page.status_code == 200 and words in page.text
    assert "联系电话" in client.get("/privacy?lang=zh").text
    assert "Telephone" in client.get("/privacy?lang=en").text
    assert client.get("/account/data").status_code == 302
    assert client.get("/account/data.json").status_code in (302, 401)
