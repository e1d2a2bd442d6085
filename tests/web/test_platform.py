"""The platform's account list by page: pasted or as a sheet, whole or not at all."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update

from documents.sheets import written
from models.database import transaction
from models.ledger import platform_accounts
from models.reference import start_clock
from models.settings import Settings
from models.user import users
from tests.walk import moment
from tests.web.browsing import sign_in, token_on
from tests.workflows.wuhan.roads import certified
from tests.workflows.wuhan.world import settle
from web.app import create_app
from workflows.instants import midnight


def test_a_list_is_taken_in_pasted_or_as_a_sheet(db: Engine, tmp_path: Path, hashed: str) -> None:
    settle(db)
    station = certified(db)
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-09-10"), now=p.now))
    client = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db).test_client()
    sign_in(client, "hq")
    page = client.get("/platform?lang=en").text
    assert "No list is in yet" in page

    def send(text: str, dated: str = "2026-09-09", **more: Any):
        sent = {"csrf_token": token_on(page), "list": text, "dated": dated, **more}
        return client.post("/platform", data=sent, content_type="multipart/form-data")

    def stored() -> list[tuple[Any, ...]]:
        a = platform_accounts.c
        asked = select(a.subject_number, a.issued_at, a.activated_at, a.list_dated)
        return [tuple(row) for row in transaction(db, lambda p: p.connection.execute(asked).all())]

    good = f"station, {station.number}, 2026-09-01,"
    wrong = send(f"{good}\n\nstation, WH-NOBODY, 2026-09-01")
    assert wrong.status_code == 422 and "Row 3: The register knows no such" in wrong.text and "WH-NOBODY" in wrong.text
    assert "Row 1: The kind" in send("ship, X, 2026-09-01").text
    assert "later day" in send(good, "2026-09-11").text
    assert send("").status_code == send(good, "soon").status_code == 422
    assert send("", file=(BytesIO(b"PK"), "x.xlsx")).status_code == 422
    assert stored() == []
    assert send(good).status_code == 302
    assert stored() == [(station.number, midnight(date(2026, 9, 1)), None, "2026-09-09")]
    heads = ["类别", "登记编号", "开通日期", "激活日期"]
    sheet = BytesIO()
    written(sheet, "账号", heads, [["服务站", station.number, "2026-09-01", "2026-09-03"]])
    assert send("", "2026-09-10", file=(BytesIO(sheet.getvalue()), "账号.xlsx")).status_code == 302
    assert stored() == [(station.number, midnight(date(2026, 9, 1)), midnight(date(2026, 9, 3)), "2026-09-10")]
    assert station.number in client.get("/platform").text
