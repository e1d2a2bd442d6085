"""Roads through the Guangzhou lifecycles: how far a case has come before a test begins to ask."""

from typing import Any

from sqlalchemy import Engine

from tests.walk import Walk
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, SECOND, settle
from workflows.actors import PUBLIC, Actor
from workflows.moves import Entry

FORM: dict[str, Any] = {
    "station_name": "示例产业园服务站",
    "address": "示例路 1 号",
    "legal_person": True,
    "fixed_premises": True,
    "capability": "服务园区企业五年",
    "structure": "制度齐全",
    "full_time_staff": 3,
    "contact_name": "示例联系人",
    "contact_phone": "000-0000",
}
PAPERS = ("application_form", "legal_person_certificate", "premises_proof", "staff_list", "service_rules")
SCORES = {"premises_score": 20, "capability_score": 21, "structure_score": 22, "staff_score": 23, "opinion": "合格"}


def open_call(db: Engine, opens: str = "2026-02-01", closes: str = "2026-12-31") -> Walk:
    call = Walk.open(db, "guangzhou/2025/call", BUREAU, "gz-bureau", on="2026-01-10")
    call.take("schedule", BUREAU, on="2026-01-10", title="示例申报通知", year=2026, opens_on=opens, closes_on=closes)
    return call.wait(until=f"{opens} 00:00:01")


def called(db: Engine) -> None:
    """The example offices and people, and an open call."""
    settle(db)
    open_call(db)


def drafted(db: Engine, on: str = "2026-02-02", by: Actor = APPLICANT, **form: Any) -> Walk:
    case = Walk.open(db, "guangzhou/2025/certification", by, "gz-tianhe", on=on, data={**FORM, **form})
    return case.hand_in(*PAPERS)


def submitted(db: Engine, on: str = "2026-02-02", by: Actor = APPLICANT, **form: Any) -> Walk:
    return drafted(db, on, by, **form).take("submit", by, on=on)


def in_expert_review(db: Engine, on: str = "2026-02-02", **form: Any) -> Walk:
    return submitted(db, on, **form).take("forward", DISTRICT, on=on, opinion="材料齐全，同意上报")


def appointed(db: Engine, on: str = "2026-02-02", **form: Any) -> Walk:
    experts = [e.account for e in EXPERTS[:3]]
    return in_expert_review(db, on, **form).take("appoint", HQ, on=on, preliminary_opinion="初步符合", experts=experts)


def in_bureau_decision(db: Engine, on: str = "2026-02-02", **form: Any) -> Walk:
    case = appointed(db, on, **form)
    for expert in EXPERTS[:3]:
        case.take("score", expert, on=on, **SCORES)
    return case.take("recommend", HQ, on=on, opinion="推荐")


def publish(db: Engine, *cases: Walk, kind: str = "publicity", at: str, on: str | None = None, **more: Any) -> Walk:
    """A notice of these cases, whose official page went up at `at`."""
    notice = Walk.open(db, "guangzhou/2025/notice", BUREAU, "gz-bureau", on=on or at)
    given: dict[str, Any] = {"kind": kind, "title": "示例公示", "cases": [case.number for case in cases], **more}
    if kind == "publicity":
        day, _, hour = at.partition(" ")
        given |= {"site_url": "https://example.invalid/notice", "published_at": f"{day}T{hour or '09:00:00'}+08:00"}
    return notice.take("publish", BUREAU, on=on or at, **given)


def in_publicity(db: Engine, at: str = "2026-09-28") -> Walk:
    case = in_bureau_decision(db)
    publish(db, case, at=at)
    return case


def in_conclusion(db: Engine, at: str = "2026-09-28", until: str = "2026-10-11 00:02:00") -> Walk:
    return in_publicity(db, at).wait(until=until)


SAID: dict[str, Any] = {"by": "person", "name": "示例公民", "contact": "000-0000", "text": "场地不实"}


def object_to(case: Walk, on: str = "2026-09-29", **said: Any) -> Walk:
    """The objection that a member of the public files against the case."""
    outcome = case.attempted("object", PUBLIC, on=on, **{**SAID, **said})
    assert isinstance(outcome, Entry), outcome
    return Walk(case.db, outcome.caused[0])


def investigated(case: Walk, on: str = "2026-09-29") -> Walk:
    return object_to(case, on).take("admit", SECOND, on=on)
