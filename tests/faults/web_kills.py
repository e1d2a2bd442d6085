"""A web server in a process of its own, killed at random while a program opens cases and takes steps."""

import http.client
import json
import socket
import time
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine

from models.database import connect, transaction
from models.files import Files
from models.settings import Settings
from models.tokens import give_token
from tests.faults.deeds import APP, STARTS
from tests.world import BUREAU
from web.installation import Installation

OPEN = {"rulebook": "guangzhou", "lifecycle": "call", "office": "gz-bureau", "data": {}}
BROKE = (OSError, http.client.HTTPException)


def serve(url: str, folder: Path, port: int) -> None:
    import waitress

    settings = Settings(env="test", clock="simulated", data_dir=folder)
    APP.extensions["yizhan"] = Installation(settings, connect(url, simulated=True), Files(folder / "files"))
    APP.config["RATELIMIT_ENABLED"] = False
    waitress.serve(APP, host="127.0.0.1", port=port, threads=2, _quiet=True)


class Town:
    """The server, and the program that asks it; every request is sent again by its key until it is answered."""

    def __init__(self, db: Engine, folder: Path, random: Random) -> None:
        url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._told = (url, folder, free.getsockname()[1])
        self._token = transaction(db, lambda p: give_token(p.connection, BUREAU.account, now=p.now))
        self.random, self.kills, self._process, self._dies_at = random, 0, self._new(), 0.0

    def _new(self) -> Any:
        process = STARTS.Process(target=serve, args=self._told)
        process.start()
        return process

    def post(self, path: str, body: Any, key: str, kills: int) -> Any:
        """The answer, however often the server dies on the way, `kills` times in all at most."""
        while True:
            try:
                return self._sent(path, body, key, dies=self.kills < kills)
            except BROKE:
                if not self._process.is_alive():
                    self._process = self._new()
                time.sleep(0.02)

    def _sent(self, path: str, body: Any, key: str, *, dies: bool) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self._told[2], timeout=30)
        head = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        line.connect()
        line.request("POST", f"/api/v1{path}", json.dumps(body), head)
        if dies:
            time.sleep(self.random.uniform(0, 0.06))
            self._process.kill()
            self._process.join()
            self.kills += 1
        answer = line.getresponse()
        told = json.loads(answer.read())
        line.close()
        assert answer.status in (200, 201), told
        return told["number"], told["state"], told["version"]

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def killed(db: Engine, folder: Path, kills: int) -> dict[str, Any]:
    """Open and schedule calls until the server was killed so often; key -> answer. Each is asked for once more."""
    town, answers, n = Town(db, folder, Random(5)), {}, 0
    try:
        while town.kills < kills:
            n += 1
            number, *_ = answers[f"o{n}"] = town.post("/cases", OPEN, f"o{n}", kills)
            year = 2026 + n % 900
            data = {"title": "示例", "year": year, "opens_on": f"{year}-03-01", "closes_on": f"{year}-03-31"}
            answers[f"s{n}"] = town.post(
                f"/cases/{number}/steps/schedule", {"version": 1, "data": data}, f"s{n}", kills
            )
        assert town.post("/cases", OPEN, "o1", kills) == answers["o1"]
        return answers
    finally:
        town.end()
