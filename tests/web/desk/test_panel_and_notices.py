"""What a panel gave is told to its coordinator alone; a notice is seen before it is published, and kept to the byte."""

import hashlib
import io
import json
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import Engine

from models.checkpoint import latest
from models.database import transaction
from scheduler.checkpointing import Checkpointer
from tests.walk import Walk
from tests.web.desk.conftest import Browser
from tests.workflows.guangzhou.roads import SCORES, appointed, in_bureau_decision, publish
from tests.world import BUREAU, EXPERTS


def test_the_spread_of_a_panel_is_the_coordinators_alone(browser: Browser, db: Engine) -> None:
    case = appointed(db)
    for expert, premises in zip(EXPERTS[:3], (20, 21, 5), strict=True):
        case.take("score", expert, on="2026-02-20", **{**SCORES, "premises_score": premises})
    page = browser("hq").text(f"/cases/{case.number}")
    table = page[page.index('id="panel"') :].partition("</section>")[0]
    assert "<td>5–21</td><td>15.3</td>" in table and table.count("panel-apart") == 1
    assert "已评 3 人" in table
    for name in ("applicant", "expert1"):
        assert 'id="panel"' not in browser(name).text(f"/cases/{case.number}"), name


def test_a_notice_is_seen_before_and_kept_after(browser: Browser, db: Engine, tmp_path: Path) -> None:
    case = in_bureau_decision(db)
    bureau = browser("bureau")
    assert "kind=publicity" in bureau.text(f"/cases/{case.number}").partition("编制公告")[0]
    compose = bureau.text(f"/work/notice?kind=publicity&case={case.number}")
    assert f'value="{case.number}" checked' in compose
    draft = Walk.open(db, "guangzhou/2025/notice", BUREAU, "gz-bureau", on="2026-03-01")
    form = {"kind": "publicity", "title": "示例预览", "cases": case.number, "version": "1", "preview": "yes"}
    seen = bureau.post(f"/cases/{draft.number}/form", **form)
    assert seen.location == f"/cases/{draft.number}/preview"
    page = bureau.text(seen.location)
    assert "尚未发布" in page and "示例预览" in page and "示例产业园服务站" in page and draft.state == "draft"
    assert bureau.client.get(f"/notices/{draft.number}").status_code == 404
    notice = publish(db, case, at="2026-03-02")
    told = bureau.client.get(f"/notices/{notice.number}/content.json").data
    digest = hashlib.sha256(told).hexdigest()
    assert json.loads(told)["number"] == notice.number and digest in bureau.text(f"/notices/{notice.number}")
    paper = bureau.client.get(f"/notices/{notice.number}/paper.pdf")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF-")
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages).replace(" ", "")
    assert "公告〔2026〕1号" in told and "2026-03-0924:00" in told, "its number, and the end as people say it"
    assert paper.data == bureau.client.get(f"/notices/{notice.number}/paper.pdf").data, "the same bytes for ever"
    assert Checkpointer(db, tmp_path)(at_once=True) is not None
    last = transaction(db, lambda p: latest(p.connection), writes=False)
    assert last is not None
    root = last.text.split("\n")[2]
    paper = bureau.client.get(f"/notices/{notice.number}/paper.pdf").data
    sealed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).replace(" ", "")
    assert root in sealed.replace("\n", "") and root in bureau.text(f"/notices/{notice.number}")
