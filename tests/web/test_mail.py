"""One's own choice of letters by the page, and what could not be delivered."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, update

from models.database import transaction
from models.mailbox import confirmation_code, letters, mailboxes
from models.outbox import outbox
from models.user import grants, users
from tests.web.browsing import sign_in, token_on
from tests.world import settle
from web.installation import here


@pytest.fixture
def gz(db: Engine, hashed: str) -> Engine:
    settle(db)
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    return db


def test_an_address_is_given_confirmed_and_taken_back(client: FlaskClient, gz: Engine) -> None:
    sign_in(client, "hq")
    page = client.get("/account/mail?lang=en").text
    assert "No mail server is set up here" in page
    form = {"csrf_token": token_on(page)}
    wrong = client.post("/account/mail", data={**form, "address": "a@b\r\nBcc: c@d.de", "choice": "each"})
    assert wrong.status_code == 422 and "name@example.com" in wrong.text
    assert client.post("/account/mail", data={**form, "address": "a@b.example", "choice": "no"}).status_code == 422
    assert client.post("/account/mail", data={**form, "address": "a@b.example", "choice": "each"}).status_code == 302
    set_at = transaction(gz, lambda p: p.connection.execute(select(mailboxes.c.set_at)).scalar_one(), writes=False)
    with client.application.app_context():
        code = confirmation_code(here().settings.secret_key, "u-hq", "a@b.example", set_at)
    assert "a@b.example" in (asked := client.get("/account/mail?code=<b>").text) and "&lt;b&gt;" in asked
    assert client.post("/account/mail/confirm", data={**form, "code": "A" * 16}).status_code == 422
    assert client.post("/account/mail/confirm", data={**form, "code": code}).status_code == 302
    assert "The present one is confirmed" in client.get("/account/mail").text
    assert '"a@b.example"' in client.get("/account/data.json").text
    client.post("/account/mail", data={**form, "address": "", "choice": "none"})
    assert transaction(gz, lambda p: p.connection.execute(select(mailboxes)).all(), writes=False) == []


def test_a_day_asks_five_addresses_at_most(client: FlaskClient, gz: Engine) -> None:
    rows = [{"user_id": "u-hq", "kind": "confirm", "token": str(n)} for n in range(5)]
    transaction(gz, lambda p: p.connection.execute(insert(letters).values(made_at=p.at), rows))
    sign_in(client, "hq")
    form = {"csrf_token": token_on(client.get("/account/mail").text), "choice": "each"}
    assert client.post("/account/mail", data={**form, "address": "a@b.example"}).status_code == 422


def test_an_administrator_sees_what_could_not_be_delivered_and_has_it_tried_again(
    client: FlaskClient, gz: Engine, account: object, hashed: str
) -> None:
    account("admin")

    def work(present):
        write = present.connection.execute
        write(insert(grants).values(user_id="u-admin", role="settings_admin", office="gz-bureau"))
        write(insert(letters).values(user_id="u-hq", kind="news", token="x", made_at=1, dead_at=2, last_error="550"))
        write(insert(outbox).values(topic="told", reader="x:y", made_at=1, tries=8, last_error="KeyError"))

    transaction(gz, work)
    sign_in(client, "admin")
    page = client.get("/admin/letters?lang=en").text
    assert "550" in page and "KeyError" in page
    form = {"csrf_token": token_on(page)}
    for path in ("/admin/letters/1/retry", "/admin/messages/1/retry"):
        assert client.post(path, data=form).status_code == 302
        assert client.post(path, data=form).status_code == 404
    assert "No letter is undelivered." in client.get("/admin/letters").text

    def fail(present):
        present.connection.execute(update(letters).values(dead_at=2))
        present.connection.execute(
            update(outbox).where(outbox.c.reader == "x:y").values(tries=8, last_error="KeyError")
        )

    transaction(gz, fail)
    assert client.post("/admin/letters/retry", data=form).status_code == 302
    page = client.get("/admin/letters").text
    assert "To be tried again at once: 2." in page and "KeyError" not in page and "No letter is undelivered." in page
