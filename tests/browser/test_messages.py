"""The inbox by keyboard."""

from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from scheduler.outbox import hand_out
from tests.browser.town import Person
from tests.workflows.guangzhou.roads import submitted


def test_messages_are_walked_and_opened_by_keys(chromium: Browser, address: str, town: Engine) -> None:
    case = submitted(town, "2026-09-10")
    hand_out(town)
    officer = Person(chromium, address, "district")
    officer.go("/messages?show=unread")
    expect(officer.page.locator(".head-tools .count")).to_contain_text("1")
    officer.page.keyboard.press("j")
    officer.page.keyboard.press("Enter")
    expect(officer.page).to_have_url(f"{address}/cases/{case.number}")
    expect(officer.page.locator(".head-tools .count")).to_have_count(0)
    assert officer.faults == []
