"""Roads that begin where a station is certified: cases about it, notices that take its title."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from tests.walk import Walk
from tests.workflows.guangzhou.roads import in_publicity, publish
from tests.workflows.staging import opened
from tests.world import APPLICANT, HQ, ORGANISATION
from workflows.actors import Actor
from workflows.instants import local

REPORT = {"summary": "服务企业百家", "plan": "再服务百家", "area": "以示例产业为主"}


def certified(db: Engine, at: str = "2026-09-28", announced: str = "2026-10-12") -> Walk:
    """A station: its number is the certification's."""
    case = in_publicity(db, at)
    case.wait(until=f"{case_due(case)} 00:03:00")
    publish(db, case, kind="announcement", at=announced)
    return case


def case_due(case: Walk) -> str:
    return local(case.row.due_at or 0)[:10]


def about_station(
    db: Engine, name: str, station: Walk, *, on: str, by: Actor = APPLICANT, office: str = "gz-tianhe",
    data: Mapping[str, Any] = {},
) -> Walk:  # fmt: skip
    """A case that a person opens about this station."""
    return opened(
        db,
        f"guangzhou/2025/{name}",
        by,
        office,
        about=("station", station.number),
        party=ORGANISATION,
        on=on,
        data=data,
    )


def in_decision(db: Engine, case: Walk, *, on: str = "2026-11-02") -> Walk:
    """A revocation, proposed, served, and its five days let pass."""
    case.hand_in("evidence").take("propose", HQ, on=on, ground="breach", facts="严重违反公约")
    case.take("serve", HQ, on=on, served_on=on, served_how="direct")
    return case.wait(until=f"{case_due(case)} 00:00:00")


def revoke(db: Engine, case: Walk, *, at: str = "2026-11-16") -> Walk:
    return publish(db, case, kind="revocation", at=at)
