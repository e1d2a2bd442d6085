"""The registers as everybody takes them along: an allow-list, with a tag, and no cell that a spreadsheet would run."""

import csv
import io
import json

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, update

from models.case import cases
from models.database import transaction
from models.register import register_values, titles
from models.search import searched_row
from tests.workflows.guangzhou.roads import in_conclusion, open_call, publish
from tests.world import settle

SHOWN = {"plaque", "plaque_state", "name", "operator", "credit_code", "rulebook", "office", "address", "certified_on",
         "valid_until", "standing", "case", "level"}  # fmt: skip


def certified(db: Engine, **changed: object) -> None:
    settle(db)
    open_call(db)
    publish(db, in_conclusion(db), kind="announcement", at="2026-10-12")
    if changed:
        row = {"name": "示例产业园服务站", "operator": "示例单位", "number": "x", "plaque": "x", "subject_number": "x"}
        values = {**changed, "search": searched_row("titles", {**row, **changed})}
        transaction(db, lambda p: p.connection.execute(update(titles).values(values)))


def test_open_data_is_inert_tagged_and_filtered(db: Engine, app: Flask, client: FlaskClient) -> None:
    certified(db, name="=HYPERLINK(1)", operator="@示例")
    whole = client.get("/open-data/station.csv")
    rows = list(csv.DictReader(io.StringIO(whole.get_data().decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)"] and rows[0]["operator"] == "'@示例"
    assert whole.headers["Cache-Control"] == "public, max-age=300"
    again = client.get("/open-data/station.csv", headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    told = json.loads(client.get("/open-data/station.json?standing=in_force&book=guangzhou&year=2026&level=city").data)
    assert [one["name"] for one in told] == ["=HYPERLINK(1)"]
    assert set(told[0]) == SHOWN
    for nothing in ("standing=ended", "q=zzz", "office=gz-yuexiu", "book=hubei", "year=2025", "standing=expiring",
                    "level=province"):  # fmt: skip
        assert json.loads(client.get(f"/open-data/station.json?{nothing}").data) == []
    assert json.loads(client.get("/open-data/institution.json").data) == []
    assert (
        client.get("/open-data/enterprise.csv").status_code == client.get("/open-data/station.exe").status_code == 404
    )


def test_the_register_is_searched_by_initials_and_place(db: Engine, app: Flask, client: FlaskClient) -> None:
    certified(db, name="示例紫荆服务站")
    for found in (
        "q=slzj",
        "q=示例紫荆",
        "office=gz-tianhe",
        "office=gz-bureau&standing=in_force",
        "kind=station",
        "level=city",
    ):
        assert "示例紫荆服务站" in client.get(f"/register?{found}").text
    for missing in (
        "q=zzz",
        "office=gz-yuexiu",
        "kind=institution",
        "kind=commissioner",
        "standing=expired",
        "level=province",
    ):
        assert "示例紫荆服务站" not in client.get(f"/register?{missing}").text


def test_a_plaque_that_was_replaced_names_the_one_that_counts(db: Engine, app: Flask, client: FlaskClient) -> None:
    certified(db)

    def lost(present):
        number = present.connection.execute(select(titles.c.number)).scalar_one()
        row = {"register": "station", "number": number, "field": "plaque", "since": 1}
        by = present.connection.execute(select(cases.c.number).limit(1)).scalar_one()
        present.connection.execute(insert(register_values).values(**row, value='"GZ-ZD-2026-0009"', case_number=by))
        present.connection.execute(update(titles).values(plaque="GZ-ZD-2026-0009"))

    transaction(db, lost)
    old = client.get("/verify/GZ-ZD-2026-0001")
    assert old.status_code == 200 and "已作废" in old.text and "GZ-ZD-2026-0009" in old.text
    assert "有效" in client.get("/verify/GZ-ZD-2026-0009").text
    assert client.get("/verify/GZ-ZD-2026-0777").status_code == 404
