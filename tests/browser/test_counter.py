"""An officer at the counter, on a phone: what came by post is entered for its sender, with the day that counts."""

from playwright.sync_api import Browser
from sqlalchemy import Engine, select

from models.case import cases
from scheduler.tick import advance
from tests.browser.test_access import faults
from tests.browser.test_phone import PHONE, file
from tests.browser.town import Person
from tests.walk import moment
from tests.workflows.guangzhou.roads import in_publicity


def test_a_letter_posted_in_time_is_entered_at_the_counter_later(chromium: Browser, address: str, town: Engine) -> None:
    case = in_publicity(town, "2026-09-01")
    advance(town, moment("2026-09-14"))
    notice = case.number[:-1] + str(int(case.number[-1]) + 1)
    anybody = Person(chromium, address, width=PHONE)
    assert "届满" in anybody.go(f"/notices/{notice}/object").text and "邮戳" in anybody.text
    officer = Person(chromium, address, "bureau", width=PHONE)
    page = officer.go("/counter").page
    page.fill("#q", notice)
    page.keyboard.press("Enter")
    page.click("main .chips >> text=提出异议")
    assert faults(officer, f"/counter?q={notice}") == []
    officer.go(f"/counter/{case.number}/object?lang=zh")
    page.fill("#on_behalf_of", "示例公民")
    page.fill("#received_on", "2026-09-07")
    page.check("text=个人")
    page.fill("#field-text", "来信反映场地问题。")
    page.set_input_files("#field-attachment", file("来信.pdf", "letter"))
    page.click("main button:has-text('登记：')")
    assert "已办理" in officer.text and "补登" in officer.text
    page.click("#related >> text=公示异议")
    assert "来信.pdf" in officer.text
    with town.connect() as connection:
        asked = select(cases.c.data).where(cases.c.lifecycle == "guangzhou/2025/objection")
        assert '"late":false' in connection.execute(asked).scalar_one()
    assert officer.faults == []
