"""A round of twenty, shortlisted and published on one notice: three clicks beyond typing, and by keyboard alone."""

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, select

from models.case import cases
from models.database import transaction
from tests.browser.test_jobs import Hand
from tests.browser.town import Person
from tests.web.desk.crowd import decidable


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_round_is_shortlisted_and_published_in_three_clicks(
    chromium: Browser, address: str, town: Engine, keyboard: bool
) -> None:
    ids = decidable(town, 20, on="2026-09-10")
    person = Person(chromium, address, "bureau").go("/calls/GZ-2026-000001")
    hand, page = Hand(person.page, keyboard), person.page
    assert page.locator("[data-row]").count() == 20 and "86.0" in person.text
    hand.press("[data-choose-all]")
    with page.expect_navigation(url="**/work/notice?**"):
        hand.press("button[value=publicity]")
    assert page.locator("input[name=cases]:checked").count() == 20
    hand.type("#field-site_url", "https://example.invalid/notices/2026")
    with page.expect_navigation(url="**/cases/GZ-*"):
        hand.press("button[value=publish]")
    hand.sees("公告已发布", "[role=status]")
    assert hand.acts == 3 and person.faults == []
    asked = select(cases.c.state).where(cases.c.id.in_(ids)).distinct()
    assert transaction(town, lambda p: p.connection.execute(asked).scalars().all()) == ["publicity"]
