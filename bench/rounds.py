"""How it is measured: the ways take turns in every round, so that a noise meets all of them; medians are compared."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

Way = Callable[[], int]  # does the work, and says how many steps it took


class Share(NamedTuple):
    """µs a step by hand and ours, and ours as a share of the raw limit."""

    raw: float
    ours: float
    share: float


def interleaved(ways: Mapping[str, Way], rounds: int) -> dict[str, list[float]]:
    """µs a step of each way in each round, after one round that warms up."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            took = _timed(way)
            if number:
                found[name].append(took)
    return found


def _timed(way: Way) -> float:
    gc.collect()
    began = time.perf_counter()
    steps = way()
    return (time.perf_counter() - began) / steps * 1e6


def share(raw: list[float], ours: list[float]) -> Share:
    """Compared round by round: both met the same machine."""
    each = [a / b for a, b in zip(raw, ours, strict=True)]
    return Share(statistics.median(raw), statistics.median(ours), statistics.median(each))
