"""Files of a refused step outside drafts: they need not be sent again, and are their own sender's alone."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from models.database import transaction
from models.material import materials
from models.user import sessions
from tests.web.browsing import PASSWORD, token_on
from tests.web.test_case_page import PDF, app, browser, press
from tests.web.test_interrupted import form_on
from tests.workflows.guangzhou.roads import submitted
from web import kept_files

__all__ = ["app"]


def laid(db: Engine, case: int) -> list[str]:
    asked = select(materials.c.name).where(materials.c.case_id == case, materials.c.kind == "proof_of_end")
    return transaction(db, lambda p: list(p.connection.scalars(asked)))


def note_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found, "the form keeps no file"
    return found[1]


def test_a_refused_step_keeps_its_file_for_the_next_try(app: Flask, db: Engine) -> None:
    case, district = submitted(db), browser(app, "district")
    refused = press(district, case, "terminate", reason="", proof_of_end=(BytesIO(PDF), "注销证明.pdf"))
    assert refused.status_code == 422 and "注销证明.pdf" in refused.text and laid(db, case.id) == []
    note = note_in(refused.text)
    stranger = browser(app, "hq")
    assert press(stranger, case, "terminate", reason="主体已注销", kept=note).status_code in (403, 422)
    assert press(district, case, "terminate", reason="主体已注销", kept=note + "x").status_code == 422
    assert press(district, case, "terminate", reason="主体已注销", kept=note).status_code == 302
    assert case.state == "discontinued" and laid(db, case.id) == ["注销证明.pdf"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_file_travels_through_signing_in_again(app: Flask, db: Engine, tmp_path: Path) -> None:
    """Of whoever's session ended; a stranger's file is taken into no store, and said to be chosen again."""
    case, district = submitted(db), browser(app, "district")
    transaction(db, lambda p: p.connection.execute(update(sessions).values(ended_at=p.now)))
    step, page = f"/cases/{case.number}/steps/terminate", f"http://localhost/cases/{case.number}"

    def sent(client: FlaskClient) -> TestResponse:
        form = {"csrf_token": token_on(client.get("/sign-in").text), "version": "2", "reason": "主体已注销",
                "proof_of_end": (BytesIO(PDF), "注销证明.pdf")}  # fmt: skip
        refused = client.post(step, data=form, headers={"Referer": page})
        assert refused.status_code == 401 and "注销证明.pdf" in refused.text
        return refused

    stranger = app.test_client()
    stranger.get("/?lang=zh")
    assert "请重新选择" in sent(stranger).text and not list(tmp_path.rglob("??/*"))
    asked = form_on(sent(district), "/sign-in")
    again = district.post("/sign-in", data={**asked, "name": "district", "password": PASSWORD})
    assert "不必重新上传" in again.text and "注销证明.pdf" in again.text
    assert district.post(step, data=form_on(again, step), headers={"Referer": page}).status_code == 302
    assert case.state == "discontinued" and laid(db, case.id) == ["注销证明.pdf"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_file_that_waited_too_long_is_named_to_be_chosen_again(
    app: Flask, db: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even of a paper that nobody must send: a form never goes without what its sender laid in it."""
    case, district = submitted(db), browser(app, "district")
    refused = press(district, case, "terminate", reason="", proof_of_end=(BytesIO(PDF), "注销证明.pdf"))
    note = note_in(refused.text)
    monkeypatch.setattr(kept_files, "LASTS", -1)
    late = press(district, case, "terminate", reason="主体已注销", kept=note)
    assert late.status_code == 422 and "请重新选择这个文件" in late.text and "注销证明.pdf" in late.text
    assert "主体已注销" in late.text and 'name="kept"' not in late.text
