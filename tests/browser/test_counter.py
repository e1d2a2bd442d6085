"""An officer at the counter, on a phone: what came by post is entered for its sender, with the day that counts."""

from playwright.sync_api import Browser
from sqlalchemy import Engine, select

from models.case import cases
from scheduler.tick import advance
from tests.browser.test_by_any_means import MINUTES, SIGN, TAP
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
    assert "没有收到异议" in anybody.go(f"/notices/{notice}").text
    officer = Person(chromium, address, "bureau", width=PHONE)
    page = officer.go("/counter").page
    given = {"on_behalf_of": "示例公民", "received_on": "2026-09-07", "field-text": "来信反映场地问题。"}
    page.fill("#q", notice)
    officer.press("main button:has-text('查找')").press("main .chips >> text=提出异议")
    for name, value in given.items():
        page.fill(f"#{name}", value)
    page.check("text=个人")
    page.set_input_files("#field-attachment", file("来信.pdf", "letter"))
    officer.press("main button:has-text('登记：')")
    taps = 3 + 1 + len(given) + 2  # the buttons, the search, the fields, by whom, the scan
    assert taps * TAP + (len(notice) + sum(map(len, given.values()))) * SIGN < MINUTES * 60
    assert "已办理" in officer.text and "补登" in officer.text
    officer.press("#related >> text=公示异议")
    assert "来信.pdf" in officer.text
    with town.connect() as connection:
        asked = select(cases.c.data).where(cases.c.lifecycle == "guangzhou/2025/objection")
        assert '"late":false' in connection.execute(asked).scalar_one()
    told = anybody.go(f"/notices/{notice}").page.locator("#objected").inner_text()
    assert "1 件" in told and "正在办理" in told and "示例公民" not in anybody.page.content()
    assert officer.faults + anybody.faults == []
