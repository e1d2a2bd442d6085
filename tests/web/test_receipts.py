"""Receipts on paper: number, code, day, digest and where to follow it; for whoever sent it and nobody else."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from documents.receipt import Receipt, receipt_pdf
from models.database import transaction
from models.reference import start_clock
from models.user import contacts
from tests.walk import moment
from tests.web.accounts import post
from tests.web.browsing import sign_in
from tests.web.conftest import Account
from tests.workflows.guangzhou.roads import in_publicity, open_call, submitted
from tests.world import ORGANISATION, settle


def words(response: TestResponse) -> str:
    assert response.status_code == 200 and response.mimetype == "application/pdf", response.status
    assert response.headers["Cache-Control"] == "no-store"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_objections_receipt_is_for_whoever_has_the_code(client: FlaskClient, app: Flask, db: Engine) -> None:
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-28")
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-09-28 12:00"), now=p.now))
    notice = case.number[:-1] + str(int(case.number[-1]) + 1)
    page = f"/notices/{notice}/object"
    sent = {"by": "person", "name": "示例公民", "contact": "000-1111", "text": "场所与材料不一致"}
    told = post(client, page, page=page, key="k" * 20, **sent).text
    number, code = re.findall(r'class="number"[^>]*>([^<]+)<', told)[:2]
    told = words(post(client, f"/objections/{number}/receipt.pdf", code=f" {code.lower()} "))
    assert number in told and code in told and notice in told and f"/objections/{number}" in told
    assert re.search(r"[0-9a-f]{64}", re.sub(r"\s", "", told)) and "示例公民" not in told
    assert post(client, f"/objections/{number}/receipt.pdf", code="WRONGCODE2").status_code == 404


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_a_party_handed_in_has_a_receipt_on_paper(
    client: FlaskClient, app: Flask, db: Engine, account: Account
) -> None:
    settle(db)
    open_call(db)
    case = submitted(db)
    tie = {"user_id": account("contact"), "kind": ORGANISATION[0], "number": ORGANISATION[1], "name": "示例单位"}
    transaction(db, lambda p: p.connection.execute(contacts.insert().values(tie)))
    paper = f"/cases/{case.number}/receipt/2.pdf"
    sign_in(client, "contact")
    told = words(client.get(paper))
    assert case.number in told and f"/cases/{case.number}" in told
    assert client.get(f"/cases/{case.number}/receipt/9.pdf").status_code == 404
    other = app.test_client()
    account("other")
    sign_in(other, "other")
    assert other.get(paper).status_code == 404


def test_a_code_is_one_word_whatever_its_letters() -> None:
    """Pulled together by kerning, some letters were read as two words' ends by whatever copies from the paper."""
    given = Receipt(
        lang="zh", heading="回执", number="GZ-2026-000001", code="TJZAZGUVEV", words=("编号", "查询码"),
        rows=(), files=(), files_heading="", note="", address="http://localhost/objections",
    )  # fmt: skip
    page = PdfReader(BytesIO(receipt_pdf(given, moment("2026-09-28 12:00")))).pages[0]
    assert given.code in page.extract_text()
