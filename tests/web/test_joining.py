"""Registering oneself: a checked credit code, one unit nobody's to take by its name, contacts that agree or decline."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select

from models.contact_asks import asks
from models.database import transaction
from models.settings import Settings
from models.user import contacts, grants, users
from tests.web.browsing import sign_in, token_on
from tests.world import settle
from web.app import create_app

CODE, OTHER = "91440101MADEM00414", "91440101MADEM0035F"
PASSWORD = "几个不相干的词 连成一句"


@pytest.fixture
def app(db: Engine, tmp_path: object, hashed: str) -> Flask:
    settle(db)

    def admin(present):
        row = {"id": "u-keeper", "name": "keeper", "display": "示例管账号的", "password": hashed}
        present.connection.execute(insert(users).values(**row, created_at=present.now))
        present.connection.execute(insert(grants).values(user_id="u-keeper", role="accounts_admin", office="gz-bureau"))

    transaction(db, admin)
    return create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db)


def join(app: Flask, name: str, code: str = CODE, **more: str):
    client = app.test_client()
    sent = {"csrf_token": token_on(client.get("/join").text), "kind": "organisation", "unit_name": "示例新单位",
            "credit_code": code, "display": f"示例人 {name}", "name": name,
            "password": PASSWORD, "again": PASSWORD}  # fmt: skip
    return client, client.post("/join", data={**sent, **more})


def spoken(db: Engine) -> set[tuple[str, str]]:
    with db.connect() as connection:
        asked = select(users.c.name, contacts.c.number).join(users, users.c.id == contacts.c.user_id)
        return {tuple(row) for row in connection.execute(asked.where(contacts.c.number.in_((CODE, OTHER))))}


def post(client: FlaskClient, path: str, **data: str):
    return client.post(path, data={"csrf_token": token_on(client.get("/mine/contacts").text), **data})


def test_what_does_not_fit_is_said_at_its_field_and_makes_no_account(app: Flask, db: Engine) -> None:
    _, wrong = join(app, "first", code="91440101MADEM00415", again="别的")
    assert wrong.status_code == 422 and "校验位正确" in wrong.text and "两次输入的密码不一致" in wrong.text
    assert 'value="示例新单位"' in wrong.text and PASSWORD not in wrong.text
    _, short = join(app, "first", password="太短", again="太短")
    assert short.status_code == 422
    _, taken = join(app, "applicant")
    assert taken.status_code == 422 and "已有人使用" in taken.text
    assert spoken(db) == set()


def test_a_unit_is_nobodys_to_take_by_its_name(app: Flask, db: Engine) -> None:
    """The first speaks for it at once; whoever comes later is confirmed by them, or by an administrator."""
    first, answer = join(app, "first", code=f" {CODE.lower()} ")
    assert answer.status_code == 302 and "示例新单位" in first.get("/mine").text
    second, _ = join(app, "another")
    join(app, "third")
    assert spoken(db) == {("first", CODE)}
    page = second.get("/mine/contacts").text
    assert "等待确认" in page and "须由它现有的联系人" in page
    own = second.get("/mine").text
    assert CODE not in own and "您已申请代表" in own and "绑定单位" not in own, "what waits isn't asked for again"
    with db.connect() as connection:
        waiting = dict(tuple(row) for row in connection.execute(
            select(users.c.name, asks.c.id).join(users, users.c.id == asks.c.user_id)))  # fmt: skip
    assert post(second, f"/mine/contacts/{waiting['another']}", answer="confirm").status_code == 404
    assert post(second, f"/mine/contacts/{waiting['third']}", answer="confirm").status_code == 404
    assert "有 2 人申请代表您的单位" in first.get("/mine").text
    assert post(first, f"/mine/contacts/{waiting['another']}", answer="confirm").status_code == 302
    assert post(first, f"/mine/contacts/{waiting['another']}", answer="confirm").status_code == 404
    keeper = app.test_client()
    sign_in(keeper, "keeper")
    assert "示例人 third" in keeper.get("/accounts/asks?lang=zh").text
    assert post(keeper, f"/accounts/asks/{waiting['third']}", answer="decline").status_code == 302
    assert spoken(db) == {("first", CODE), ("another", CODE)}


def test_one_person_speaks_for_several_units(app: Flask, db: Engine) -> None:
    person, _ = join(app, "first")
    more = {"kind": "enterprise", "unit_name": "示例另一单位"}
    assert post(person, "/mine/contacts", **more, credit_code="123").status_code == 422
    assert post(person, "/mine/contacts", **more, credit_code=OTHER).status_code == 302
    assert post(person, "/mine/contacts", **more, credit_code=OTHER).status_code == 302  # sent again: nothing new
    assert spoken(db) == {("first", CODE), ("first", OTHER)}


def test_production_registers_nobody_unless_it_says_so(app: Flask, db: Engine, tmp_path: object) -> None:
    closed = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path, registration="off"), db)
    client = closed.test_client()
    assert "没有开放自行注册" in client.get("/join").text and "/join" not in client.get("/sign-in").text
    answer = client.post("/join", data={"csrf_token": token_on(client.get("/sign-in").text), "name": "first"})
    assert answer.status_code == 403 and spoken(db) == set()
    assert not Settings(env="production", secret_key="x" * 40).takes_registrations


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_person_registers_without_a_unit(app: Flask, db: Engine) -> None:
    """For themselves, as who would be filed as a mobile commissioner; a unit's contact may do so beside."""
    alone, answer = join(app, "alone", code="", kind="person", unit_name="")
    assert answer.status_code == 302 and "个人" in alone.get("/mine?lang=zh").text
    beside, _ = join(app, "beside")
    for _ in "12":
        assert post(beside, "/mine/contacts", kind="person").status_code == 302
    c = contacts.c
    asked = select(users.c.name, c.name, c.number == users.c.id).join(users, users.c.id == c.user_id)
    with db.connect() as connection:
        rows = connection.execute(asked.where(c.kind == "person", users.c.name.in_(("alone", "beside")))).all()
    assert sorted(map(tuple, rows)) == [("alone", "示例人 alone", True), ("beside", "示例人 beside", True)]
    assert ">以个人身份办理<" not in beside.get("/mine/contacts").text
