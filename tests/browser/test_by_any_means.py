"""Objecting and applying by keyboard alone, without script, in large letters; and how long objecting takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.browser.test_phone import FACTS, PAPERS, TEXTS, file
from tests.browser.town import PASSWORD, Person
from tests.workflows.guangzhou.roads import in_publicity

SMALLEST = 320
TAP, SIGN, MINUTES = 4, 1.0, 2  # seconds for a newcomer to find and tap something, and to type a sign on a phone
GIVEN = {"name": "示例公民", "contact": "000-1111", "text": "该单位场所与申报材料不一致，请核实。"}


def notice_of(town: Engine) -> str:
    number = in_publicity(town, "2026-09-11").number
    return number[:-1] + str(int(number[-1]) + 1)


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    with page.expect_navigation():
        yield


def plain(chromium: Browser, address: str) -> Page:
    """A browser that runs no script, on the smallest phone."""
    size = {"width": SMALLEST, "height": 640}
    page = chromium.new_context(viewport=size, base_url=address, locale="zh-CN", java_script_enabled=False).new_page()
    page.set_default_timeout(10_000)
    return page


def press(page: Page, what: str) -> None:
    with leaving(page):
        page.click(what)


def reach(page: Page, wanted: str) -> None:
    """Tab on until this has the focus, which must be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            style = "getComputedStyle(document.activeElement)"
            assert page.evaluate(f"{style}.outlineStyle != 'none' || {style}.boxShadow != 'none'"), wanted
            return
    raise AssertionError(f"{wanted} can't be reached by keyboard")


def narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_objecting_by_keyboard_in_large_letters(chromium: Browser, address: str, town: Engine) -> None:
    anybody = Person(chromium, address, width=SMALLEST)
    page = anybody.go(f"/notices/{notice_of(town)}").page
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = page.evaluate(size)
    reach(page, ".head-tools a")
    with leaving(page):
        page.keyboard.press("Enter")
    assert page.locator("html.letters-large").count() == 1 and page.evaluate(size) > before and narrow(page)
    reach(page, "main a.btn-primary")
    with leaving(page):
        page.keyboard.press("Enter")
    assert narrow(page)
    reach(page, "[name=by]")
    page.keyboard.press("ArrowDown")
    for name in page.locator("main form input[type=text], main form textarea").evaluate_all(
        "all => all.map(e => e.name)"
    ):
        reach(page, f"[name={name}]")
        page.keyboard.insert_text(GIVEN[name])
    reach(page, "main form .btn-primary")
    with leaving(page):
        page.keyboard.press("Enter")
    assert "异议已收到" in anybody.text and narrow(page)
    assert anybody.faults == []


def test_objecting_takes_less_than_two_minutes_without_script(chromium: Browser, address: str, town: Engine) -> None:
    """A newcomer's seconds, counted in taps and signs: from the front page to the receipt."""
    page, notice, taps = plain(chromium, address), notice_of(town), 0
    page.goto("/")
    for way in (f"main a[href='/notices/{notice}']", "main a.btn:has-text('提出异议')"):
        press(page, way)
        taps += 1
    page.check("text=个人")
    for name, value in GIVEN.items():
        page.fill(f"#field-{name}", value)
    press(page, "main button:has-text('提交异议')")
    taps += 1 + len(GIVEN) + 1  # who, the fields, the button
    assert "异议已收到" in page.inner_text("main")
    assert taps * TAP + sum(map(len, GIVEN.values())) * SIGN < MINUTES * 60
    required = page.goto(f"/notices/{notice}/object") and page.locator("main [required]").count()
    assert required == 5, "by whom (two), name, contact, text: nothing else is asked for"


def test_applying_without_script(chromium: Browser, address: str, town: Engine) -> None:
    """Every part is saved by a button in plain sight, each file by its own."""
    page = plain(chromium, address)
    page.goto("/sign-in")
    page.fill("#name", "applicant")
    page.fill("#password", PASSWORD)
    press(page, "main button")
    press(page, "#begin >> text=服务站认定")
    page.select_option("#office", "gz-tianhe")
    press(page, "main form button")
    press(page, "#form >> text=基本情况")
    for part in (FACTS, {}, TEXTS, {"contact_name": "示例联系人", "contact_phone": "000-0000"}):
        for name, value in part.items():
            page.fill(f"#field-{name}", value)
        if not part:
            page.check("#field-legal_person")
            page.check("#field-fixed_premises")
        assert narrow_box(page, "main button:has-text('保存并继续')")
        press(page, "main button:has-text('保存并继续')")
    for kind in PAPERS:
        page.set_input_files(f"#field-{kind}", file(f"{kind}.pdf", kind))
        press(page, f"#paper-{kind} button:has-text('上传')")
    press(page, "main a:has-text('继续')")
    press(page, "main button:has-text('提交申请')")
    assert "提交回执" in page.inner_text("main")


def narrow_box(page: Page, what: str) -> bool:
    """Whether this lies within the width of the phone."""
    box = page.locator(what).bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= SMALLEST
