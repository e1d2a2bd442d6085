"""Whether this process is alive, and whether it can serve: database, schema, the scheduler's last sweep."""

from functools import cache
from typing import Any

from sqlalchemy import select

from migrations.run import newest, revision
from models.calendar import missing
from models.checkpoint import history_warnings, last_verification
from models.reference import current, reference
from models.start_up import warnings
from web.api.calls import Answer, Ask, call
from web.api.shapes import Shape
from web.case_view import when
from web.installation import here
from workflows.instants import day_of


class Alive(Shape):
    alive: bool


class Ready(Shape):
    ready: bool
    database: bool
    migrations: bool
    scheduler_ticked_at: str | None
    calendar_until: str | None  # the last day of which official data say whether it is worked
    calendar_missing: int | None  # the year whose notice is to be taken in by now
    warnings: list[str]  # what somebody should mend soon


@call("GET", "/healthz", right="health.read", words=("存活检查", "Whether the process answers"), answers=Alive,
      database=False)  # fmt: skip
def healthz() -> dict[str, Any]:
    return {"alive": True}


@call("GET", "/readyz", right="health.read", words=("就绪检查", "Whether the process can serve"), answers=Ready,
      errors=(503,))  # fmt: skip
def readyz(ask: Ask) -> Answer:
    migrated = revision(ask.connection) == _newest()
    ticked = ask.connection.execute(select(reference.c.ticked_at)).scalar_one_or_none() if migrated else None
    told: dict[str, Any] = {
        "ready": migrated,
        "database": True,
        "migrations": migrated,
        "scheduler_ticked_at": when(ticked),
    }
    told |= _calendar(ask) if migrated else {"calendar_until": None, "calendar_missing": None}
    told["warnings"] = _warnings(ask) if migrated else []
    return Answer(told, 200 if migrated else 503)


def _calendar(ask: Ask) -> dict[str, Any]:
    known = current(ask.connection).calendar
    last = known.until
    return {
        "calendar_until": last.isoformat() if last else None,
        "calendar_missing": missing(known, day_of(ask.present.at)),
    }


def _warnings(ask: Ask) -> list[str]:
    changed = history_warnings(last_verification(ask.connection))
    return [*changed, *warnings(current(ask.connection).calendar, here().settings, ask.present.now)]


@cache
def _newest() -> str | None:
    return newest()
