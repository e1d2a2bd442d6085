"""`bench diagram`: how long a case's way takes to be drawn on its lifecycle's picture, once that was read."""

import statistics
import time
from collections.abc import Iterator
from typing import NamedTuple

from diagrams.history import diagram_svg
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles

GOAL, MOST = 0.05, 0.5  # ms, of quality.md
STEPS = 12  # entries of the case
KEYS = ("guangzhou/2025/certification", "guangzhou/2025/call", "hubei/1/certification")


class Drawn(NamedTuple):
    """One line of the answer: the median, in ms, and the picture's size."""

    key: str
    ms: float
    characters: int


def measure(*, times: int = 500) -> Iterator[Drawn]:
    """A case that went on along the first step from each state, drawn again and again."""
    for key in KEYS:
        lifecycle = lifecycles()[key]
        way = walked(lifecycle)
        took, size = [], 0
        for _ in range(times + 1):
            began = time.perf_counter()
            size = len(diagram_svg(lifecycle, way, str(way[-1]["target"])))
            took.append((time.perf_counter() - began) * 1000)
        yield Drawn(key, statistics.median(took[1:]), size)


def walked(lifecycle: Lifecycle) -> list[dict[str, object]]:
    """Entries as `GET /cases/NUMBER/history` tells them."""
    at = lifecycle.initial.name
    way: list[dict[str, object]] = [{"seq": 1, "kind": "begin", "step": None, "source": None, "target": at}]
    while len(way) < STEPS and (steps := lifecycle.leaving(at)):
        taken = steps[0]
        at = taken.target.name
        way.append({"seq": len(way) + 1, "kind": "step", "step": taken.name, "source": taken.source.name, "target": at})
    return way
