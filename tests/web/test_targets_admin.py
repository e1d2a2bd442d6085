"""The page of an office's targets: set, kept as typed where wrong, and only for offices that are one's own."""

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, update

from models.database import Present, transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import grants, users
from tests.walk import moment
from tests.web.browsing import sign_in, token_on
from tests.workflows.guangzhou.roads import open_call, submitted
from tests.world import settle
from web.app import create_app
from workflows.instants import local

REVIEW = "guangzhou/2025/certification:district_review"


def admin(db: Engine, folder: Path, hashed: str, office: str) -> FlaskClient:
    settle(db)
    open_call(db)

    def work(present: Present) -> None:
        row = {"id": "u-settings", "name": "settings", "display": "示例设置员", "created_at": present.now}
        present.connection.execute(insert(users).values(row))
        present.connection.execute(insert(grants).values(user_id="u-settings", role="settings_admin", office=office))
        present.connection.execute(update(users).values(password=hashed))
        start_clock(present.connection, at=moment("2026-03-02"), now=present.now)

    transaction(db, work)
    client = create_app(Settings(env="test", clock="simulated", data_dir=folder), db).test_client()
    assert sign_in(client, "settings").status_code == 302
    client.get("/deadlines?lang=en")
    return client


def send(client: FlaskClient, **fields: str):  # type: ignore[no-untyped-def]
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
