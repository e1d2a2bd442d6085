"""The ledger of a deadline as a page: whose it is, every day of it, the provisional told so; the calculator kept."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.web.keeper import browser, kept
from tests.workflows.guangzhou.roads import submitted
from tests.workflows.notices import notice, publicity, take_in
from tests.world import APPLICANT, DISTRICT


@pytest.fixture
def app(db: Engine, tmp_path: Path, hashed: str) -> Flask:
    return kept(db, tmp_path, hashed, on="2026-12-31")


def test_a_provisional_period_is_counted_out_for_each_reader(app: Flask, db: Engine) -> None:
    case, public = publicity(db, "2026-12-28", "示例路 1 号")
    page = browser(app, "bureau").get(f"/cases/{case.number}/deadline").text
    for said in ("the law’s", "5 working days", "Tue 5 Jan 2027 24:00", "provisional", "At the latest", "day 5",
                 "GZ-4.1.3c", "国办发明电〔2025〕7号", "statutory holiday"):  # fmt: skip
        assert said in page, said
    assert 'aria-current="date"' in page, "today's line is marked"
    settings = browser(app, "settings")
    assert settings.get(f"/cases/{case.number}/deadline").status_code == 404
    assert "day 5" in settings.get(f"/admin/timers/{case.number}").text
    assert f"/admin/timers/{case.number}" in settings.get("/admin/timers?status=provisional").text
    everybody = app.test_client().get(f"/notices/{public.number}/deadline?lang=en").text
    assert "Tue 5 Jan 2027 24:00" in everybody and "day 5" in everybody
    assert "at the latest" in app.test_client().get(f"/notices/{public.number}?lang=en").text
    assert f"/cases/{case.number}/deadline" in browser(app, "bureau").get("/work?view=office&lang=en").text


def test_what_was_told_stands_in_the_ledger_though_it_is_counted_otherwise(app: Flask, db: Engine) -> None:
    case, public = publicity(db, "2026-12-30", "示例路 1 号")
    take_in(db, notice(["01-01"], ["01-02", "01-03"]), on="2026-12-31")
    for page in (browser(app, "bureau").get(f"/cases/{case.number}/deadline").text,
                 app.test_client().get(f"/notices/{public.number}/deadline?lang=en").text):  # fmt: skip
        assert "Thu 7 Jan 2027 24:00" in page and "is not moved earlier" in page and "provisional" not in page
    case, _ = publicity(db, "2026-12-31", "示例路 2 号")
    take_in(db, notice(["01-01", "01-04"], ["01-02"], number="示例〔2026〕2号"), on="2026-12-31")
    moved = browser(app, "bureau").get(f"/cases/{case.number}/deadline").text
    assert "Wed 6 Jan 2027 24:00 → Fri 8 Jan 2027 24:00, by 示例〔2026〕2号" in moved


def test_a_target_says_that_it_is_the_offices_own(app: Flask, db: Engine) -> None:
    case = submitted(db, "2026-12-21")
    page = browser(app, "district").get(f"/cases/{case.number}/deadline").text
    assert "the office’s own target" in page and "10 working days" in page and "lamp-kind-office" in page
    assert browser(app, "bureau").get("/cases/GZ-2026-000001/deadline").text.count("holidays do not move it") == 1
    case.take("return_for_correction", DISTRICT, on="2026-12-23", gaps=["说明不详"])
    page = browser(app, "district").get(f"/cases/{case.number}/deadline").text
    assert "let lapse" in page and "lamp-kind-correction" in page
    assert "with the office for review · 2 working days, not counted" in page
    case.take("resubmit", APPLICANT, on="2026-12-25")
    page = browser(app, "district").get(f"/cases/{case.number}/deadline").text
    for said in ("begins anew on the day after", "with the applicant for correction: not counted", "lamp-kind-office",
                 "the case came back: the period starts"):  # fmt: skip
        assert said in page, said
    assert page.count("not carried over") == 2 + 1, "each day, and the rule"


def test_the_calculators_answer_is_kept_and_known_again(app: Flask) -> None:
    path = "/deadlines?start=2026-12-28&amount=5&unit=wd"
    first = app.test_client().get(path)
    assert first.headers["Cache-Control"] == "public, max-age=60" and "Cookie" in first.headers["Vary"]
    assert first.headers["ETag"]
    assert app.test_client().get("/deadlines").headers["Cache-Control"] == "no-cache"
    assert "max-age" not in app.test_client().get(path + "x").headers["Cache-Control"]
