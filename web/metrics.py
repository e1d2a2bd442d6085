"""The installation's health as Prometheus reads it."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from models.health import SECOND, Health

CONTENT = "text/plain; version=0.0.4"


def exposition(health: Health, *, free: int, version: str) -> bytes:
    """All gauges, in the text format; nothing of any case or person."""
    registry = CollectorRegistry()
    registry.register(_Gauges(health, free, version))
    return generate_latest(registry)


class _Gauges:
    def __init__(self, health: Health, free: int, version: str) -> None:
        self._health, self._free, self._version = health, free, version

    def collect(self) -> Iterator[Metric]:
        h = self._health
        yield from _plain({
            "scheduler_last_tick_timestamp_seconds": ("When a scheduler last looked", (h.ticked_at or 0) / SECOND),
            "scheduler_lag_seconds": ("How long the earliest due timer has waited", h.lag / SECOND),
            "timers_failed": ("Timers that are tried no more", h.failed),
            "outbox_waiting": ("Messages that wait to be sent, counted up to 10,000", h.outbox),
            "outbox_given_up": ("Of these, messages that are tried no more", h.given_up),
            "letters_dead": ("Letters that could not be delivered", h.dead),
            "clock_drift_seconds": ("By how much a clock is off", h.drift / SECOND),
            "clock_alarm": ("1 while irreversible steps are stopped for that", int(h.drifts)),
            "history_changed": ("1 where the last look over the history found a change", int(h.changed)),
            "calendar_last_official_year": ("The last year whose notice of holidays is in", max(h.covered, default=0)),
            "database_bytes": ("Size of the database", h.size),
            "disk_free_bytes": ("What is left on the disk of the data folder", self._free),
        })  # fmt: skip
        build = GaugeMetricFamily("yizhan_build_info", "The version that runs", labels=["version"])
        build.add_metric([self._version], 1)
        yield build


def _plain(gauges: Mapping[str, tuple[str, float]]) -> Iterator[Metric]:
    for name, (words, value) in gauges.items():
        yield GaugeMetricFamily(f"yizhan_{name}", words, value=value)
