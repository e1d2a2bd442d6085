"""No script runs: a real Chromium reads pages full of hostile texts, and nothing opens, calls out or complains."""

import threading
from collections.abc import Iterator

import pytest
import waitress
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.security.reading import kept, together
from tests.security.stage import Stage
from tests.security.strings import STRINGS

FIELDS = ("station_name", "address", "capability", "structure", "contact_name", "contact_phone")
# Those that are markup go first; the rest of the texts fill what room is left.
TEXTS = [k for s in STRINGS if (k := kept(s)) and len(k) <= 100 and "\n" not in k]


@pytest.fixture
def address(stage: Stage) -> Iterator[str]:
    server = waitress.create_server(stage.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


def test_nothing_that_was_typed_runs(stage: Stage, address: str, chromium: Browser) -> None:
    seen: list[str] = []

    def away(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            seen.append(request.url)

    def complaint(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            seen.append(message.text)

    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": "yizhan", "value": stage.town.cookies["u-district"], "url": address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss())[-1])
    page.on("console", complaint)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", away)
    for number in _written(stage):
        page.goto(f"/cases/{number}")
        page.keyboard.press("Tab")  # what waits for the focus gets it
    page.goto("/work?view=office&q=<img src=x onerror=alert(1)>")
    page.goto("/sign-in?next=javascript:alert(1)")
    assert seen == []
    context.close()


def _written(stage: Stage) -> Iterator[str]:
    """A case whose history and form hold some of the texts, again and again until all were shown."""
    token = {"Authorization": f"Bearer {stage.town.tokens['u-district']}"}
    desk, number = stage.browser(""), stage.town.numbers["reviewing"]
    for texts in together(TEXTS, 45):
        own = {"Authorization": f"Bearer {stage.town.tokens[stage.town.owners['reviewing']]}"}
        body = {"version": stage.town.versions["reviewing"], "data": {"gaps": texts}, "comment": texts[0]}
        path = f"/api/v1/cases/{number}"
        assert desk.post(f"{path}/steps/return_for_correction", json=body, headers=token).status_code == 200
        form = dict(zip(FIELDS, [t for t in texts if len(t) <= 40], strict=False))
        version = stage.town.versions["reviewing"] + 1
        assert desk.patch(path, json={"version": version, "data": form}, headers=own).status_code == 200
        yield number
        stage.put_back()
