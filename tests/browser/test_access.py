"""Nothing on the main pages stands in the way of readers with a screen reader, a keyboard, or a narrow window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from sqlalchemy import Engine

from scheduler.outbox import hand_out
from tests.browser.town import Person
from tests.workflows.guangzhou.roads import drafted, in_publicity, submitted

PUBLIC = (
    "/", "/notices", "/notices/{notice}", "/notices/{notice}/object", "/notices/{notice}/deadline",
    "/objections", "/register", "/verify/X",
    "/deadlines", "/rulebooks", "/rulebooks/guangzhou", "/rulebooks/guangzhou/certification", "/sign-in",
)  # fmt: skip
PLACES = {
    "applicant": ("/work", "/cases/new", "/cases/{draft}", "/cases/{case}", "/messages", "/account/mail"),
    "district": ("/work", "/cases/{review}", "/account/phrases"),
    "bureau": ("/work?view=office", "/cases/{case}", "/cases/{case}/deadline",
               "/work/notice", "/work/notice?kind=correction", "/work/notice?kind=withdrawal", "/calls/{call}"),
    "auditor": ("/audit?now=1", "/audit/search?q={case}", "/audit/heat?b.lifecycle=", "/audit/access"),
    "admin": ("/admin/clock", "/admin/timers", "/system", "/admin/calendar?year=2026", "/admin/calendar/new",
              "/admin/letters", "/admin/targets"),
}  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def numbers(town: Engine) -> dict[str, str]:
    """A case in publicity, its notice, one in district review, a draft."""
    case = in_publicity(town, "2026-09-11")
    notice = case.number[:-1] + str(int(case.number[-1]) + 1)
    review = submitted(town, "2026-09-10", address="示例路 2 号")
    hand_out(town)
    return {
        "case": case.number,
        "notice": notice,
        "review": review.number,
        "call": "GZ-2026-000001",
        "draft": drafted(town, "2026-09-10").number,
    }


def faults(person: Person, path: str) -> list[str]:
    """What axe finds on a phone, and whether the page is wider than a phone or a desk; in both languages."""
    said = []
    for lang in ("zh", "en"):
        person.page.set_viewport_size({"width": 390, "height": 844})
        person.go(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        found = Axe().run(person.page, options=RULES).response
        assert found["passes"], "axe has looked at nothing"
        said += [f"{path} {lang} {v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]
        for width in (390, 1440):
            person.page.set_viewport_size({"width": width, "height": 1000})
            if person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                said.append(f"{path} {lang}: wider than {width}")
    return said


def test_public_pages_can_be_used_by_everybody(chromium: Browser, address: str, numbers: dict[str, str]) -> None:
    anybody = Person(chromium, address)
    found = [fault for path in PUBLIC for fault in faults(anybody, path.format(**numbers))]
    assert found + anybody.faults == []


@pytest.mark.parametrize("name", PLACES)
def test_pages_of_work_can_be_used_by_everybody(
    chromium: Browser, address: str, numbers: dict[str, str], name: str
) -> None:
    somebody = Person(chromium, address, name)
    found = [fault for path in PLACES[name] for fault in faults(somebody, path.format(**numbers))]
    assert found + somebody.faults == []
