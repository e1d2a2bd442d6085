"""`bench verify`: how long a look over a long history takes, part by part, and how much memory it asks for."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from bench.grounds import ground
from bench.sweep import swept
from models.case import cases, entries
from models.database import transaction
from scheduler.checkpointing import Checkpointer
from workflows.looking import Look, Report, look_at, signed, tree
from workflows.replaying import lines_of, replay
from workflows.rulebooks import lifecycles
from workflows.verifying import verify

EACH = 10  # entries of a case
STATM = Path("/proc/self/statm")
PAGE = 4096 / 1e6  # MB


class Measured(NamedTuple):
    kind: str
    entries: int
    tree: float  # s: signatures, every hash, every signed root
    whole: float  # s: that, and invariants and files
    grown: float  # MB of memory more than before the look
    replay: float  # ms: one case taken back to any of its entries, among all the others


def measure(kind: str, *, count: int) -> Measured:
    """Fill a database with so many entries, sign them, and look over them."""
    with ground(kind, count // EACH) as here, tempfile.TemporaryDirectory() as folder:
        for _ in range(EACH - 1):
            swept(here)
        checkpointer = Checkpointer(here.engine, Path(folder))
        while checkpointer(at_once=True):
            pass
        before, most = _resident(), [0.0]

        def told(_part: str, _done: int, _of: int) -> None:
            most[0] = max(most[0], _resident())

        look = look_at(here.engine, Path(folder), told)
        tree_took, report = _tree(look)
        began = time.perf_counter()
        found = verify(look)
        whole = time.perf_counter() - began
        if found.findings or found.entries != report.entries:
            raise RuntimeError(f"a clean history was not found whole: {found.findings}")
        told("", 0, 0)
        return Measured(kind, report.entries, tree_took, whole, most[0] - before, _replay(here.engine))


def _tree(look: Look) -> tuple[float, Report]:
    report, began = Report(), time.perf_counter()
    wrong = [*signed(look, report), *tree(look, report)]
    if wrong:
        raise RuntimeError(str(wrong))
    return time.perf_counter() - began, report


def _replay(engine: Engine) -> float:
    """The newest case."""
    began = time.perf_counter()

    def work(present):  # type: ignore[no-untyped-def]
        last = present.connection.scalar(select(func.max(cases.c.id)))
        key = present.connection.scalar(select(cases.c.lifecycle).where(cases.c.id == last))
        ((_, lines),) = lines_of(present.connection, [last])
        return list(replay(lifecycles()[key], lines))

    stands = transaction(engine, work, writes=False)
    counted = transaction(engine, lambda p: p.connection.scalar(select(func.max(entries.c.seq))), writes=False)
    if len(stands) != counted:
        raise RuntimeError("the replay lost an entry")
    return (time.perf_counter() - began) * 1000


def _resident() -> float:
    """MB that this process holds; 0 where the system doesn't tell."""
    return int(STATM.read_text().split()[1]) * PAGE if STATM.exists() else 0.0
