"""The page of an office's targets: set, kept as typed where wrong, and only for offices that are one's own."""

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.web.browsing import token_on
from tests.web.keeper import browser, kept
from tests.workflows.guangzhou.roads import submitted
from workflows.instants import local

REVIEW = "guangzhou/2025/certification:district_review"


def admin(db: Engine, folder: Path, hashed: str, office: str) -> FlaskClient:
    return browser(kept(db, folder, hashed, office=office, on="2026-03-02"))


def send(client: FlaskClient, **fields: str):
    token = token_on(client.get("/admin/targets").text)
    return client.post("/admin/targets", data={"csrf_token": token, **fields})


def test_a_target_is_set_and_running_ones_follow(db: Engine, tmp_path: Path, hashed: str) -> None:
    client = admin(db, tmp_path, hashed, "gz-bureau")
    case = submitted(db, "2026-03-02")
    page = client.get("/admin/targets?office=gz-tianhe").text
    assert f'name="days:{REVIEW}"' in page and "gz-yuexiu" in page
    assert send(client, office="gz-tianhe", **{f"days:{REVIEW}": "3", f"yellow:{REVIEW}": "50"}).status_code == 302
    assert local((case.row.target_at or 0) - 1)[:10] == "2026-03-05"
    page = client.get("/admin/targets?office=gz-tianhe").text
    assert "1 running targets moved" in page and "示例设置员" in page and 'value="3"' in page
    assert "district review: as the default → 3 working days, yellow from 50 %" in page.lower() and "[3,50]" not in page
    again = send(client, office="gz-tianhe", **{f"days:{REVIEW}": "3", f"yellow:{REVIEW}": "50"})
    assert "Nothing was changed" in client.get(again.location).text

    for wrong in ({f"days:{REVIEW}": "0"}, {f"days:{REVIEW}": "999"}, {f"yellow:{REVIEW}": "50"}, {"days::": "x"}):
        refused = send(client, office="gz-tianhe", **wrong)
        assert refused.status_code == 422 and "Nothing was saved" in refused.text and "is-invalid" in refused.text
    assert local((case.row.target_at or 0) - 1)[:10] == "2026-03-05"


def test_only_offices_below_ones_own(db: Engine, tmp_path: Path, hashed: str) -> None:
    client = admin(db, tmp_path, hashed, "gz-tianhe")
    assert client.get("/admin/targets").status_code == 200
    assert client.get("/admin/targets?office=gz-yuexiu").status_code == 404
    assert send(client, office="gz-bureau", **{"days::": "5"}).status_code == 404
