"""`bench verify`: how long a look over a long history takes, part by part, and how much memory it asks for."""

import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from bench.grounds import ground
from bench.sweep import swept
from models.case import cases, entries
from models.database import Present, transaction
from scheduler.checkpointing import Checkpointer
from workflows.looking import Look, Report, look_at
from workflows.looking_at_the_tree import signed, tree
from workflows.replaying import replay
from workflows.rulebooks import lifecycles
from workflows.stored import stored
from workflows.verifying import verify

EACH = 10  # entries of a case
STATM = Path("/proc/self/statm")
PAGE = 4096 / 1e6  # MB


class Measured(NamedTuple):
    kind: str
    entries: int
    tree: float  # s: signatures, and every signed root
    whole: float  # s: that, every entry's hash and law, what always holds, and the files
    cpu: float  # µs of the processor for each entry of it
    replayed: float  # s: that, and every case and register recomputed
    grown: float  # MB of memory more than before the looks
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
        cpu = time.process_time()
        whole = _whole(look, report, replay=False)
        cpu = (time.process_time() - cpu) / report.entries * 1e6
        replayed = _whole(look, report, replay=True)
        grown = most[0] - before
        return Measured(kind, report.entries, tree_took, whole, cpu, replayed, grown, _replay(here.engine))


def _whole(look: Look, report: Report, *, replay: bool) -> float:
    began = time.perf_counter()
    found = verify(look, replay=replay)
    if found.findings or found.entries != report.entries:
        raise RuntimeError(f"a clean history was not found whole: {found.findings}")
    return time.perf_counter() - began


def _tree(look: Look) -> tuple[float, Report]:
    report, began = Report(), time.perf_counter()
    wrong = [*signed(look, report), *tree(look, report)]
    if wrong:
        raise RuntimeError(str(wrong))
    return time.perf_counter() - began, report


def _replay(engine: Engine) -> float:
    """The newest case."""
    began = time.perf_counter()

    def work(present: Present) -> list[Any]:
        last = present.connection.scalar(select(func.max(cases.c.id)))
        key = present.connection.execute(select(cases.c.lifecycle).where(cases.c.id == last)).scalar_one()
        (whole,) = stored(present.connection, [last])
        return list(replay(lifecycles()[key], whole.lines))

    stands = transaction(engine, work, writes=False)
    counted = transaction(engine, lambda p: p.connection.scalar(select(func.max(entries.c.seq))), writes=False)
    if len(stands) != counted:
        raise RuntimeError("the replay lost an entry")
    return (time.perf_counter() - began) * 1000


def _resident() -> float:
    """MB that this process holds; 0 where the system doesn't tell."""
    return int(STATM.read_text().split()[1]) * PAGE if STATM.exists() else 0.0
