"""What a person does in a browser, as the tests of pages do it."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "只在测试里用 only in tests"


def token_on(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Fill in the sign-in page and send it; redirections are not followed."""
    token = token_on(client.get("/sign-in?lang=en").text)
    return client.post("/sign-in", data={"csrf_token": token, "name": name, "password": password, **fields})


def sign_out(client: FlaskClient) -> TestResponse:
    return client.post("/sign-out", data={"csrf_token": token_on(client.get("/sign-in").text)})
