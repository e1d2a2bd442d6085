"""The page of assessment runs: set by headquarters, agreed to by the bureau, wrong input told and kept."""

from flask.testing import FlaskClient
from sqlalchemy import Engine, insert

from models.database import transaction
from models.reference import start_clock
from models.runs import assessment_runs
from tests.walk import moment
from tests.web.browsing import sign_in, sign_out, token_on
from tests.web.conftest import Account
from tests.world import settle


def test_headquarters_sets_it_and_the_bureau_agrees(client: FlaskClient, db: Engine, account: Account) -> None:
    settle(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-03-02"), now=p.now))
    for name, role, office in (("setter", "hq_reviewer", "gz-hq"), ("agreer", "bureau_approver", "gz-bureau")):
        grant = f"INSERT INTO grants (user_id, role, office) VALUES ('{account(name)}', '{role}', '{office}')"
        transaction(db, lambda p, grant=grant: p.connection.exec_driver_sql(grant))
    sign_in(client, "setter")
    page = client.get("/runs?lang=en").text
    assert "No run is set yet" in page
    sent = {"csrf_token": token_on(page), "book": "guangzhou", "year": "2026", "criteria": "示例考核标准",
            "closes_on": "2026-02-01"}  # fmt: skip
    late = client.post("/runs", data=sent)
    assert late.status_code == 422
    assert "示例考核标准" in late.text
    assert client.post("/runs", data={**sent, "closes_on": "2026-12-15"}).status_code == 302
    assert "to be agreed by the bureau" in client.get("/runs").text
    assert client.post("/runs", data={**sent, "closes_on": "2026-12-16"}).status_code == 422
    assert client.post("/runs/1/agree", data={"csrf_token": sent["csrf_token"]}).status_code == 403
    sign_out(client)
    sign_in(client, "agreer")
    token = token_on(client.get("/runs?lang=en").text)
    assert client.post("/runs", data={**sent, "csrf_token": token}).status_code == 403
    assert client.post("/runs/1/agree", data={"csrf_token": token}).status_code == 302
    assert "in force" in client.get("/runs").text
    other = {"book": "hubei", "year": 2026, "criteria": "另一地区", "closes_on": "2026-12-20", "data": "{}",
             "set_by": "x", "set_at": 1}  # fmt: skip
    transaction(db, lambda p: p.connection.execute(insert(assessment_runs).values(other)))
    page = client.get("/runs").text
    assert page.index(sent["criteria"]) < page.index("另一地区"), "the own region's first, though it is older"
