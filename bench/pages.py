"""`bench pages`: the worklist, the office's list, a case and the register, among few cases and among many."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from bench.grounds import engine_of
from bench.many import OFFICER, fill
from models import sign_in
from models.database import Present, transaction
from models.settings import Settings
from models.user import users
from web.app import create_app

PAGES = {
    "worklist": "/work", "office": "/work?view=office", "ended": "/work?view=ended",
    "filtered": "/work?view=office&lifecycle=guangzhou/2025/certification&danger=soon", "register": "/register",
    "case": "/cases/GZ-2026-5",
}  # fmt: skip
GOAL, LEAST = 1.3, 2.0  # times the cost among the fewest


class Seen(NamedTuple):
    """One line of the answer: the 95th percentile of a page in ms, and as many times that of the smallest size."""

    kind: str
    page: str
    cases: int
    slow: float
    times: float


def measure(kind: str, *, rounds: int, sizes: Sequence[int]) -> Iterator[Seen]:
    """Each page at each size, smallest first."""
    first: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as folder, engine_of(kind, Path(folder)) as engine:
            fill(engine, size, at=transaction(engine, lambda present: present.now))
            for page, took in asked(engine, Path(folder), rounds).items():
                slow = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
                yield Seen(kind, page, size, slow, slow / first.setdefault(page, slow))


def asked(engine: Engine, folder: Path, rounds: int) -> dict[str, list[float]]:
    """ms of each page in each round, turn by turn, after one that warms up."""
    app = create_app(Settings(env="demo", clock="simulated", data_dir=folder), engine)
    client = app.test_client()
    client.set_cookie("yizhan", transaction(engine, _let_in))
    ways: dict[str, Callable[[], Any]] = {
        name: lambda path=path: client.get(path)  # type: ignore[misc]
        for name, path in PAGES.items()
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            answer = way()
            if answer.status_code != 200:
                raise RuntimeError(f"{name} answered {answer.status_code}")
            if number:
                found[name].append((time.perf_counter() - began) * 1000)
    return found


def _let_in(present: Present) -> str:
    id = present.connection.execute(select(users.c.id).where(users.c.name == OFFICER)).scalar_one()
    return sign_in.open_session(present.connection, id, OFFICER, "", present.now)
