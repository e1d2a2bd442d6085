"""`bench pages`: the lists, a case and the register, among few cases and among many; and beside other programs."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from bench.bare import bare_flask, django_admin
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
    "searched": "/work?view=office&q=nowhere",
    "case": "/cases/GZ-2026-5",
}  # fmt: skip
GOAL, LEAST = 1.3, 2.0  # times the cost among the fewest,
OF_PAGE = {"searched": (4.0, 6.0)}  # which is no measure where a text is looked for: a short list is read in no time
# The worklist's requests a second, as many times those of each; what it is beside, then goal and least.
BESIDE = {"bare flask": (bare_flask, 0.5, 0.3), "django admin": (django_admin, 40.0, 20.0)}


class Seen(NamedTuple):
    """One line of the answer: the 95th percentile of a page in ms, and as many times that of the smallest size."""

    kind: str
    page: str
    cases: int
    slow: float
    times: float

    @property
    def bounds(self) -> tuple[float, float]:
        """(goal, most) of `times`."""
        return OF_PAGE.get(self.page, (GOAL, LEAST))


class Beside(NamedTuple):
    """The worklist beside another list of the same rows: its requests a second as a share; None: not installed."""

    kind: str
    other: str
    cases: int
    share: float | None
    goal: float
    least: float


def measure(kind: str, *, rounds: int, sizes: Sequence[int]) -> Iterator[Seen | Beside]:
    """Each page at each size, smallest first; at the largest beside others, too."""
    with ExitStack() as stack:
        towns = {size: _town(kind, size, stack) for size in sizes}
        found = asked({size: ways_of(*town) for size, town in towns.items()}, rounds)
        for size in sizes:
            for page, took in found[size].items():
                slow, first = _slow(took), _slow(found[min(sizes)][page])
                yield Seen(kind, page, size, slow, slow / first)
        yield from beside(kind, *towns[max(sizes)], rounds, max(sizes))


def _town(kind: str, size: int, stack: ExitStack) -> tuple[Engine, Path]:
    """A database with so many cases, and a folder; both are gone with the stack."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yizhan-bench-")))
    engine = stack.enter_context(engine_of(kind, folder))
    fill(engine, size, at=transaction(engine, lambda present: present.now))
    return engine, folder


def _slow(took: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def beside(kind: str, engine: Engine, folder: Path, rounds: int, size: int) -> Iterator[Beside]:
    """By the medians of as many requests to each."""
    ours = ways_of(engine, folder)["worklist"]
    for name, (make, goal, least) in BESIDE.items():
        other = make(engine)
        share = None if other is None else turns(other, rounds) / turns(ours, rounds)
        yield Beside(kind, name, size, share, goal, least)


def turns(way: Callable[[], Any], rounds: int) -> float:
    """The median of a request, in ms, after one that warms up."""
    took = [_timed(way) for _ in range(rounds + 1)]
    return statistics.median(took[1:])


def _timed(way: Callable[[], Any]) -> float:
    began = time.perf_counter()
    answer = way()
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"It answered {answer.status_code}")
    return took


def asked(sizes: Mapping[int, Mapping[str, Callable[[], Any]]], rounds: int) -> dict[int, dict[str, list[float]]]:
    """ms of each page at each size in each round, after one that warms up.

    Turn by turn, size beside size: what else the machine does meanwhile, it does to all of them.
    """
    found: dict[int, dict[str, list[float]]] = {size: {name: [] for name in ways} for size, ways in sizes.items()}
    for number in range(rounds + 1):
        for name in PAGES:
            for size, ways in sizes.items():
                took = _timed(ways[name])
                if number:
                    found[size][name].append(took)
    return found


def ways_of(engine: Engine, folder: Path) -> dict[str, Callable[[], Any]]:
    """Each page as an officer of one desk asks for it."""
    app = create_app(Settings(env="demo", clock="simulated", data_dir=folder), engine)
    client = app.test_client()
    client.set_cookie("yizhan", transaction(engine, _let_in))
    return {name: partial(client.get, path) for name, path in PAGES.items()}


def _let_in(present: Present) -> str:
    id = present.connection.execute(select(users.c.id).where(users.c.name == OFFICER)).scalar_one()
    return sign_in.open_session(present.connection, id, OFFICER, "", present.now)
