"""The registers of an office: found by initials, every value with its source; an ended title's plaque taken back."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.database import transaction
from models.reference import start_clock
from tests.walk import Walk, moment
from tests.web.browsing import sign_in, token_on
from tests.web.conftest import Account
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.guangzhou.stations import about_station, certified, in_decision, revoke
from tests.workflows.guangzhou.test_reversal import set_aside
from tests.workflows.staging import about, title_of
from tests.world import HQ, settle


@pytest.fixture
def station(db: Engine, account: Account, client: FlaskClient) -> Walk:
    """A station whose title was revoked; headquarters has signed in."""
    settle(db)
    open_call(db)
    station = certified(db)
    revoke(db, in_decision(db, about_station(db, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq")))
    grant = f"INSERT INTO grants (user_id, role, office) VALUES ('{account('keeper')}', 'hq_reviewer', 'gz-hq')"
    transaction(db, lambda p: p.connection.exec_driver_sql(grant))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-11-20"), now=p.now))
    sign_in(client, "keeper")
    return station


def test_it_is_found_by_initials_and_tells_each_value_with_its_case(client: FlaskClient, station: Walk) -> None:
    found = client.get("/registers/stations?q=slcyy&lang=en").text
    assert station.number in found
    assert "Nothing was found" in client.get("/registers/stations?q=xyz").text
    page = client.get(f"/registers/stations/{station.number}").text
    assert "示例产业园服务站" in page
    assert re.search(rf'href="/cases/{station.number}"', page)
    for lang, said in (
        ("zh", ("已撤销", "申报时提交", "专职服务人员人数")),
        ("en", ("revoked", "with the application")),
    ):
        values = client.get(f"/registers/stations/{station.number}?lang={lang}").text.partition('id="history"')[2]
        assert all(words in values for words in said) and not re.search(r">[a-z]+_[a-z_]+<", values)
    for name in ("institutions", "commissioners", "enterprises"):
        assert "This register is empty" in client.get(f"/registers/{name}").text
    assert client.get("/registers/others").status_code == 404
    assert client.get(f"/registers/institutions/{station.number}").status_code == 404


def test_the_plaque_of_an_ended_title_is_taken_back_once_it_is_there(
    client: FlaskClient, db: Engine, station: Walk
) -> None:
    address = f"/registers/stations/{station.number}"
    assert station.number in client.get("/registers/stations?out=1&lang=en").text
    page = client.get(address).text
    assert "is still out" in page
    sent = {"csrf_token": token_on(page), "state": "returned"}
    assert client.post(f"{address}/plaque", data={**sent, "state": "out"}).status_code == 404
    assert client.post(f"{address}/plaque", data=sent).status_code == 302
    assert title_of(db, station).plaque_state == "returned"
    assert "is still out" not in client.get(address).text
    assert "Nothing was found" in client.get("/registers/stations?out=1").text


def test_a_decision_that_was_set_aside_says_by_which_case(client: FlaskClient, db: Engine, station: Walk) -> None:
    (case,) = about(db, station.number, "revocation")
    before = client.get(f"/cases/{case.number}").text
    assert "This decision was set aside" not in before
    by = set_aside(db, case)
    page = client.get(f"/cases/{case.number}").text
    assert f'href="/cases/{by.number}"' in page
    assert "This decision was set aside by" in page
