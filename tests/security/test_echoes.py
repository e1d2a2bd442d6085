"""Hostile texts in addresses, at the sign-in and as names of files: echoed as text, or not at all."""

import re
from urllib.parse import quote

import pytest

from tests.security.reading import UNSENDABLE, headers_hold, inert, risky
from tests.security.stage import Stage
from tests.security.strings import STRINGS
from web import passwords
from web.uploads import SANDBOX, Upload, download, label_of

ECHOES = (
    *("/work?q={}", "/work?lifecycle={}", "/register?q={}", "/objections?number={}", "/notices?kind={}"),
    *("/verify/{}", "/register/{}", "/cases/{}", "/rulebooks/{}", "/objections/{}", "/api/v1/cases/{}"),
    "/sign-in?next={}",
)
AWAY = re.compile(r'(?:href|src|action)="(?://|/\\|(?!http://localhost)[a-z]+:)')
pytestmark = pytest.mark.usefixtures("clean_log")


def test_a_sign_in_shows_its_name_again_as_text(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "check", lambda password, kept: (False, None))  # a good hash is slow
    browser = stage.browser("")
    plain = browser.post("/sign-in", data={"name": "plain", "password": "x", "next": "/x"}).text
    for text in (s for s in STRINGS if not UNSENDABLE.search(s)):
        answer = browser.post("/sign-in", data={"name": text, "password": "x", "next": text})
        assert answer.status_code in (400, 401, 429) and headers_hold(answer), text
        assert (
            answer.status_code != 401 or set(inert(answer.text, plain)) <= {"more of the same"} or not text.strip()
        ), text
        assert not risky(answer.text) and "\0" not in answer.text, text


@pytest.mark.parametrize("path", ECHOES)
def test_what_stands_in_an_address_is_echoed_as_text_or_not_at_all(stage: Stage, path: str) -> None:
    browser = stage.browser("u-district" if "work" in path or "cases" in path else "")
    for text in (s for s in STRINGS if len(s) <= 200):
        answer = browser.get(path.format(quote(text.encode("utf-8", "surrogatepass"), safe="")))
        leads = answer.headers.get("Location", "/").removeprefix("http://localhost")
        assert answer.status_code < 500 and headers_hold(answer), text
        assert not leads.startswith(("//", "/\\", "http")), text
        assert not risky(answer.text) and "\0" not in answer.text, text
        assert not AWAY.search(answer.text), text


def test_no_link_on_a_page_leads_to_another_host(stage: Stage) -> None:
    for path in ("//example.invalid/x", "/\\example.invalid", "/%2f%2fexample.invalid", "///example.invalid/%0d%0a"):
        page = stage.browser("").get(path, follow_redirects=True).text
        assert not AWAY.search(page), path


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_file_names_are_labels_and_headers_hold(stage: Stage, text: str) -> None:
    label = label_of(text + ".pdf", "pdf")
    assert (
        0 < len(label) <= 200
        and label.endswith("pdf")
        and not re.search(r"[\0-\x1f\x7f-\x9f/\\\u202a-\u202e\ud800-\udfff]", label)
    )
    stored = next(p for p in stage.app.extensions["yizhan"].files.folder.rglob("*") if p.is_file())
    with stage.app.test_request_context("/"):
        answer = download(Upload(label, "application/pdf", 1, stored.name))
        answer.close()
    said = answer.headers["Content-Disposition"]
    assert said.isascii() and said.isprintable() and said.startswith("inline; filename")
    assert answer.headers["Content-Security-Policy"] == SANDBOX
