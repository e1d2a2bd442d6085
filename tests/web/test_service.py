"""A commissioner's page: the enterprises with what each is owed, and a service recorded once, from the phone."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from models.database import transaction
from models.ledger import ledger
from models.people import commissioners
from models.reference import start_clock
from models.user import contacts, users
from tests.walk import Walk, moment
from tests.web.browsing import sign_in, sign_out, token_on
from tests.web.conftest import Account
from tests.workflows.jiangsu.roads import assigned, enrolled
from tests.workflows.jiangsu.world import CITY_CLERK, FIRM, settle
from tests.workflows.staging import do_duty
from workflows.moves import Entry

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


def test_the_half_year_is_confirmed_by_the_commissioner_once_it_is_over(
    client: FlaskClient, db: Engine, helper: Walk
) -> None:
    client.post("/service", data=typed(client))
    assert client.post("/service/confirm", data=typed(client, period="2026-H1")).status_code == 403
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-07-01"), now=p.now))
    sign_in(client, "helper")
    shown = client.get("/service?lang=en").text
    assert "The half-year 2026-H1" in shown and "<dt>Visits</dt><dd>1</dd>" in shown
    for period, answer in (
        ("2025-H2", "Summed up"),
        ("2026-H1", "You have confirmed"),
        ("2026-H1", "You have confirmed"),
    ):
        assert client.post("/service/confirm", data=typed(client, period=period)).status_code == 302
        assert answer in client.get("/service?lang=en").text


def test_the_citys_report_is_filled_in_from_the_ledger(
    client: FlaskClient, db: Engine, helper: Walk, hashed: str
) -> None:
    client.post("/service", data=typed(client))
    (entry,) = do_duty(db, "jiangsu/2022", "half_year_reports", on="2026-07-01")
    assert isinstance(entry, Entry)
    clerk = update(users).where(users.c.id == CITY_CLERK.account).values(password=hashed)
    transaction(db, lambda p: p.connection.execute(clerk))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-07-02"), now=p.now))
    sign_out(client)
    sign_in(client, CITY_CLERK.account.removeprefix("u-"))
    page = client.get(f"/cases/{entry.number}?lang=en").text
    found = [re.search(rf'value="([^"]*)" name="{name}"', page) for name in ("visits", "services", "covered")]
    assert [one and one[1] for one in found] == ["1", "0", "1"]
