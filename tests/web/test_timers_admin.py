"""Timers for administrators: what failed is listed page by page and tried again, one or all; a message leads there."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from models.case import cases
from models.database import transaction
from scheduler.outbox import hand_out
from tests.scheduler.conftest import call
from tests.web.browsing import token_on
from tests.web.keeper import browser, kept
from web.pages import timers
from workflows.actors import Role
from workflows.telling import holders, tell

ERROR = "ZeroDivisionError: 示例"


def numbers(page: str) -> list[str]:
    return re.findall(r"<td class=\"rows-case\">(GZ-[0-9-]+)", page)


def test_what_failed_is_listed_by_pages_and_tried_again(
    db: Engine, tmp_path: Path, hashed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "PAGE", 2)
    admin = browser(kept(db, tmp_path, hashed, on="2026-03-02"))
    walks = [call(db, 2027 + n) for n in range(3)]
    failed = update(cases).where(cases.c.id.in_([w.id for w in walks])).values(wake_at=None, tries=8, last_error=ERROR)
    transaction(db, lambda p: p.connection.execute(failed))

    first = admin.get("/admin/timers?status=failed").text
    more = re.search(r'href="(/admin/timers\?[^"]*after=[^"]*)"', first)
    assert more and ERROR in first and "no officer is late" in first
    second = admin.get(more[1].replace("&amp;", "&")).text
    assert numbers(first) + numbers(second) == [w.number for w in walks]
    assert "Next page" in first and "Next page" not in second
    assert all(w.number not in admin.get("/admin/timers").text for w in walks)
    for wrong in ("x", "1-x", "1", "-"):
        assert admin.get(f"/admin/timers?after={wrong}").status_code == 404

    form = {"csrf_token": token_on(first)}
    assert admin.post(f"/admin/timers/{walks[0].number}/retry", data=form).status_code == 302
    assert [w.row.tries for w in walks] == [0, 8, 8]
    admin.post("/admin/timers/retry", data=form)
    assert "To be tried again at once: 2." in admin.get("/admin/timers?status=failed").text
    assert {(w.row.tries, w.row.last_error, w.row.wake_at is None) for w in walks} == {(0, None, False)}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_message_leads_to_where_its_trouble_is_mended(db: Engine, tmp_path: Path, hashed: str) -> None:
    admin = browser(kept(db, tmp_path, hashed, on="2026-03-02"))
    to = [holders(Role.SETTINGS_ADMIN)]
    transaction(db, lambda p: tell(p.connection, "calendar_missing", to=to, at=p.at, year=2027))
    transaction(db, lambda p: tell(p.connection, "timers_failed", to=to, at=p.at, count=1, number="GZ-2026-000001"))
    hand_out(db)
    page = admin.get("/messages").text
    form = {"csrf_token": token_on(page)}
    places = [admin.post(path, data=form).location for path in re.findall(r'action="(/messages/\d+/open)"', page)]
    assert places == ["/admin/timers?status=failed", "/admin/calendar/new?year=2027"]
    assert all(admin.get(place).status_code == 200 for place in places)
