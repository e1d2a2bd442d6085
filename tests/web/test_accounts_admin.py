"""Administrators of accounts: what they see, what they may do to whom, and that it holds from the next request on."""

import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from migrations.run import upgrade
from models import accounts
from models.accounts import AccountRefused
from models.alone import ADMIN_ROLES
from models.database import Present, connect, transaction
from models.settings import Settings
from models.user import grants
from tests.web.accounts import count, make, post, settle
from tests.web.browsing import sign_in as enter
from tests.web.browsing import token_on
from web.app import create_app

ADMIN = "accounts_admin"
NEW = "四个不相干的词 horse battery"
DEEDS = ("invite", "disable", "enable", "end-sessions", "reset-second-factor", "grant", "revoke", "link")


@pytest.fixture
def app(db: Engine, tmp_path: Path) -> Flask:
    settle(db)
    settings = Settings(
        env="test", data_dir=tmp_path, secret_key=secrets.token_hex(32), base_url="https://yizhan.example"
    )
    return create_app(settings, db)


@pytest.fixture
def district(client: FlaskClient, db: Engine, hashed: str) -> FlaskClient:
    """A browser of Tianhe's account administrator."""
    make(db, "admin", (ADMIN, "gz-tianhe"), password=hashed)
    enter(client, "admin")
    client.get("/accounts?lang=en")
    return client


def everything(db: Engine) -> list[object]:
    with db.connect() as connection:
        tables = ("users", "grants", "passes", "account_acts", "identities", "second_factors")
        return [connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2, 3").all() for table in tables]


def test_an_account_is_made_invited_and_used(district: FlaskClient, app: Flask, db: Engine) -> None:
    fields = {"name": "ｌｉｎ２", "display": "示例 林", "office": "gz-tianhe", "role": "district_reviewer"}
    made = post(district, "/accounts/new", page="/accounts/new", **fields)
    (link,) = re.findall(r"https://yizhan.example(/invitation/[\w-]+)<", made.text)
    person = app.test_client()
    assert post(person, link, page=link, password=NEW, again=NEW).status_code == 302
    assert "Example gz-tianhe" in person.get("/account?lang=en").text
    assert enter(app.test_client(), "lin2", NEW).status_code == 302
    with db.connect() as connection:
        acts = connection.exec_driver_sql("SELECT act FROM account_acts ORDER BY id DESC LIMIT 6").scalars().all()
    assert acts == ["sign_in", "sign_in", "password", "invite", "grant", "create"]


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"name": "admin"}, 422, "taken"),
        ({"name": "two words"}, 422, "sign-in name is"),
        ({"display": " "}, 422, "display name"),
        ({"display": "a\u202eb"}, 422, "display name"),
        ({"office": "gz-hq"}, 403, "may not grant"),
        ({"office": "nowhere"}, 403, "may not grant"),
        ({"role": "settings_admin"}, 403, "may not grant"),
        ({"role": "system"}, 403, "may not grant"),
    ],
)
def test_accounts_that_cannot_be(
    district: FlaskClient, db: Engine, given: dict[str, str], status: int, words: str
) -> None:
    fields = {"name": "lin", "display": "示例 林", "office": "gz-tianhe", "role": "district_reviewer"}
    before = everything(db)
    refused = post(district, "/accounts/new", page="/accounts/new", **{**fields, **given})
    assert (refused.status_code, words in refused.text) == (status, True)
    assert everything(db) == before


def test_the_list_shows_those_below_and_no_others(district: FlaskClient, db: Engine) -> None:
    make(db, "own", ("district_reviewer", "gz-tianhe"))
    make(db, "kept", keeper="gz-tianhe")
    hidden = [make(db, "neighbour", ("district_reviewer", "gz-yuexiu")), make(db, "above", ("hq_reviewer", "gz-hq"))]
    hidden.append(make(db, "homeless"))
    page = district.get("/accounts").text
    assert all(f'<bdi class="fine-line">{n}</bdi>' in page for n in ("own", "kept", "admin"))
    assert not any(id in page for id in hidden)
    assert "own" in district.get("/accounts?q=ow").text and "kept</bdi>" not in district.get("/accounts?q=ow").text
    for id in hidden:
        assert district.get(f"/accounts/{id}").status_code == 404


def test_a_top_office_sees_everybody_a_page_at_a_time(client: FlaskClient, db: Engine, hashed: str) -> None:
    make(db, "admin", (ADMIN, "gz-bureau"), password=hashed)
    for n in range(60):
        make(db, f"p{n:02}", keeper="gz-tianhe" if n % 2 else None)
    enter(client, "admin")
    first = client.get("/accounts").text
    assert "p48</bdi>" in first and "p49</bdi>" not in first and "after=p48" in first
    assert "p49</bdi>" in client.get("/accounts?after=p48").text


@pytest.mark.parametrize("deed", DEEDS)
def test_foreign_own_and_wider_accounts_are_left_alone(district: FlaskClient, db: Engine, deed: str) -> None:
    foreign = make(db, "neighbour", ("district_reviewer", "gz-yuexiu"))
    wider = make(db, "wider", ("district_reviewer", "gz-tianhe"), ("bureau_approver", "gz-bureau"))
    (own,) = re.findall(r"/accounts/(u-\w+)\"><strong>测试 admin<", district.get("/accounts").text)
    for id, status in ((foreign, 404), (wider, 403), (own, 403), ("u-nobody", 404)):
        before = everything(db)
        fields = {"role": "district_reviewer", "office": "gz-tianhe", "subject": "x"}
        assert post(district, f"/accounts/{id}/{deed}", page="/accounts/new", **fields).status_code == status
        assert everything(db) == before


@pytest.mark.parametrize("path", ["/accounts", "/accounts/new", "/accounts/u-x"])
def test_other_roles_are_kept_out(client: FlaskClient, db: Engine, hashed: str, path: str) -> None:
    assert client.get(path).status_code == 302
    for role in ("settings_admin", "auditor", "bureau_approver"):
        make(db, role, (role, "gz-bureau"), password=hashed)
        enter(client, role)
        assert client.get(path).status_code == 403
        assert post(client, path, page="/account").status_code in (403, 405)


def test_settings_are_granted_at_a_top_office_only(client: FlaskClient, db: Engine, hashed: str) -> None:
    make(db, "admin", (ADMIN, "gz-bureau"), password=hashed)
    id = make(db, "wang", keeper="gz-tianhe")
    enter(client, "admin")
    for office, status in (("gz-tianhe", 403), ("gz-bureau", 302)):
        fields = {"role": "settings_admin", "office": office}
        assert post(client, f"/accounts/{id}/grant", page=f"/accounts/{id}", **fields).status_code == status
    two = post(client, f"/accounts/{id}/grant", page=f"/accounts/{id}?lang=en", role="auditor", office="gz-bureau")
    assert two.status_code == 422 and "each held alone" in two.text


@pytest.mark.parametrize("first", [*ADMIN_ROLES, "bureau_approver", "expert"])
@pytest.mark.parametrize("second", ADMIN_ROLES)
def test_an_admin_role_stands_alone_by_sentence_and_by_the_database(db: Engine, first: str, second: str) -> None:
    settle(db)
    id = make(db, "wang", (first, "gz-hq"))
    raw = insert(grants).values(user_id=id, role=second, office="gz-bureau")
    if first == second:  # at two offices: one role still
        transaction(db, lambda p: p.connection.execute(raw))
        return
    with pytest.raises(AccountRefused, match="each held alone"):
        transaction(db, lambda p: accounts.grant(p.connection, id, second, "gz-bureau", now=p.now))
    with pytest.raises(IntegrityError, match="an_admin_role_stands_alone"):
        transaction(db, lambda p: p.connection.execute(raw))
    assert count(db, "SELECT count(*) FROM grants") == 1


def test_admin_roles_granted_at_once_leave_one(db: Engine) -> None:
    settle(db)
    id = make(db, "wang")

    def grant(role: str) -> bool:
        try:
            raw = insert(grants).values(user_id=id, role=role, office="gz-bureau")
            transaction(db, lambda p: (p.connection.execute(raw), time.sleep(0.2)))
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(grant, ADMIN_ROLES)) == [False, False, True]
    assert count(db, "SELECT count(*) FROM grants") == 1


def test_an_upgraded_database_guards_the_same(empty_url: str) -> None:
    upgrade(empty_url)
    engine = connect(empty_url)
    settle(engine)
    id = make(engine, "wang", ("bureau_approver", "gz-bureau"))

    def change(present: Present) -> None:
        present.connection.execute(insert(grants).values(user_id=id, role="expert", office="gz-hq"))
        present.connection.execute(grants.update().where(grants.c.role == "expert").values(role="auditor"))

    with pytest.raises(IntegrityError, match="an_admin_role_stands_alone"):
        transaction(engine, change)
    engine.dispose()


def test_forms_without_their_token_are_refused(district: FlaskClient, db: Engine) -> None:
    id = make(db, "lin", keeper="gz-tianhe")
    assert district.post(f"/accounts/{id}/disable").status_code == 400
    token = token_on(district.get(f"/accounts/{id}").text)
    assert district.post(f"/accounts/{id}/disable", data={"csrf_token": token}).status_code == 302
