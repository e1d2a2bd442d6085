"""Standard jobs of a reviewer, counted in clicks beyond typing, and each done by keyboard alone."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.browser.town import Person
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import submitted

OPINION = "材料齐全，同意上报"


class Hand:
    """Clicks, or Enter and Space on what has the focus; typing is free, and finding one's way is not."""

    def __init__(self, page: Page, keyboard: bool) -> None:
        self.page, self.keyboard, self.acts = page, keyboard, 0

    def press(self, what: str) -> None:
        self.acts += 1
        place = self.page.locator(what).first
        if not self.keyboard:
            place.click()
            return
        place.focus()
        box = place.evaluate("e => e.matches('input[type=checkbox], input[type=radio]')")
        self.page.keyboard.press("Space" if box else "Enter")

    def type(self, where: str, words: str) -> None:
        self.page.locator(where).first.focus()
        self.page.keyboard.insert_text(words)

    def sees(self, words: str, where: str) -> None:
        self.page.locator(where, has_text=words).first.wait_for()

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)


def decide_on_the_most_urgent(hand: Hand) -> None:
    hand.press(".rows-title")
    hand.type("#forward-field-opinion", OPINION)
    hand.press('#step-forward form button[class*="w-100"]')
    hand.sees("已办理", "main")


def go_on_to_the_next(hand: Hand) -> None:
    decide_on_the_most_urgent(hand)
    hand.press("[data-next-case]")
    hand.sees("区级初审", "main")


def return_with_a_list_of_gaps(hand: Hand) -> None:
    hand.press(".rows-title")
    hand.press("#step-return_for_correction > summary")
    hand.type("#return_for_correction-field-gaps", "场地证明未盖章\n缺人员名单")
    hand.press('#step-return_for_correction form button[class*="w-100"]')
    hand.sees("退回补正", "main")


def return_by_marking_the_materials(hand: Hand) -> None:
    hand.press(".rows-title")
    hand.press("#mark-premises_proof-wrong" if hand.keyboard else "label[for=mark-premises_proof-wrong]")
    hand.type("[name=note-premises_proof]", "租期已满")
    hand.key("Enter")
    hand.sees("列入补正清单", "[role=status]")
    hand.press('#step-return_for_correction form button[class*="w-100"]')
    hand.sees("场地证明：有误，租期已满", "#history")


def keep_a_phrase_and_use_it(hand: Hand) -> None:
    hand.press(".rows-title")
    hand.type("#forward-field-opinion", OPINION)
    hand.press("#step-forward .phrases > summary")
    hand.press("#step-forward [data-keep-phrase]")
    hand.sees("已存为常用意见", "#step-forward")
    hand.page.reload()
    hand.type("#forward-field-opinion", "")
    hand.key("Alt+1")
    assert hand.page.input_value("#forward-field-opinion") == OPINION


def tell_the_applicant(hand: Hand) -> None:
    hand.press(".rows-title")
    hand.type("#remark", "请于周五前补充说明")
    hand.press("#told-applicant")
    hand.press("#remarks form button")
    hand.sees("请于周五前补充说明", ".remark-applicant")


def find_by_pinyin(hand: Hand) -> None:
    hand.type("#q", "sld1")
    hand.key("Enter")
    hand.page.wait_for_url("**q=sld1**")
    hand.press(".rows-title")
    hand.sees("示例第1", "h1")


def claim_the_three_oldest(hand: Hand) -> None:
    for number in range(3):
        hand.press(f":nth-match(.rows-pick input, {number + 1})")
    hand.press('.together button[value="claim"]')
    hand.page.locator(":nth-match(.hand-mine, 3)").wait_for()


def forward_all_that_wait(hand: Hand) -> None:
    hand.press("[data-choose-all]")
    hand.press('.together button[value="step"]')
    hand.type("#field-opinion", OPINION)
    hand.press("main .decide form button")
    hand.sees("已办 5 件", "h1")


def see_what_is_in_time(hand: Hand) -> None:
    hand.press(".chip-normal")
    hand.page.wait_for_url("**danger=normal**")
    hand.page.locator("[data-row]").first.wait_for()


def keep_a_list(hand: Hand) -> None:
    hand.press(".lists-tools summary")
    hand.type("#list-name", "我的清单")
    hand.press(".lists-tools form button")
    hand.sees("★ 我的清单", "main")


def see_the_figures(hand: Hand) -> None:
    hand.press(".places a:has-text('统计')")
    hand.sees("目前在办", "main")


JOBS: dict[Callable[[Hand], None], int] = {
    decide_on_the_most_urgent: 2, go_on_to_the_next: 3, return_with_a_list_of_gaps: 3, find_by_pinyin: 1,
    claim_the_three_oldest: 4, forward_all_that_wait: 3, see_what_is_in_time: 1, keep_a_list: 2, see_the_figures: 1,
    return_by_marking_the_materials: 3, keep_a_phrase_and_use_it: 3, tell_the_applicant: 3,
}  # fmt: skip


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_standard_job_takes_three_clicks(
    chromium: Browser, address: str, town: Engine, tmp_path: Path, keyboard: bool
) -> None:
    """Each job meets five cases of its own: what a job took along is replaced."""
    person, took, made = Person(chromium, address, "district"), {}, 0
    submitted(town, "2026-08-03")
    for job, most in JOBS.items():
        there = len(person.go("/work").page.locator("[data-row]").all())
        if there < 5:
            applications(town, 5 - there, on="2026-09-10", first=100 + made)
            made += 5 - there
        person.go("/work")
        hand = Hand(person.page, keyboard)
        job(hand)
        took[job.__name__] = hand.acts
        assert hand.acts <= most, (job.__name__, hand.acts)
    assert median(took.values()) <= 3
    assert person.faults == []


def test_the_keys_of_a_list(chromium: Browser, address: str, town: Engine) -> None:
    """J, K, X, Enter, / and ?; and they can be switched off."""
    applications(town, 3, on="2026-09-10")
    page = Person(chromium, address, "district").go("/work").page
    focused = "document.activeElement.closest('[data-row]')?.querySelector('.rows-pick input').value"
    titles = [box.get_attribute("value") for box in page.locator(".rows-pick input").all()]
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate(focused) == titles[at]
    page.keyboard.press("x")
    assert page.locator(".rows-pick input").first.is_checked()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("j")
    assert page.input_value("#q") == "j", "typing is typing"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("[data-keys-help]").get_attribute("open") is not None
    page.click("text=关闭快捷键")
    page.keyboard.press("j")
    assert page.evaluate(focused) is None


def test_on_a_phone_the_first_case_is_on_the_first_screen(chromium: Browser, address: str, town: Engine) -> None:
    """What isn't needed to begin is folded until it is: the buttons for many until one is ticked."""
    applications(town, 2, on="2026-09-10")
    for told_in in ("zh", "en"):
        page = Person(chromium, address, "district", width=390).go(f"/work?lang={told_in}").page
        box = page.locator("[data-row]").first.locator(".state").bounding_box()
        assert box and box["y"] + box["height"] < 844
        assert not page.locator(".together").is_visible() and not page.locator("#lifecycle").is_visible()
        page.locator("[data-row] input").first.check()
        page.locator(".filters-more summary").click()
        assert page.locator(".together").is_visible() and page.locator("#lifecycle").is_visible()
