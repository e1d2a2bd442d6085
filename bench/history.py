"""`bench verify`: how long a look over a long history takes, part by part, and how much memory it asks for."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from bench.grounds import ground
from bench.loop import register
from bench.sweep import swept
from models.case import cases
from models.database import transaction
from scheduler.checkpointing import Checkpointer
from workflows.looking import Look, Report, look_at
from workflows.looking_at_cases import NOBODY, Hands
from workflows.looking_at_the_tree import signed, tree
from workflows.replaying import replay
from workflows.rulebooks import lifecycles
from workflows.stored import stored
from workflows.verifying import verify

EACH = 10  # entries of a case
TAKEN = 100  # cases that are taken back
GOAL = 60  # s for a million entries
STATM = Path("/proc/self/statm")
PAGE = 4096 / 1e6  # MB


class Measured(NamedTuple):
    kind: str
    entries: int
    tree: float  # s: signatures, and every signed root
    alone: float  # s: that, every entry's hash and law, what always holds, and the files; in one process
    cpu: float  # µs of the processor for each entry of it
    whole: float  # s: the same, with a hand for each core
    replayed: float  # s: that, and every case and register recomputed
    grown: float  # MB of memory more than before the looks
    hand: float  # MB that the largest hand held, in all
    replay: float  # ms: a case taken back to each of its entries, among all the others; the slowest of a hundred

    @property
    def million(self) -> float:
        """s for a million entries."""
        return self.whole / self.entries * 1e6


def measure(kind: str, *, count: int) -> Measured:
    """Fill a database with so many entries, sign them, and look over them."""
    with ground(kind, count // EACH) as here, tempfile.TemporaryDirectory() as folder:
        for _ in range(EACH - 1):
            swept(here)
        checkpointer = Checkpointer(here.engine, Path(folder))
        while checkpointer(at_once=True):
            pass
        return looked(kind, here.engine, Path(folder))


def looked(kind: str, engine: Engine, folder: Path) -> Measured:
    """Look over what is there."""
    before, most, hands = _resident(), [0.0], Hands(os.cpu_count() or 1, register)

    def told(_part: str, _done: int, _of: int) -> None:
        most[0] = max(most[0], _resident())

    look = look_at(engine, folder, told)
    tree_took, report = _tree(look)
    cpu = time.process_time()
    alone = _whole(look, report, replay=False)
    cpu = (time.process_time() - cpu) / report.entries * 1e6
    whole, replayed = (_whole(look, report, replay=replay, hands=hands) for replay in (False, True))
    grown, one = most[0] - before, _replay(engine)
    return Measured(kind, report.entries, tree_took, alone, cpu, whole, replayed, grown, _largest_hand(), one)


def _whole(look: Look, report: Report, *, replay: bool, hands: Hands = NOBODY) -> float:
    began = time.perf_counter()
    found = verify(look, replay=replay, hands=hands)
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
    """The slowest of some cases from first to last, each at every one of its entries."""
    last = transaction(engine, lambda p: p.connection.scalar(select(func.max(cases.c.id))), writes=False) or 0

    def work(id: int) -> float:
        began = time.perf_counter()
        (whole,) = transaction(engine, lambda p: stored(p.connection, [id]), writes=False)
        if len(list(replay(lifecycles()[whole.case.lifecycle], whole.lines))) != whole.case.version:
            raise RuntimeError("the replay lost an entry")
        return (time.perf_counter() - began) * 1000

    return max(work(id) for id in range(1, last + 1, max(1, last // TAKEN)))


def _resident() -> float:
    """MB that this process holds; 0 where the system doesn't tell."""
    return int(STATM.read_text().split()[1]) * PAGE if STATM.exists() else 0.0


def _largest_hand() -> float:
    """MB; 0 where the system doesn't tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
