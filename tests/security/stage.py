"""The town behind an application: one request at a time, and whatever it changed is put back."""

import hashlib
import logging
import sqlite3
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.database import connect
from models.files import Files
from models.settings import Settings
from scheduler.tick import advance
from tests.databases import fill
from tests.security.asking import address, sent
from tests.security.town import SECRET, Town, build
from web.app import create_app


class Row(NamedTuple):
    method: str
    route: str
    case: str
    step: str
    answers: dict[str, int]

    def expected(self, group: str) -> int:
        return self.answers.get(group, self.answers["*"])


class Records(logging.Handler):
    """The lines of the log of refusals."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Stage:
    """The town behind an application; whatever a request changed is put back."""

    def __init__(self, folder: Path) -> None:
        self.file, self.kept = folder / "town.db", folder / "kept.db"
        engine = connect(f"sqlite:///{self.file}", simulated=True)
        fill(engine)
        self.town: Town = build(engine, Files(folder / "files"))
        settings = Settings(env="demo", clock="simulated", data_dir=folder, secret_key=SECRET)
        self.app: Flask = create_app(settings, engine, advance=advance)
        self.app.config["WTF_CSRF_ENABLED"] = False  # who may is asked here; forged forms are another test's
        next(iter(self.app.extensions["limiter"])).enabled = False
        self._copy(self.file, self.kept)
        self.bytes, self.before = self.file.read_bytes(), self.digest()
        self.log = Records()
        logging.getLogger("web.access_log").addHandler(self.log)

    def digest(self) -> str:
        """Of every row of every table."""
        found = hashlib.sha256()
        connection = sqlite3.connect(self.file)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (name,) in names:
            found.update(repr(connection.execute(f"SELECT * FROM {name}").fetchall()).encode())
        connection.close()
        return found.hexdigest()

    def changed(self) -> bool:
        """Equal bytes hold equal rows; other bytes may."""
        return self.file.read_bytes() != self.bytes and self.digest() != self.before

    def put_back(self) -> None:
        self._copy(self.kept, self.file)
        self.bytes = self.file.read_bytes()

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        one, other = sqlite3.connect(source), sqlite3.connect(target)
        other.execute("PRAGMA synchronous = OFF")
        one.backup(other)
        one.close()
        other.close()

    def browser(self, account: str) -> FlaskClient:
        """Signed in as this account, or as nobody."""
        client: FlaskClient = self.app.test_client()
        if account:
            client.set_cookie("yizhan", self.town.cookies[account])
        return client

    def ask(
        self, row: Row, group: str, account: str, *, number: str | None = None, swapped: bool = False
    ) -> TestResponse:
        self.log.lines.clear()
        client, headers = self.browser(account), {}
        if account and row.route.startswith("/api/v1/") is not swapped:
            client, headers = self.browser(""), {"Authorization": f"Bearer {self.town.tokens[account]}"}
        path = address(row.route, self.town, row.case, row.step, number=number)
        more = sent(row.method, row.route, self.town, row.case, row.step, group)
        return client.open(path, method=row.method, headers=headers, buffered=True, **more)
