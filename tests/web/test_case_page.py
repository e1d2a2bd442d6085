"""A case's page: what it offers to whom, refusals with what was typed, drafts kept, paper at the counter, the clock."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, update

from models.case import cases
from models.database import transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import grants, users
from scheduler.tick import advance
from tests.walk import Walk, moment
from tests.web.browsing import sign_in, token_on
from tests.workflows.guangzhou.roads import appointed, drafted, in_publicity, open_call, submitted
from tests.world import DISTRICT, settle
from web.app import create_app

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def app(db: Engine, tmp_path: object, hashed: str) -> Flask:
    """The example world in the morning of 2026-03-02, everybody with a password, and a clock that can be moved."""
    settle(db)
    open_call(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-03-02"), now=p.now))
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    settings = Settings(env="test", clock="simulated", data_dir=tmp_path, upload_bytes=100_000)
    return create_app(settings, db, advance=advance)


def browser(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, name).status_code == 302
    client.get("/work?lang=zh")
    return client


def press(client: FlaskClient, case: Walk, step: str, **data: object):
    page = f"/cases/{case.number}"
    sent = {"csrf_token": token_on(client.get("/work").text), "version": case.row.version, **data}
    return client.post(f"{page}/steps/{step}", data=sent)


def test_who_may_not_see_a_case_finds_no_page(app: Flask, db: Engine) -> None:
    case = submitted(db)
    assert browser(app, "neighbour").get(f"/cases/{case.number}").status_code == 404
    assert app.test_client().get(f"/cases/{case.number}").status_code == 302
    page = browser(app, "district").get(f"/cases/{case.number}").text
    assert "初审通过，上报" in page and 'class="step step-adverse" id="step-reject"' in page


def test_the_worklist_shows_what_waits_and_can_be_filtered(app: Flask, db: Engine) -> None:
    case = submitted(db)
    district = browser(app, "district")
    assert case.number in district.get("/work").text
    assert case.number in district.get("/work?q=示例产业园&lifecycle=guangzhou/2025/certification").text
    assert case.number not in district.get("/work?q=%25").text and case.number not in district.get("/work?q=别处").text
    for name in ("hq", "neighbour", "expert1"):
        assert case.number not in browser(app, name).get("/work").text
    assert case.number in browser(app, "hq").get("/work?view=office").text
    assert case.number in browser(app, "applicant").get("/work?view=own").text


def test_a_refused_step_keeps_what_was_typed(app: Flask, db: Engine) -> None:
    case = appointed(db)
    hq = browser(app, "hq")
    refused = press(hq, case, "recommend", opinion="三位专家均同意，建议推荐。")
    assert refused.status_code == 422 and "三位专家均同意，建议推荐。" in refused.text
    assert 'data-code="too_few_scores"' in refused.text and case.state == "expert_review"
    assert press(hq, case, "nonsense").status_code == 404
    assert press(hq, case, "submit").status_code == 409
    unknown = press(hq, case, "recommend", opinion="可", fee="3")
    assert unknown.status_code == 422 and 'data-code="field_unknown"' in unknown.text


def test_who_comes_second_is_told_what_happened(app: Flask, db: Engine) -> None:
    case = submitted(db)
    seen = case.row.version
    case.take("forward", DISTRICT, on="2026-03-01", opinion="同意")
    late = press(browser(app, "district"), case, "reject", version=seen, reason="材料不符，不予通过。")
    assert late.status_code == 409 and "已办理“初审通过，上报”" in late.text and "材料不符，不予通过。" in late.text
    assert case.state == "expert_review"


def test_a_draft_is_kept_before_it_is_refused(app: Flask, db: Engine) -> None:
    case = drafted(db)
    applicant = browser(app, "applicant")
    answer = press(applicant, case, "submit", full_time_staff="1", legal_person="true", fixed_premises="true")
    assert answer.status_code == 422 and 'data-code="too_few_staff"' in answer.text
    assert case.row.form["full_time_staff"] == 1 and case.row.version == 1
    saved = applicant.post(
        f"/cases/{case.number}/form",
        data={"csrf_token": token_on(applicant.get("/work").text), "version": 1, "full_time_staff": "3",
              "legal_person": "true", "fixed_premises": "true", "premises_proof": (BytesIO(PDF), "申请表.pdf")},
    )  # fmt: skip
    assert saved.status_code == 302 and "申请表.pdf" in applicant.get(f"/cases/{case.number}").text
    wrong = applicant.post(
        f"/cases/{case.number}/form",
        data={"csrf_token": token_on(applicant.get("/work").text), "version": 1, "full_time_staff": "三"},
    )
    assert wrong.status_code == 422 and 'value="三"' in wrong.text and case.row.form["full_time_staff"] == 3
    assert press(applicant, case, "submit", legal_person="true", fixed_premises="true").status_code == 302
    assert case.state == "district_review"


def test_a_new_case_is_opened_once(app: Flask, db: Engine) -> None:
    applicant = browser(app, "applicant")
    sent = {"csrf_token": token_on(applicant.get("/cases/new").text), "key": "k" * 24,
            "lifecycle": "guangzhou/2025/certification", "office": "gz-tianhe"}  # fmt: skip
    first, second = applicant.post("/cases", data=sent), applicant.post("/cases", data=sent)
    assert first.status_code == 302 and first.location == second.location
    assert applicant.post("/cases", data={**sent, "key": "n" * 24}).location == first.location
    assert applicant.post("/cases", data={**sent, "key": "", "another": "1", "office": "gz-hq"}).status_code == 422
    assert applicant.post("/cases", data={**sent, "lifecycle": "guangzhou/2025/notice"}).status_code == 403


def test_paper_at_the_counter_counts_by_its_day(app: Flask, db: Engine) -> None:
    case = in_publicity(db, "2026-09-28")
    advance(db, moment("2026-10-12"))
    said = {"by": "person", "name": "示例公民", "contact": "000", "text": "来信反映场地问题。", "at_counter": "yes"}
    bureau = browser(app, "bureau")
    assert "登记收到的书面材料" in bureau.get(f"/cases/{case.number}").text
    assert press(bureau, case, "object", **said, received_on="2026-10-09").status_code == 422
    taken = press(bureau, case, "object", **said, on_behalf_of="示例公民", received_on="2026-10-09")
    assert taken.status_code == 302 and "补登" in bureau.get(f"/cases/{case.number}").text
    with db.connect() as connection:
        asked = select(cases.c.data).where(cases.c.lifecycle == "guangzhou/2025/objection")
        assert '"late":false' in connection.execute(asked).scalar_one()


def test_the_demo_clock_ends_a_publicity(app: Flask, db: Engine) -> None:
    case = in_publicity(db, "2026-02-27")
    assert browser(app, "bureau").get("/admin/clock").status_code == 403
    transaction(
        db,
        lambda p: p.connection.execute(
            insert(grants).values(user_id="u-rival", role="settings_admin", office="gz-bureau")
        ),
    )
    admin = browser(app, "rival")
    sent = {"csrf_token": token_on(admin.get("/admin/clock").text)}
    assert case.number in admin.get("/admin/timers").text
    assert admin.post("/admin/clock", data={**sent, "to": "time", "until": "2026-01-01T00:00"}).status_code == 400
    assert admin.post("/admin/clock", data={**sent, "to": "deadline"}).status_code == 302
    assert case.state == "concluded"


def test_forms_without_a_token_change_nothing(app: Flask, db: Engine) -> None:
    case = submitted(db)
    district = browser(app, "district")
    assert district.post(f"/cases/{case.number}/steps/forward", data={"opinion": "x"}).status_code == 400
    assert case.state == "district_review"
