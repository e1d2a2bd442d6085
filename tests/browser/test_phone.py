"""People on a phone, from the first visit to done: who applies, who objects, and a station."""

import re

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, func, select, update

from models.case import cases
from models.database import transaction
from models.user import sessions
from tests.browser.test_access import faults
from tests.browser.town import PASSWORD, Person, pdf
from tests.walk import Walk
from tests.workflows.guangzhou.roads import in_publicity
from tests.world import DISTRICT
from workflows.moves import Entry

PHONE = 390
FACTS = {"station_name": "示例掌上服务站", "address": "示例路 9 号", "full_time_staff": "3"}
TEXTS = {"capability": "五年来服务园区企业一百二十家。", "structure": "设服务、咨询、培训三组。"}
PAPERS = ("application_form", "legal_person_certificate", "premises_proof", "staff_list", "service_rules")


def file(name: str, words: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(words)}


def many(db: Engine) -> int:
    with db.connect() as connection:
        asked = select(func.count()).where(cases.c.lifecycle == "guangzhou/2025/certification")
        return int(connection.execute(asked).scalar_one())


def go_on(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#field-{name}", value)
    with page.expect_navigation():
        page.click("main button:has-text('保存并继续')")


def test_an_applicant_from_registering_to_the_receipt(chromium: Browser, address: str, town: Engine) -> None:
    somebody = Person(chromium, address, width=PHONE)
    page = register(somebody)
    somebody.press("#begin >> text=服务站认定")
    page.select_option("#office", "gz-tianhe")
    number = somebody.begin()
    somebody.back()
    page.click("main .btn-primary:visible")  # the same draft again, never a second one
    assert page.url.endswith(number) and many(town) == 1
    assert "尚不能开始" in somebody.text and "还缺：服务站名称" in somebody.text
    page.click("text=基本情况")
    interrupted(page, somebody, town)
    page.check("#field-legal_person")
    page.check("#field-fixed_premises")
    go_on(page)
    go_on(page, **TEXTS)
    go_on(page, contact_name="示例联系人", contact_phone="000-0000")
    hand_in(page, somebody)
    here = page.url.removeprefix(address)
    assert faults(somebody, here) == []
    somebody.go(f"{here}?lang=zh")
    sent(page, somebody, number)
    assert many(town) == 1
    corrected(page, somebody, number, town)
    assert somebody.faults == []


def register(somebody: Person) -> Page:
    page = somebody.go("/").page
    somebody.press("text=首次申请：注册")
    given = {"unit_name": "示例掌上单位", "credit_code": "91440101MADEM0041X", "name": "newcomer", "password": PASSWORD,
             "again": PASSWORD}  # fmt: skip
    for name, value in given.items():
        page.fill(f"#field-{name}", value)
    page.fill("#display", "示例新人")
    somebody.press("main button:has-text('注册并登录')")
    assert "校验位正确" in somebody.text and page.input_value("#field-unit_name") == "示例掌上单位"
    page.fill("#field-credit_code", "91440101MADEM00414")
    page.fill("#field-password", PASSWORD)
    page.fill("#field-again", PASSWORD)
    somebody.press("main button:has-text('注册并登录')")
    assert "已绑定“示例掌上单位”" in somebody.text and "/mine" in page.url
    return page


def interrupted(page: Page, somebody: Person, town: Engine) -> None:
    """The session ends while somebody types: what they sent is sent again once they are signed in."""
    for name, value in FACTS.items():
        page.fill(f"#field-{name}", value)
    transaction(town, lambda p: p.connection.execute(update(sessions).values(ended_at=p.now)))
    somebody.press("main button:has-text('保存并继续')")
    assert "登录后接着办" in somebody.text
    page.fill("#name", "newcomer")
    page.fill("#password", PASSWORD)
    somebody.press("main button:has-text('登录并继续')")
    assert "您填写的内容还在" in somebody.text
    somebody.press("main button:has-text('继续提交')")
    assert "符合的条件" in somebody.text and "已保存" in somebody.text


def hand_in(page: Page, somebody: Person) -> None:
    """Files set out as they are chosen; one that breaks off is sent again by a button."""
    page.context.set_offline(True)
    page.set_input_files(f"#field-{PAPERS[0]}", file("申请表.pdf", "form"))
    page.wait_for_selector("text=上传中断")
    page.context.set_offline(False)
    with page.expect_navigation():
        page.click("text=重试")
    for kind in PAPERS[1:]:
        with page.expect_navigation():
            page.set_input_files(f"#field-{kind}", file(f"{kind}.pdf", kind))
    assert "申请表.pdf" in somebody.text
    somebody.faults.clear()  # the browser reports the connection that was cut


def sent(page: Page, somebody: Person, number: str) -> None:
    somebody.press("main a:has-text('继续')")
    assert "检查并提交" in somebody.text and TEXTS["capability"] in somebody.text
    somebody.press("main button:has-text('提交申请')")
    assert "提交回执" in somebody.text and number in somebody.text and "区级审核人" in somebody.text
    somebody.back()
    page.reload()
    assert "404" in somebody.text or "提交申请" not in page.locator("main form").all_inner_texts()
    somebody.go(f"/cases/{number}")
    assert "区级初审" in somebody.text and "接下来" in somebody.text and page.locator("#diagram svg").count() == 1


def corrected(page: Page, somebody: Person, number: str, town: Engine) -> None:
    """What is missing is listed item by item, and is gone when it was handed in again."""
    with town.connect() as connection:
        id = connection.execute(select(cases.c.id).where(cases.c.number == number)).scalar_one()
    gaps = ["场地证明未盖章", "专职人员不足"]
    Walk(town, Entry(id, number, 0, "", b"")).take("return_for_correction", DISTRICT, on="2026-09-15", gaps=gaps)
    somebody.go("/mine").page.click("text=去办理：补正后重新提交")
    assert "共 2 项" in somebody.text and all(gap in somebody.text for gap in gaps)
    assert "补正：场地证明未盖章" in page.locator(".tasks li:has-text('材料')").inner_text(), "at its part, too"
    somebody.press("#form >> text=基本情况")
    go_on(page, full_time_staff="5")
    assert "已修改" in somebody.text
    somebody.press("main button:has-text('补正后重新提交')")
    assert "提交回执" in somebody.text


def test_objecting_in_english_and_following_it(chromium: Browser, address: str, town: Engine) -> None:
    case = in_publicity(town, "2026-09-11")
    somebody = Person(chromium, address, width=PHONE)
    page = somebody.go("/?lang=en").page
    somebody.press("main .notice-rows a")
    assert "working days" in somebody.text
    somebody.press("main a.btn:has-text('Object')")
    page.check("text=a person")
    page.fill("#field-text", "The premises are not those of the application.")
    page.set_input_files("#field-attachment", [file("one.pdf", "one"), file("two.pdf", "two")])
    page.evaluate("document.querySelector('main form').noValidate = true")
    somebody.press("main button:has-text('Send the objection')")
    assert "need not be sent again" in somebody.text and "one.pdf" in somebody.text
    page.fill("#field-name", "示例公民")
    page.fill("#field-contact", "000-1111")
    somebody.press("main button:has-text('Send the objection')")
    number, code = page.locator(".receipt-facts .number").all_inner_texts()
    page.reload()  # sent again: the same receipt
    assert page.locator(".receipt-facts .number").all_inner_texts() == [number, code]
    somebody.press("main a:has-text('Follow it')")
    page.fill("#code", code.lower())
    somebody.press("main button:has-text('Show')")
    page.click("text=Take the objection back")
    somebody.press("main button:has-text('Take it back')")
    page.fill("#code", code)
    somebody.press("main button:has-text('Show')")
    assert re.search("withdrawn", somebody.text, re.I) and case.number
    assert somebody.faults == []
