"""A form whose session had ended is there again after every way of signing in, however many proofs it asks for."""

import re
import secrets
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from models.settings import Settings
from tests.web.accounts import code_of, forget_steps, make, secret_on, settle
from tests.web.browsing import PASSWORD, token_on
from web.app import create_app

OPINION = "材料齐全，同意上报。\n另附一行"
FORM = "/cases/GZ-2026-000001/steps/forward"
PAGE = "http://localhost/cases/GZ-2026-000001"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TEXT = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</textarea>')


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    settings = Settings(env="test", data_dir=tmp_path, second_factor="required", secret_key=secrets.token_hex(32))
    return create_app(settings, db)


def form_on(page: TestResponse, to: str) -> dict[str, str]:
    """What a browser would send of the page's form to this address."""
    (form,) = (found for found in page.text.split("<form ")[1:] if f'action="{to}"' in found.partition(">")[0])
    form = form.partition("</form>")[0]
    return {unescape(name): unescape(text) for name, text in (*HIDDEN.findall(form), *TEXT.findall(form))}


def sent_without_session(client: FlaskClient) -> TestResponse:
    client.delete_cookie("yizhan")
    data = {"csrf_token": token_on(client.get("/sign-in").text), "version": "3", "opinion": OPINION}
    refused = client.post(FORM, data=data, headers={"Referer": PAGE})
    assert refused.status_code == 401
    return client.post("/sign-in", data={**form_on(refused, "/sign-in"), "name": "chen", "password": PASSWORD})


def carries(page: TestResponse) -> bool:
    sent = form_on(page, FORM)
    return {"version": "3", "opinion": OPINION}.items() <= sent.items() and sent["csrf_token"] != ""


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_form_travels_through_setting_up_an_authenticator_and_through_its_codes(
    client: FlaskClient, db: Engine, hashed: str
) -> None:
    make(db, "chen", ("district_reviewer", "gz-tianhe"), password=hashed)
    asked = sent_without_session(client)
    secret = secret_on(asked.text)
    wrong = client.post("/sign-in/set-up", data={**form_on(asked, "/sign-in/set-up"), "code": "1"})
    assert wrong.status_code == 401
    done = client.post("/sign-in/set-up", data={**form_on(wrong, "/sign-in/set-up"), "code": code_of(db, secret)})
    assert "恢复码" in done.text and carries(done)
    forget_steps(db)
    asked = sent_without_session(client)
    wrong = client.post("/sign-in/code", data={**form_on(asked, "/sign-in/code"), "code": "1"})
    assert wrong.status_code == 401 and client.get_cookie("yizhan") is None
    done = client.post("/sign-in/code", data={**form_on(wrong, "/sign-in/code"), "code": code_of(db, secret)})
    assert carries(done)
    again = client.post(FORM, data=form_on(done, FORM), headers={"Referer": PAGE})
    assert again.status_code == 404  # it was heard as theirs: there is no such case, and no question who they are


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_form_outlives_a_pass_that_ran_out(client: FlaskClient, db: Engine, hashed: str) -> None:
    make(db, "chen", ("district_reviewer", "gz-tianhe"), password=hashed)
    asked = sent_without_session(client)
    client.delete_cookie("yizhan-pass")
    late = client.post("/sign-in/set-up", data={**form_on(asked, "/sign-in/set-up"), "code": "1"})
    assert form_on(late, "/sign-in")["carried.opinion"] == OPINION
