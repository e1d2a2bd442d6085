"""Nothing on any page stands in the way of readers with a screen reader, a keyboard, or a narrow window."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python import sync_playwright as axe
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine

from models.database import connect, transaction
from models.settings import Settings
from tests.browser import exhibits
from tests.browser.town import Person, served
from web.app import create_app

TABLE = Path(__file__).parent / "pages.tsv"
AXE = next(Path(str(axe.__file__)).parent.rglob("axe*.js")).read_text("utf-8")
LOOK = """options => axe.run(document, options).then(found => ({
  looked: found.passes.length, faults: found.violations.map(v => v.id + ': ' + v.nodes[0].html) }))"""
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"],
    "selectors": False, "preload": False,  # half of its time, and nothing that these rules ask for
}  # fmt: skip
# Colours are the same in both languages, and looking at them is three quarters of the work: once is enough.
BY_LANGUAGE = {"zh": RULES, "en": {**RULES, "rules": {"color-contrast": {"enabled": False}}}}
# What is opened, and is no page of ours: files, calls, what machines ask, a foreign page, and ways that lead on.
FILES = (
    ".pdf",
    ".atom",
    ".xlsx",
    ".svg",
    ".json",
    ".zip",
    ".txt",
    "<ending>",
    "<path:filename>",
    "/materials/<int:paper>",
)
CALLS = ("/api/", "/sign-in/identity")  # the documents of the API are Swagger's
OTHERS = {"/healthz", "/readyz", "/metrics", "/verify", "/registers"}


class Row(NamedTuple):
    route: str
    who: str
    address: str


def rows() -> list[Row]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]


ROWS = rows()


@pytest.fixture(scope="module")
def house(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    """The demo, copied."""
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("access"), dirs_exist_ok=True)
    engine = connect(f"sqlite:///{folder / 'yizhan.db'}", simulated=True)
    yield engine, folder
    engine.dispose()


@pytest.fixture(scope="module")
def names(house: tuple[Engine, Path]) -> dict[str, str]:
    return transaction(house[0], exhibits.names)


@pytest.fixture(scope="module")
def home(house: tuple[Engine, Path], names: dict[str, str]) -> Iterator[str]:
    with served(*house) as address:
        yield address


def pages_of(app: Flask) -> set[str]:
    """The routes that answer with a page."""
    read = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {rule for rule in read if not rule.endswith(FILES) and not rule.startswith(CALLS)} - OTHERS


def test_every_page_has_a_row(house: tuple[Engine, Path]) -> None:
    app = create_app(Settings(env="test", clock="simulated", data_dir=house[1]), house[0])
    assert pages_of(app) == {row.route for row in ROWS}


def faults(person: Person, path: str) -> list[str]:
    """What axe finds on a phone, in both languages, and where the page is wider than a phone or a desk."""
    said = []
    for lang, options in BY_LANGUAGE.items():
        person.page.set_viewport_size({"width": 390, "height": 844})
        answer = person.page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert answer and answer.status == 200 and answer.url.endswith(f"lang={lang}"), f"{path} didn't open"
        person.page.evaluate(AXE)
        found = person.page.evaluate(LOOK, options)
        assert found["looked"], "axe has looked at nothing"
        said += [f"{path} {lang} {fault}" for fault in found["faults"]]
        for width in (390, 1440):
            person.page.set_viewport_size({"width": width, "height": 1000})
            if person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                said.append(f"{path} {lang}: wider than {width}")
    return said


def dead_ends(person: Person) -> list[str]:
    """Ways in the page's head that this reader may not go."""
    links = person.page.locator(".head a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links, "a page without its head"
    answers = {link: person.page.request.get(link).status for link in dict.fromkeys(links)}
    return [f"{link} leads to {status}" for link, status in answers.items() if status >= 400]


@pytest.mark.parametrize("who", dict.fromkeys(row.who for row in ROWS))
def test_pages_can_be_used_by_everybody(
    chromium: Browser, home: str, house: tuple[Engine, Path], names: dict[str, str], who: str
) -> None:
    somebody = Person(chromium, home)
    given = transaction(house[0], lambda present: exhibits.cookies(present, who.format(**names)))
    somebody.page.context.add_cookies([{"name": name, "value": value, "url": home} for name, value in given.items()])
    found = [fault for row in ROWS if row.who == who for fault in faults(somebody, row.address.format(**names))]
    assert found + dead_ends(somebody) + somebody.faults == []
    somebody.page.context.close()
