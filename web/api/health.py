"""Whether this process is alive, and whether it can serve: database, schema, the scheduler's last sweep."""

from functools import cache
from typing import Any

from flask import Response

from migrations.run import newest, revision
from models.calendar import missing
from models.health import SECOND, Health, free_bytes, health
from models.start_up import warnings
from models.verification import history_warnings, last_verification
from web.api.calls import Answer, Ask, call
from web.api.shapes import Shape
from web.case_view import when
from web.health_words import troubles
from web.installation import here, version
from web.metrics import CONTENT, exposition
from workflows.instants import day_of


class Alive(Shape):
    alive: bool


class Ready(Shape):
    ready: bool
    database: bool
    migrations: bool
    scheduler_ticked_at: str | None
    scheduler_lag_seconds: float | None  # how long the earliest due timer has waited
    clock_drift_seconds: float | None  # beyond 60, what can't be taken back is stopped
    failed_timers: int | None
    calendar_until: str | None  # the last day of which official data say whether it is worked
    calendar_missing: int | None  # the year whose notice is to be taken in by now
    warnings: list[str]  # what somebody should mend, the worst first


MIGRATED_ALONE = sorted(set(Ready.model_fields) - {"ready", "database", "migrations", "warnings"})


@call("GET", "/healthz", right="health.read", words=("存活检查", "Whether the process answers"), answers=Alive,
      database=False)  # fmt: skip
def healthz() -> dict[str, Any]:
    return {"alive": True}


@call("GET", "/readyz", right="health.read", words=("就绪检查", "Whether the process can serve"), answers=Ready,
      errors=(503,))  # fmt: skip
def readyz(ask: Ask) -> Answer:
    """A process that can serve is ready, though there be something to mend: `warnings` say what."""
    migrated = revision(ask.connection) == _newest()
    told: dict[str, Any] = {"ready": migrated, "database": True, "migrations": migrated, "warnings": []}
    told |= _told(ask, _health(ask)) if migrated else dict.fromkeys(MIGRATED_ALONE)
    return Answer(told, 200 if migrated else 503)


@call("GET", "/metrics", right="health.read", words=("监控指标", "Gauges for Prometheus"), media=CONTENT)
def metrics(ask: Ask) -> Response:
    return Response(exposition(_health(ask), free=_free(), version=version()), content_type=CONTENT)


def _health(ask: Ask) -> Health:
    return health(ask.connection, at=ask.at, now=ask.present.now)


def _free() -> int:
    return free_bytes(here().settings.data_dir)


def _told(ask: Ask, found: Health) -> dict[str, Any]:
    return {
        "scheduler_ticked_at": when(found.ticked_at),
        "scheduler_lag_seconds": found.lag / SECOND,
        "clock_drift_seconds": found.drift / SECOND,
        "failed_timers": found.failed,
        **_calendar(ask),
        "warnings": [f"{one.zh} · {one.en}" for one in troubles(found, _free())] + _warnings(ask),
    }


def _calendar(ask: Ask) -> dict[str, Any]:
    known = ask.reference.calendar
    last = known.until
    return {
        "calendar_until": last.isoformat() if last else None,
        "calendar_missing": missing(known, day_of(ask.present.at)),
    }


def _warnings(ask: Ask) -> list[str]:
    changed = history_warnings(last_verification(ask.connection))
    return [*changed, *warnings(ask.reference.calendar, here().settings, ask.present.now)]


@cache
def _newest() -> str | None:
    return newest()
