"""The calendar's pages: a year by its notices, a notice by form and by file, seen before it is done, and done once."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.web.browsing import token_on
from tests.web.keeper import browser, kept
from tests.workflows.notices import file, last_day, publicity, records

FORM = {"year": "2027", "number": "示例〔2026〕1号", "published_on": "2026-11-04",
        "name-0": "元旦", "first-0": "2027-01-01", "last-0": "2027-01-04",
        "work-0": "2027-01-09，2026-12-27"}  # fmt: skip


@pytest.fixture
def admin(db: Engine, tmp_path: Path, hashed: str) -> FlaskClient:
    """The settings administrator's browser on 2026-12-30."""
    return browser(kept(db, tmp_path, hashed, on="2026-12-30"))


def send(client: FlaskClient, path: str, **fields: object):
    token = token_on(client.get("/admin/calendar/new").text)
    return client.post(path, data={"csrf_token": token, **fields})


def hidden(page: str) -> str:
    found = re.search(r'name="notice" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def test_a_notice_is_seen_then_done_and_its_cases_say_so(admin: FlaskClient, db: Engine) -> None:
    case, _ = publicity(db, "2026-12-28", "示例路 1 号")
    year = admin.get("/admin/calendar?year=2026").text
    assert "To do: " in year and "The notice for 2027 is not in" in year
    assert "make-up working day (National Day)" in year and "国办发明电〔2025〕7号" in year

    assert "The notice for 2027 is not in" in admin.get("/work").text
    seen = send(admin, "/admin/calendar/preview", **FORM)
    assert seen.status_code == 200 and "Tue 5 Jan 2027" in seen.text and "Wed 6 Jan 2027" in seen.text
    assert last_day(case) == "2027-01-05", "a preview does nothing"
    done = send(admin, "/admin/calendar", notice=hidden(seen.text))
    assert done.status_code == 302 and done.location.endswith("year=2027")
    assert last_day(case) == "2027-01-06" and records(case)[0]["notice"] == "示例〔2026〕1号"
    page = admin.get("/admin/calendar?year=2027").text
    assert "1 moved" in page and "示例设置员" in page and "To do: " not in page

    again = send(admin, "/admin/calendar", notice=hidden(seen.text))
    assert "nothing was changed" in admin.get(again.location).text and len(records(case)) == 1
    typed = admin.get("/admin/calendar/new?year=2027").text
    assert 'value="2027-01-04"' in typed and 'value="2026-12-27 2027-01-09"' in typed, "an amendment begins there"


def test_a_file_is_read_and_what_is_wrong_is_said(admin: FlaskClient) -> None:
    def upload(text: str, number: str = ""):
        return send(admin, "/admin/calendar/preview", file=(BytesIO(text.encode()), "2027.json"), number=number)

    good = upload(file(2027, ["01-01"]), "示例〔2026〕1号")
    assert good.status_code == 200 and "示例〔2026〕1号" in good.text and "Not named: 春节" in good.text
    bad = upload(file(2027, ["01-01", "02-30"], ["01-04"]))
    assert bad.status_code == 422 and "Not a date: 2027-02-30" in bad.text and "is a Monday" in bad.text
    assert upload("{").status_code == 422 and upload(" " * 100_001).status_code == 422
    form = send(admin, "/admin/calendar/preview", **{**FORM, "last-0": "2026-12-01", "number": "一"})
    assert form.status_code == 422 and "must follow the first" in form.text and 'value="2026-12-01"' in form.text
    assert send(admin, "/admin/calendar/preview", **{**FORM, "number": ""}).status_code == 422
    assert send(admin, "/admin/calendar", notice="[]").status_code == 422
    assert admin.get("/admin/calendar?year=1066").status_code == 404
