"""The application as people meet it: a real server on a real SQLite file, a browser each, small real files."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waitress
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, insert, update

from models.database import Present, connect, transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import grants, users
from scheduler.tick import advance
from tests.databases import fill
from tests.walk import moment
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle
from web import passwords
from web.app import create_app

PASSWORD = "只在测试里用 only in tests"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CASE = re.compile(r"/cases/[A-Z]+-\d{4}-\d+(#.*)?$")
NAMES = {
    "applicant": "示例申报人", "rival": "示例他人", "district": "示例初审员", "neighbour": "示例邻区员",
    "hq": "示例总站员", "bureau": "示例审定员", "second": "示例审定员乙", "admin": "示例管理员",
    "auditor": "示例审计员", "expert1": "示例专家甲", "expert2": "示例专家乙", "expert3": "示例专家丙",
    "expert4": "示例专家丁",
}  # fmt: skip


def found(folder: Path, *, on: str) -> Engine:
    """A Guangzhou with its people and an open call, whose clock stands at `on`."""
    engine = connect(f"sqlite:///{folder / 'yizhan.db'}", simulated=True)
    fill(engine)
    settle(engine)
    transaction(engine, _people)
    open_call(engine)
    transaction(engine, lambda p: start_clock(p.connection, at=moment(on), now=p.now))
    return engine


def _people(present: Present) -> None:
    write = present.connection.execute
    write(insert(users).values(id="u-admin", name="admin", display="", created_at=present.now))
    write(insert(grants).values(user_id="u-admin", role="settings_admin", office="gz-bureau"))
    write(insert(users).values(id="u-auditor", name="auditor", display="", created_at=present.now))
    write(insert(grants).values(user_id="u-auditor", role="auditor", office="gz-bureau"))
    hashed = passwords.make(PASSWORD)
    for name, display in NAMES.items():
        write(update(users).where(users.c.name == name).values(display=display, password=hashed))


@contextmanager
def served(engine: Engine, folder: Path) -> Iterator[str]:
    """The address of the application on a free port."""
    settings = Settings(env="test", clock="simulated", data_dir=folder)
    server = waitress.create_server(create_app(settings, engine, advance=advance), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        for channel in list(server.active_channels.values()):  # browsers keep theirs open, and the loop waits for them
            channel.will_close = True
        server.close()
        thread.join(timeout=10)


class Person:
    """Somebody at a browser of their own."""

    def __init__(
        self, browser: Browser, address: str, name: str | None = None, *, width: int = 1440, password: str = PASSWORD
    ) -> None:
        size: Any = {"width": width, "height": 1000 if width > 600 else 844}
        context = browser.new_context(viewport=size, base_url=address, locale="zh-CN", reduced_motion="reduce")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        if name:
            self.sign_in(name, password)

    def _listen(self, message: Any) -> None:
        # A refusal is an answer with an error status: the browser says so, and it is no fault of the page.
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.press("main button")

    def go(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    def say(self, step: str, **fields: str) -> "Person":
        """Fill in a step's form, opening it where it is folded."""
        form = self.page.locator(f"#step-{step}")
        if form.get_attribute("open") is None:
            form.locator("> summary").click()
        for name, value in fields.items():
            self.page.fill(f"#{step}-field-{name}", value)
        return self

    def take(self, step: str, **fields: str) -> "Person":
        self.say(step, **fields)
        self.page.locator(f'#step-{step} form button[class*="w-100"]').click()
        return self

    def press(self, what: str) -> "Person":
        """Press what leaves the page, and wait for the new one."""
        with self.page.expect_navigation():
            self.page.click(what)
        return self

    def begin(self) -> str:
        """Press the button of the page's form, which begins a case: its number, read once its page is there."""
        with self.page.expect_navigation(url=CASE):
            self.page.click("main form button")
        return self.page.url.rsplit("/", 1)[1].partition("#")[0]

    def back(self) -> None:
        self.page.wait_for_load_state()  # Chromium can't tell its history while a page is still on its way
        self.page.go_back()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def picture(self, name: str) -> None:
        """Keep what is seen for the README, when asked to."""
        if os.environ.get("YIZHAN_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png")


def pdf(words: str) -> bytes:
    """A small valid PDF of one page."""
    text = f"BT /F1 18 Tf 60 760 Td ({words}) Tj ET".encode("ascii")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (len(parts) + 1, table, len(parts) + 1, len(body))
