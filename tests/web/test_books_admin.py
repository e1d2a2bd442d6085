"""What the settings administrator says of rule books: the document of a draft, and whom Hubei's units recommend."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select
from werkzeug.test import TestResponse

from models.database import Present, transaction
from models.instrument import instruments
from models.office import offices
from models.reference import changed, start_clock
from models.settings import Settings
from models.user import grants, users
from tests.walk import moment
from tests.web.browsing import token_on
from tests.web.keeper import browser
from web.app import create_app
from workflows.recommenders import Unit, units

OFFICES = (("hb-centre", "hubei", "centre", None), ("hb-yichang", "hubei", "recommender", "hb-centre"),
           ("hb-chamber", "hubei", "recommender", "hb-centre"), ("wh-bureau", "wuhan", "bureau", None))  # fmt: skip
CODE, OTHER = "91440101MADEM00414", "91440101MA5EXMPA0X"


@pytest.fixture
def app(db: Engine, tmp_path: Path, hashed: str) -> Flask:
    def work(present: Present) -> None:
        write = present.connection.execute
        rows = [dict(zip(("code", "book", "level", "parent"), o, strict=True)) for o in OFFICES]
        write(insert(offices), [row | {"zh": f"示例{row['code']}", "en": str(row["code"])} for row in rows])
        changed(present.connection)
        row = {"id": "u-settings", "name": "settings", "display": "示例设置员", "created_at": present.now}
        write(insert(users).values(row | {"password": hashed}))
        for office in ("hb-centre", "wh-bureau"):
            write(insert(grants).values(user_id="u-settings", role="settings_admin", office=office))
        start_clock(present.connection, at=moment("2026-06-01"), now=present.now)

    transaction(db, work)
    return create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db)


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = token_on(client.get("/admin/books").text)
    return client.post(f"/admin/books/{path}", data={"csrf_token": token, **fields})


def test_the_document_of_a_draft_is_entered_once(app: Flask, db: Engine) -> None:
    admin, said = browser(app), {"book": "wuhan/2026", "document": "示例〔2026〕3号", "issued_on": "2026-05-29"}
    assert "draft for comment" in admin.get("/admin/books").text
    ahead = send(admin, "document", **said | {"issued_on": "2026-06-02"})
    assert ahead.status_code == 422 and "no later day than today" in ahead.text and said["document"] in ahead.text
    assert send(admin, "document", **said | {"issued_on": "soon"}).status_code == 422
    assert send(admin, "document", **said | {"book": "guangzhou/2025"}).status_code == 404
    assert send(admin, "document", **said).status_code == 302
    again = send(admin, "document", **said)
    assert again.status_code == 422 and "entered before" in again.text
    rows = transaction(db, lambda p: p.connection.execute(select(instruments)).all())
    assert [(row.book, row.document, row.issued_on, row.entered_by) for row in rows] == [
        ("wuhan", said["document"], said["issued_on"], "u-settings")
    ]
    assert said["document"] in admin.get("/admin/books").text


def test_a_unit_recommends_whom_it_was_set_up_for(app: Flask, db: Engine) -> None:
    """HB-9, HB-21: a city centre its area, an association its members."""
    admin = browser(app)

    def kept() -> dict[str, Unit]:
        return dict(transaction(db, lambda p: units(p.connection, ["hb-yichang", "hb-chamber"]), writes=False))

    assert "can’t recommend" in admin.get("/admin/books").text
    lacking = send(admin, "units", office="hb-yichang", kind="city_centre")
    assert lacking.status_code == 422 and "has an area" in lacking.text
    assert send(admin, "units", office="hb-yichang", kind="city_centre", area="示例市", code=CODE).status_code == 302
    members = {"office": "hb-chamber", "kind": "association", "members": f"{OTHER}\r\n{CODE.lower()}\n"}
    wrong = send(admin, "units", **members | {"members": f"{OTHER}\nABC", "code": CODE})
    assert wrong.status_code == 422 and "Another unit has this code" in wrong.text and "wrong: ABC" in wrong.text
    assert OTHER in wrong.text, "what was typed is kept"
    assert send(admin, "units", **members | {"kind": "ship"}).status_code == 422
    assert send(admin, "units", **members).status_code == 302
    assert kept() == {
        "hb-yichang": Unit("city_centre", "示例市", CODE),
        "hb-chamber": Unit("association", members=tuple(sorted((CODE, OTHER)))),
    }
    assert send(admin, "units", office="hb-chamber", kind="department").status_code == 302
    assert kept()["hb-chamber"] == Unit("department")
    assert send(admin, "units", office="hb-centre", kind="department").status_code == 404
