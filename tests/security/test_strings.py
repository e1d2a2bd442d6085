"""Two hundred hostile texts through every field into every sink: refused by a sentence, or inert and byte-exact."""

import re
import unicodedata
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.security.reading import harmless, headers_hold, inert, kept, risky, shown, together
from tests.security.stage import Stage
from tests.security.strings import STRINGS
from workflows.rulebooks import lifecycles

FIELDS = ("station_name", "address", "capability", "structure", "contact_name", "contact_phone")
PLAIN = "plain"
pytestmark = pytest.mark.usefixtures("clean_log")


def own(stage: Stage, case: str) -> tuple[Any, dict[str, str], str]:
    account = stage.town.owners[case]
    token = {"Authorization": f"Bearer {stage.town.tokens[account]}"}
    return stage.browser(account), token, stage.town.numbers[case]


def test_there_are_two_hundred() -> None:
    assert len(STRINGS) >= 200
    assert sum(kept(s) is None for s in STRINGS) > 20 and sum(kept(s) is not None for s in STRINGS) > 150


def test_every_text_field_keeps_it_exactly_or_refuses_it_with_a_sentence(stage: Stage) -> None:
    browser, token, number = own(stage, "draft")
    limits = {f.name: f.max_length for f in lifecycles()["guangzhou/2025/certification"].form.values()}
    for text in STRINGS:
        body = {"version": stage.town.versions["draft"], "data": dict.fromkeys(FIELDS, text)}
        answer = browser.patch(f"/api/v1/cases/{number}", json=body, headers=token)
        told, expected = answer.get_json(), kept(text)
        bad = [n for n in FIELDS if text.strip() and (expected is None or len(expected) > limits[n])]
        if answer.status_code == 400:
            assert re.search("[\ud800-\udfff]", text)  # no JSON at all
        elif bad:
            assert answer.status_code == 422 and {r["field"] for r in told["reasons"]} == set(bad), text
        else:
            assert answer.status_code == 200 and {told["data"].get(n) for n in FIELDS} == {expected}, text
            assert expected is None or unicodedata.is_normalized("NFC", expected)


def test_pages_show_it_as_text(stage: Stage) -> None:
    """The form in its fields, the case's title, the worklist; to the applicant and to the office."""
    browser, token, number = own(stage, "returned")
    desk = stage.browser("u-district")
    pages = (
        (browser, f"/cases/{number}?whole=1"),
        (browser, "/work?view=own"),
        (desk, f"/cases/{number}"),
        (desk, "/work?view=office"),
    )
    good = [k for s in STRINGS if (k := kept(s)) and len(k) <= 40 and "\n" not in k]

    def put(texts: list[str]) -> list[str]:
        data = dict(zip(FIELDS, texts + [PLAIN] * 6, strict=False))
        body = {"version": stage.town.versions["returned"], "data": data}
        assert browser.patch(f"/api/v1/cases/{number}", json=body, headers=token).status_code == 200
        return [who.get(path, buffered=True).text for who, path in pages]

    plain = put([PLAIN] * 6)
    for texts in together(good, len(FIELDS)):
        found = put(texts)
        assert [inert(one, other) for one, other in zip(found, plain, strict=True)] == [[], [], [], []], texts
        assert all(shown(found[0], text) for text in texts), texts
        assert shown(found[1], texts[0]) and shown(found[3], texts[0])


def test_history_and_diagrams_hold_it_as_text(stage: Stage) -> None:
    """As an opinion's list of gaps and as a comment; the picture is well-formed, and runs and fetches nothing."""
    good = [k for s in STRINGS if (k := kept(s)) and "\n" not in k and len(k) < 1_000]
    token = {"Authorization": f"Bearer {stage.town.tokens['u-district']}"}
    desk, number = stage.browser("u-district"), stage.town.numbers["reviewing"]
    for texts in together(good, 40):
        data = {"data": {"gaps": texts}, "version": stage.town.versions["reviewing"], "comment": texts[0]}
        step = f"/api/v1/cases/{number}/steps/return_for_correction"
        assert desk.post(step, json=data, headers=token).status_code == 200
        entry = desk.get(f"/api/v1/cases/{number}/history", headers=token).get_json()["items"][-1]
        assert entry["comment"] == texts[0]
        page = desk.get(f"/cases/{number}").text
        assert all(shown(page, text) for text in texts)
        assert not risky(page)
        drawn = desk.get(f"/api/v1/cases/{number}/diagram.svg", headers=token).data
        harmless(drawn)
        stage.put_back()


def test_the_public_may_object_in_any_words(stage: Stage) -> None:
    browser, notice = stage.browser(""), stage.town.numbers["notice"]
    bureau = stage.browser("u-bureau")
    token = {"Authorization": f"Bearer {stage.town.tokens['u-bureau']}"}
    path, sent = f"/notices/{notice}/object", {"by": "person"}

    def file(text: str) -> TestResponse:
        return browser.post(path, data={**sent, "name": text[:150], "contact": text[:150], "text": text})

    plain, refused = file(PLAIN).text, browser.post(path, data={**sent, "text": PLAIN}).text
    stage.put_back()
    for text in (s for s in STRINGS if not re.search("[\ud800-\udfff]", s)):  # a browser can't send these
        answer = file(text)
        assert answer.status_code in (201, 400, 422) and headers_hold(answer), text
        assert answer.status_code != 201 or inert(answer.text, plain) == [], text
        again = browser.post(path, data={**sent, "text": text, "cases": ["<b>"]})
        assert again.status_code in (400, 422) and not set(inert(again.text, refused)) & {
            "script",
            "img src onerror",
            "b",
        }, text
        if answer.status_code == 201 and text in STRINGS[:60]:
            number = re.findall(r"GZ-\d{4}-\d{6}", answer.text)[0]
            told = bureau.get(f"/api/v1/cases/{number}", headers=token).get_json()
            assert told["data"]["text"] == kept(text)
            assert shown(bureau.get(f"/cases/{number}").text, str(kept(text)))
    assert stage.changed()
