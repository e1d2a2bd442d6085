"""The inbox: what is unread is counted on every page, opened by a form, and never somebody else's."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, update

from models.database import Present, transaction
from models.reference import current
from models.user import grants, users
from scheduler.outbox import hand_out
from tests.walk import Walk
from tests.web.browsing import sign_in, token_on
from tests.workflows.guangzhou.roads import open_call, submitted
from tests.world import DISTRICT, settle
from web.desk.hands import copy, put
from workflows.actors import Role
from workflows.inbox import inbox
from workflows.telling import account, tell


@pytest.fixture
def case(db: Engine, hashed: str) -> Walk:
    settle(db)
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    open_call(db)
    walk = submitted(db)
    hand_out(db)
    return walk


def waiting(client: FlaskClient) -> str:
    """What the head of a page says beside “Messages”."""
    found = re.search(r">Messages( <span class=\"count\">(\d+\+?))?", client.get("/notices?lang=en").text)
    assert found
    return found[2] or ""


def buttons(page: str) -> list[str]:
    return re.findall(r'action="/messages/(\d+)/open"', page)


def test_a_message_leads_to_its_case_and_is_read_then(app: Flask, client: FlaskClient, case: Walk) -> None:
    sign_in(client, "district")
    assert waiting(client) == "1"
    page = client.get("/messages?show=unread&lang=en").text
    assert case.number in page and "示例产业园服务站" in page and "For you to act" in page
    (one,) = buttons(page)
    form = {"csrf_token": token_on(page)}
    other = app.test_client()
    sign_in(other, "neighbour")
    theirs = {"csrf_token": token_on(other.get("/account").text)}
    assert other.post(f"/messages/{one}/open", data=theirs).status_code == 404
    assert waiting(client) == "1"
    assert client.post(f"/messages/{one}/open", data=form).location == f"/cases/{case.number}"
    assert waiting(client) == ""
    assert buttons(client.get("/messages?show=unread").text) == []
    assert buttons(client.get("/messages").text) == [one]


def test_pages_filters_and_reading_all(client: FlaskClient, case: Walk, db: Engine) -> None:
    def send(many: int) -> None:
        to = [account("u-district")]
        for _ in range(many):
            transaction(db, lambda p: tell(p.connection, "calendar_missing", to=to, at=p.at, year=2027))
        hand_out(db)

    send(110)
    sign_in(client, "district")
    assert waiting(client) == "99+"
    first = client.get("/messages?lang=en").text
    assert len(buttons(first)) == 50 and "holidays is not in yet" in first
    second = client.get(re.findall(r'href="(/messages\?[^"]*before=\d+)"', first)[0].replace("&amp;", "&"))
    assert len(buttons(second.text)) == 50 and not set(buttons(first)) & set(buttons(second.text))
    assert len(buttons(client.get("/messages?kind=act").text)) == 1
    assert client.get("/messages?kind=no&before=x").status_code == 200
    send(1)
    client.post("/messages/read", data={"csrf_token": token_on(first), "upto": buttons(first)[0]})
    assert waiting(client) == "1"
    assert client.post("/messages/read", data={"csrf_token": token_on(first), "upto": "x"}).status_code == 404


def test_who_lost_the_right_still_has_the_message_without_the_name(client: FlaskClient, case: Walk, db: Engine) -> None:
    lost = "DELETE FROM grants WHERE user_id = 'u-district'"
    transaction(db, lambda p: p.connection.exec_driver_sql(lost))
    sign_in(client, "district")
    page = client.get("/messages").text
    assert case.number in page and "示例产业园服务站" not in page
    assert Role.DISTRICT_REVIEWER not in page


def test_who_is_given_a_case_or_a_copy_is_told(case: Walk, db: Engine) -> None:
    colleague = {"user_id": "u-neighbour", "role": "district_reviewer", "office": "gz-tianhe"}

    def give(present: Present) -> None:
        present.connection.execute(insert(grants).values(colleague))
        reference = current(present.connection)
        put(present.connection, [case.number], DISTRICT, "u-neighbour", reference, at=present.at)
        put(present.connection, [case.number], DISTRICT, "u-district", reference, at=present.at)  # by oneself: no news
        copy(present.connection, case.number, DISTRICT, "u-hq", reference, at=present.at)

    transaction(db, give)
    hand_out(db)
    read = {name: transaction(db, lambda p, n=name: inbox(p.connection, f"u-{n}")) for name in ("neighbour", "hq")}
    assert [m.words.zh for m in read["neighbour"]] == ["此件已分派给您办理"]
    assert [(m.kind, m.words.zh) for m in read["hq"]] == [("told", "此件已抄送给您")]
