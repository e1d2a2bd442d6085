"""Whatever is sent twice, or anew after going back, makes no second case, account, entry or record."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from models.case import cases, entries
from models.database import transaction
from models.reference import start_clock
from models.user import contacts, users
from tests.walk import moment
from tests.web.accounts import post
from tests.web.browsing import PASSWORD, sign_in
from tests.web.conftest import Account
from tests.workflows.guangzhou.roads import drafted, in_publicity, open_call
from tests.workflows.wuhan import roads as wuhan_roads
from tests.workflows.wuhan import world as wuhan
from tests.world import ORGANISATION, settle

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


def speaker(db: Engine, client: FlaskClient, account: Account, party: tuple[str, str], *, on: str) -> None:
    tie = {"user_id": account("speaker"), "kind": party[0], "number": party[1], "name": "示例单位"}
    transaction(db, lambda p: p.connection.execute(contacts.insert().values(tie)))
    transaction(db, lambda p: start_clock(p.connection, at=moment(on), now=p.now))
    sign_in(client, "speaker")


def many(db: Engine, name: str) -> int:
    with db.connect() as connection:
        return int(connection.execute(select(func.count()).where(cases.c.lifecycle.like(f"%/{name}"))).scalar_one())


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    return db


def test_an_application_begun_again_is_gone_on_with(client: FlaskClient, gz: Engine, account: Account) -> None:
    speaker(gz, client, account, ("organisation", "91440101MA5ANOTHER"), on="2026-03-02")
    new = "/cases/new?lifecycle=guangzhou/2025/certification"
    sent = {"lifecycle": "guangzhou/2025/certification", "office": "gz-tianhe"}
    places = {post(client, "/cases", page=new, **sent, key=key * 20).location for key in ("a", "a", "b")}
    assert len(places) == 1 and many(gz, "certification") == 1


def test_a_complaint_begun_again_is_gone_on_with(client: FlaskClient, db: Engine, account: Account) -> None:
    wuhan.settle(db)
    station = wuhan_roads.certified(db)
    speaker(db, client, account, wuhan.ENTERPRISE, on="2026-07-05")
    new = "/cases/new?lifecycle=wuhan/2026/complaint&find=示例"
    sent = {"lifecycle": "wuhan/2026/complaint", "office": "wh-hq", "chosen": station.number}
    places = {post(client, "/cases", page=new, **sent, key=key * 20).location for key in ("a", "b")}
    assert len(places) == 1 and many(db, "complaint") == 1


def test_what_was_handed_in_is_not_handed_in_again(client: FlaskClient, gz: Engine, account: Account) -> None:
    case = drafted(gz)
    speaker(gz, client, account, ORGANISATION, on="2026-03-02")
    page, step = f"/cases/{case.number}/check", f"/cases/{case.number}/steps/submit"
    first, second = (
        client.post(step, data={**hidden(client.get(page).text, client), "as_saved": "1", "version": "1"}) for _ in "12"
    )
    assert first.location == second.location == f"/cases/{case.number}/receipt/2"
    with gz.connect() as connection:
        taken = select(func.count()).where(entries.c.case_id == case.id, entries.c.step == "submit")
        assert connection.execute(taken).scalar_one() == 1


def hidden(page: str, client: FlaskClient) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(
        r'name="csrf_token" value="([^"]+)"', client.get("/mine").text
    )
    assert found
    return {"csrf_token": found[1]}


def named(receipt: str) -> list[str]:
    """The number and the code that a receipt names; the rest of a page differs by its token from second to second."""
    return re.findall(r'class="number"[^>]*>([^<]+)<', receipt)[:2]


def test_an_objection_sent_twice_has_one_receipt(client: FlaskClient, gz: Engine) -> None:
    case = in_publicity(gz, "2026-09-28")
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-09-28 12:00"), now=p.now))
    page = f"/notices/{case.number[:-1]}{int(case.number[-1]) + 1}/object"
    sent = {"by": "person", "name": "示例公民", "contact": "000-1111", "text": "场所与材料不一致"}
    keys = "k" * 20, "k" * 20, "b" * 20  # sent twice, and after going back: by a form that was made anew
    told = [post(client, page, page=page, **sent, key=key).text for key in keys]
    numbers = [named(page) for page in told]
    assert numbers[0] == numbers[1] == numbers[2] and len(numbers[0]) == 2 and many(gz, "objection") == 1
    number, code = numbers[0]
    post(client, f"/objections/{number}/withdraw", page="/objections", code=code)
    again = [named(post(client, page, page=page, **sent, key="c" * 20).text) for _ in "12"]
    assert number not in again[0] and again[0] == again[1] and many(gz, "objection") == 2, "one withdrawn is no receipt"
    post(client, page, page=page, **{**sent, "text": "另一件事"}, key="c" * 20)
    assert many(gz, "objection") == 3, "other words are another objection"


def test_registering_twice_makes_one_account(client: FlaskClient, gz: Engine) -> None:
    sent = {"kind": "organisation", "unit_name": "示例新单位", "credit_code": "91440101MADEM00414", "display": "示例人",
            "name": "newcomer", "password": PASSWORD, "again": PASSWORD}  # fmt: skip
    first = post(client, "/join", page="/join", **sent)
    second = client.post("/join", data={**hidden(client.get("/mine").text, client), **sent})
    assert first.status_code == 302 and second.status_code in (302, 422)
    with gz.connect() as connection:
        assert connection.execute(select(func.count()).where(users.c.name == "newcomer")).scalar_one() == 1


def test_going_back_after_handing_in_leads_to_where_it_stands(
    client: FlaskClient, gz: Engine, account: Account
) -> None:
    case = drafted(gz)
    speaker(gz, client, account, ORGANISATION, on="2026-03-02")
    check, part = f"/cases/{case.number}/check", f"/cases/{case.number}/form/facts"
    kept = hidden(client.get(check).text, client)
    client.post(f"/cases/{case.number}/steps/submit", data={**kept, "as_saved": "1", "version": "1"})
    for answer in (client.get(check), client.get(part), client.post(part, data={**kept, "version": "1"})):
        assert answer.location == f"/cases/{case.number}"
    assert "mostly it was sent already" in client.get(f"/cases/{case.number}").text
