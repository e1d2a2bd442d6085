"""A commissioner's page: the enterprises with what each is owed, and a service recorded once, from the phone."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.database import transaction
from models.ledger import ledger
from models.people import commissioners
from models.reference import start_clock
from models.user import contacts
from tests.walk import Walk, moment
from tests.web.browsing import sign_in, token_on
from tests.web.conftest import Account
from tests.workflows.jiangsu.roads import assigned, enrolled
from tests.workflows.jiangsu.world import FIRM, settle

DAY = "2026-04-28"


@pytest.fixture
def helper(db: Engine, account: Account, client: FlaskClient) -> Walk:
    """Signed in as a commissioner with one enterprise, late in a month."""
    settle(db)
    case = assigned(db, enrolled(db))
    number = transaction(db, lambda p: p.connection.execute(select(commissioners.c.number)).scalar_one())
    tie = {"user_id": account("helper"), "kind": "commissioner", "number": number, "name": "示例专员"}
    transaction(db, lambda p: p.connection.execute(contacts.insert().values(tie)))
    transaction(db, lambda p: start_clock(p.connection, at=moment(DAY), now=p.now))
    sign_in(client, "helper")
    return case


def typed(client: FlaskClient, **more: str) -> dict[str, str]:
    page = client.get("/service?lang=en").text
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("key", "who")}
    return {"csrf_token": token_on(page), **hidden, "enterprise": FIRM[1], "on_day": DAY, "kind": "visit",
            "content": "走访了解用工需求", **more}  # fmt: skip


def rows(db: Engine) -> list[tuple[str, str, str, int]]:
    g = ledger.c
    asked = select(g.kind, g.enterprise, g.on_day, g.platform)
    return transaction(db, lambda p: [tuple(row) for row in p.connection.execute(asked)])


def test_a_visit_is_recorded_once_and_its_lamps_follow(client: FlaskClient, db: Engine, helper: Walk) -> None:
    before = client.get("/service?lang=en").text
    assert "no contact this month yet" in before
    assert "lamp-yellow" in before
    assert "0 visits this year, 3 to come" in before
    sent = typed(client)
    assert client.post("/service", data=sent).status_code == 302
    assert client.post("/service", data=sent).status_code == 302
    assert rows(db) == [("visit", FIRM[1], DAY, 0)]
    after = client.get("/service?lang=en").text
    assert "1 contacts this month" in after
    assert "走访了解用工需求" in after


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: FlaskClient, db: Engine, helper: Walk) -> None:
    said = client.post("/service", data=typed(client, on_day="2026-04-29", content="明天的事"))
    assert said.status_code == 422
    assert "明天的事" in said.text
    assert 'href="#field-on_day"' in said.text
    assert client.post("/service", data=typed(client, enterprise="91320102MA1STRANGE")).status_code == 422
    assert client.post("/service", data=typed(client, who="JS-2026-999999")).status_code == 403
    assert rows(db) == []


def test_who_did_nothing_of_the_register_is_told_so(client: FlaskClient, db: Engine, account: Account) -> None:
    account("nobody")
    sign_in(client, "nobody")
    assert "nothing that this account could record" in client.get("/service?lang=en").text
