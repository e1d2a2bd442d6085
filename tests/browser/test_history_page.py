"""The history page: the slider takes a case back by hand, by keys, and without script; the same in words."""

from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.browser.test_access import faults
from tests.browser.town import Person
from tests.workflows.guangzhou.roads import in_publicity


def test_a_case_is_taken_back_to_any_entry(chromium: Browser, town: Engine, address: str) -> None:
    case = in_publicity(town, "2026-09-11")
    path, last = f"/cases/{case.number}/history", case.row.version
    bureau = Person(chromium, address, "bureau")
    page = bureau.go(path).page
    assert page.locator("#twin [aria-current=step]").get_attribute("id") == f"entry-{last}"
    assert "公示" in page.locator("aside .state").first.inner_text()
    page.locator("#step").focus()
    page.keyboard.press("Home")
    page.wait_for_selector("#entry-1[aria-current=step]")
    assert page.locator("aside .state").first.inner_text() == "填报草稿"
    assert page.locator("aside .provisional").count() == 0
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#entry-2[aria-current=step]")
    assert "step=2" in page.url
    page.click("#twin #entry-3 a")
    page.wait_for_selector("#entry-3[aria-current=step]")
    assert page.evaluate("document.activeElement.id") in ("step", "", "content")
    plain = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(f"{address}{path}?step=2")
    plain.click("#slider [rel=next]")
    assert plain.locator("#twin [aria-current=step]").get_attribute("id") == "entry-3"
    pdf = page.pdf(format="A4")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 6
    assert faults(bureau, path) + bureau.faults == []
