"""Those who come once in three years, on a phone, in the demo's town: each from where they begin to the receipt."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.database import connect
from tests.browser.test_phone import PHONE, file
from tests.browser.town import Person, served

PASSWORD = "yizhan-demo"


@pytest.fixture(scope="module")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, copied and served: Monday 2026-09-21."""
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("people"), dirs_exist_ok=True)
    engine = connect(f"sqlite:///{folder / 'yizhan.db'}", simulated=True)
    with served(engine, folder) as address:
        yield address
    engine.dispose()


def somebody(chromium: Browser, demo: str, name: str) -> Person:
    return Person(chromium, demo, name, width=PHONE, password=PASSWORD)


def sent(person: Person, button: str) -> str:
    """Press the button: the receipt says what was sent, under which number."""
    person.press(f"main button:has-text('{button}')")
    expect(person.page.locator(".receipt h1")).to_be_visible()
    return str(person.page.locator(".receipt-facts .number").inner_text())


def test_an_enterprise_asks_and_its_commissioner_solves_it(chromium: Browser, demo: str) -> None:
    """The enterprise in English: nobody asks it at which office, and what it types saves itself."""
    firm = somebody(chromium, demo, "js-firm-0")
    firm.go("/mine?lang=en").press("#begin >> text=Request (appeal)")
    number = firm.begin()
    firm.page.check("text=policies for enterprises")
    firm.page.fill("#register-field-summary", "A loan subsidy")
    expect(firm.page.locator(".keep-note")).to_contain_text("Saved by itself")
    firm.page.fill("#register-field-content", "Which policy fits?")
    assert sent(firm, "Register") == number
    assert "commissioner" in firm.text.lower()
    helper = somebody(chromium, demo, "js-helper-0")
    assert "/service" in helper.page.url
    helper.press(f"#waiting li:has-text('{number}') .btn")
    helper.say("solve", result="适用示例贴息政策")
    sent(helper, "专员解决")
    helper.press("main a:has-text('看办理进度')").say("feed_back", feedback="已电话告知")
    sent(helper, "反馈企业")
    helper.go("/service").page.check("#field-kind >> text=走访")
    helper.page.fill("#field-content", "上门说明政策")
    helper.press("main button:has-text('记入台账')")
    assert "已记入台账" in helper.text and "上门说明政策" in helper.text
    firm.go("/mine").press(f"#waiting li:has-text('{number}') .btn")
    decide = firm.page.locator("#decide").inner_text()
    assert "适用示例贴息政策" in decide and "已电话告知" in decide, "what one is asked to rate stands beside it"
    firm.say("confirm").page.check("#confirm-field-rating >> text=Very satisfied")
    assert sent(firm, "Confirm and rate") == number
    assert number not in firm.go("/mine").page.locator("#begin").inner_text()
    assert firm.faults + helper.faults == []


def test_an_enterprise_complains_and_the_station_answers_and_is_heard(chromium: Browser, demo: str) -> None:
    """The station is heard about its reward, too; a mobile commissioner leaves of their own accord."""
    firm = somebody(chromium, demo, "wh-firm-0")
    firm.press("#begin >> text=企业投诉")
    assert firm.page.locator("main button:has-text('建立草稿')").count() == 0, "first of all: about whom"
    firm.page.fill("#find", "示例服务工作站")
    firm.press("main button:has-text('查找')")
    firm.press("main button:has-text('建立草稿')")
    number = firm.page.url.rsplit("/", 1)[1]
    for name, value in {"facts": "约定的服务没有提供。", "contact_name": "示例投诉人", "contact": "000-1234"}.items():
        firm.page.fill(f"#file-field-{name}", value)
    station = somebody(chromium, demo, "wh-applicant-0")
    assert number not in station.text, "what is still being written is nobody else's to read"
    assert sent(firm, "提交投诉") == number
    assert number in firm.go("/mine").page.locator("#running").inner_text()
    station.go("/mine").press(f"#waiting li:has-text('{number}') .btn")
    assert "约定的服务没有提供" in station.text and "示例投诉人" not in station.page.content()
    station.say("answer", statement="已补做该项服务。")
    sent(station, "被投诉方说明")
    station.go("/mine").press("#waiting li:has-text('奖励追回') .btn")
    station.say("state", statement="申报材料属实，另附说明。")
    sent(station, "陈述申辩")
    assert "决定追回、不予追回" in station.text, "either may follow"
    leaving = somebody(chromium, demo, "wh-mobile-0")
    leaving.go("/mine").press("#begin >> text=退出")
    assert "江岸区区分站" in leaving.text and leaving.page.locator("select").count() == 0
    leaving.begin()
    leaving.page.fill("#apply-field-reason", "工作调动")
    sent(leaving, "申请退出")
    assert firm.faults + station.faults + leaving.faults == []


def test_a_station_is_heard_signs_reports_and_renews(chromium: Browser, demo: str) -> None:
    """Everything that waits is one tap away, the nearest date first, and each ends in a receipt."""
    station = somebody(chromium, demo, "applicant-33")
    waiting = station.page.locator("#waiting > li, #waiting ul > li").all_inner_texts()
    assert ["签署公约" in waiting[0], "陈述申辩" in waiting[1]] == [True, True], waiting
    with station.page.expect_download() as certificate:
        station.page.click("text=下载证书")
    assert Path(certificate.value.path()).read_bytes().startswith(b"%PDF-1.7")
    station.press("text=去办理：陈述申辩").say("state", statement="所述情况已整改完毕。")
    sent(station, "陈述申辩")
    station.go("/mine").press("text=去办理：签署公约")
    station.page.fill("#sign-field-signed_on", "2026-09-20")
    station.page.fill("#sign-field-signatory", "示例签署人")
    station.page.set_input_files("#sign-field-signed_convention", file("公约.pdf", "signed"))
    sent(station, "签署公约")
    station.go("/mine").press("text=去办理：报送")
    for name in ("summary", "plan", "area"):
        station.page.fill(f"#submit-field-{name}", "示例内容")
    sent(station, "报送")
    renewing = somebody(chromium, demo, "applicant-40")
    renewing.press("text=去办理：申请复核")
    renewing.page.check("#apply-field-legal_person")
    renewing.page.check("#apply-field-fixed_premises")
    renewing.page.fill("#apply-field-full_time_staff", "3")
    renewing.page.fill("#apply-field-services", "三年服务千家")
    renewing.page.set_input_files("#apply-field-renewal_form", file("申请表.pdf", "renewal"))
    sent(renewing, "申请复核")
    assert station.faults + renewing.faults == []


def test_a_station_changes_its_address_replaces_its_plaque_and_leaves(chromium: Browser, demo: str) -> None:
    station = somebody(chromium, demo, "applicant-28")
    station.press("main .chips >> text=重大事项变更").begin()
    station.press("#form >> text=全部内容放在一页上填写")
    station.page.select_option("#submit-field-kind", "address")
    given = {"old_value": "示例路 1 号", "new_value": "示例路 2 号", "changed_on": "2026-09-18",
             "credit_code": "91440101MADEM0027L"}  # fmt: skip
    for name, value in given.items():
        station.page.fill(f"#submit-field-{name}", value)
    station.page.set_input_files("#submit-field-proof_of_change", file("证明.pdf", "proof"))
    sent(station, "报告变更")
    station.go("/mine").press("main .chips >> text=牌匾补发").begin()
    station.page.check("text=遗失")
    station.page.fill("#request-field-explanation", "搬迁时遗失")
    sent(station, "申请补发牌匾")
    station.go("/mine").press("main .chips >> text=自行申请退出").begin()
    station.page.fill("#request-field-reason", "业务调整")
    sent(station, "自行申请退出")
    with station.page.expect_download() as download:
        station.page.click("text=下载回执（PDF）")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")
    assert station.faults == []
