"""Roads through Hubei's lifecycles: how far a case has come before a test begins to ask."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, insert, update

from models.database import transaction
from models.register import titles
from models.runs import assessment_runs
from tests.walk import Walk, moment, refused
from tests.workflows import staging
from tests.workflows.hubei.world import APPLICANT, CENTRE, CHAMBER, ORGANISATION, OTHER, YICHANG, settle
from workflows.actors import PUBLIC, Actor
from workflows.errors import Refused
from workflows.moves import Entry

FORM: dict[str, Any] = {
    "institution_name": "示例服务机构", "kind": "professional", "service_classes": ["digital"],
    "legal_form": "legal_person", "area": "示例宜昌", "address": "示例路 2 号",
    "operating_since": "2024-03-02", "capital": "100000", "full_time_staff": 10, "with_degree": 5, "with_title": 4,
    "with_both": 2, "premises_area": "80", "smes_served": 50, "satisfaction": "80", "public_share": "10", "partners": 3,
    "mainly_smes": True, "price_reduction": "小微企业八折", "service_rules": True, "processes": True, "fees": True,
    "quality": True, "plan_and_target": True, "clean_record": True, "not_investigated": True,
    "innovation": "线上线下结合", "contact_name": "示例联系人", "contact_phone": "000-0000",
}  # fmt: skip
PAPERS = ("report", "licence", "premises_proof", "service_evidence", "other_evidence", "credit_screenshots")
RECOMMENDATION: dict[str, Any] = {
    "operation": "良好", "results": "突出", "measured_satisfaction": "86", "outstanding": "有特色", "opinion": "推荐",
}  # fmt: skip
RENAMED = {"kind": "name", "old_value": "示例服务机构", "new_value": "示例新名机构", "changed_on": "2026-04-01"}
DAY = "2026-03-02"


def open_call(db: Engine, year: int = 2026) -> Walk:
    call = Walk.open(db, "hubei/1/call", CENTRE, "hb-centre", on=f"{year}-01-10")
    window = {"year": year, "opens_on": f"{year}-02-01", "closes_on": f"{year}-12-31"}
    call.take("schedule", CENTRE, on=f"{year}-01-10", title="示例申报通知", **window)
    return call.wait(until=f"{year}-02-01 00:00:01")


def called(db: Engine) -> None:
    """The example offices and people, and an open call."""
    settle(db)
    open_call(db)


def drafted(
    db: Engine, *, on: str = DAY, office: str = "hb-yichang", by: Actor = APPLICANT, papers: tuple[str, ...] = (),
    **form: Any,
) -> Walk:  # fmt: skip
    case = Walk.open(db, "hubei/1/certification", by, office, on=on, data={**FORM, **form})
    return case.hand_in(*PAPERS, *papers)


def submitted(db: Engine, *, on: str = DAY, **more: Any) -> Walk:
    return drafted(db, on=on, **more).take("submit", APPLICANT, on=on)


def recommend(case: Walk, by: Actor = YICHANG, *, on: str = DAY, version: int = 1, **more: Any) -> Walk:
    return case.hand_in("recommendation_form", version=version).take(
        "recommend", by, on=on, **{**RECOMMENDATION, **more}
    )


def recommended(db: Engine, by: Actor = YICHANG, **more: Any) -> Walk:
    """An application before the centre."""
    return recommend(submitted(db, **more), by)


def of_a_member(db: Engine) -> Walk:
    """Another institution's application before the centre, recommended by its chamber."""
    case = drafted(db, office="hb-chamber", by=OTHER, area="示例襄阳").take("submit", OTHER, on=DAY)
    return recommend(case, CHAMBER)


def publish(db: Engine, *cases: Walk, kind: str = "publicity", at: str, by: Actor = CENTRE, **more: Any) -> Walk:
    notice = Walk.open(db, "hubei/1/notice", by, "hb-centre", on=at)
    given: dict[str, Any] = {"kind": kind, "title": "示例公告", "cases": [case.number for case in cases], **more}
    if kind == "publicity":
        given |= {"site_url": "https://example.invalid/notice", "published_at": f"{at}T09:00:00+08:00"}
    return notice.take("publish", by, on=at, **given)


def not_published(db: Engine, *cases: Walk, **more: Any) -> list[str]:
    """The codes with which such a notice is refused."""
    try:
        publish(db, *cases, **more)
    except Refused as error:
        return refused(error)
    return []


def in_publicity(db: Engine) -> Walk:
    """From Monday the 9th; its last day is Monday the 16th of March."""
    case = recommended(db)
    publish(db, case, at="2026-03-09")
    return case


def in_conclusion(db: Engine) -> Walk:
    return in_publicity(db).wait(until="2026-03-17 00:02:00")


SAID: dict[str, Any] = {"by": "person", "name": "示例公民", "contact": "000-0000", "text": "人数不实"}


def object_to(case: Walk, on: str = "2026-03-10", **said: Any) -> Walk:
    """The objection that a member of the public files against the case."""
    outcome = case.attempted("object", PUBLIC, on=on, **{**SAID, **said})
    assert isinstance(outcome, Entry), outcome
    return Walk(case.db, outcome.caused[0])


def investigated(case: Walk, on: str = "2026-03-10") -> Walk:
    return object_to(case, on).take("admit", CENTRE, on=on)


def certified(db: Engine, *, on: str = DAY, publicised: str = "2026-03-09", announced: str = "2026-03-17") -> Walk:
    case = recommend(submitted(db, on=on), on=on)
    publish(db, case, at=publicised)
    case.wait(until=f"{announced} 00:02:00")
    publish(db, case, kind="announcement", at=announced)
    return case


def about(db: Engine, name: str, by: Actor, office: str, institution: Walk, *, on: str, **data: Any) -> Walk:
    """A case about a certified institution."""
    subject = ("institution", institution.number)
    return staging.opened(db, f"hubei/1/{name}", by, office, about=subject, party=ORGANISATION, on=on, data=data)


def proposed(db: Engine, institution: Walk, *, ground: str = "hb18_2") -> Walk:
    case = about(db, "revocation", YICHANG, "hb-yichang", institution, on="2026-05-06")
    case.hand_in("evidence").take("propose", YICHANG, on="2026-05-06", ground=ground, facts="示例事实")
    return case.take("serve", YICHANG, on="2026-05-07", served_on="2026-05-07", served_how="direct")


def ended(db: Engine, institution: Walk, on: str = "2026-05-08") -> Walk:
    """The institution ends its title at its own request."""
    case = about(db, "revocation", APPLICANT, "hb-yichang", institution, on=on)
    case.take("request", APPLICANT, on=on, reason="业务调整")
    publish(db, case, kind="revocation", at=on)
    return case


@contextmanager
def just_ended(db: Engine, institution: Walk) -> Iterator[None]:
    """As whoever comes at the same moment finds the title: ended, and their own case still open."""
    own = update(titles).where(titles.c.number == institution.number)
    gone = {"ended_at": moment("2026-05-08"), "ended_by": institution.id, "ended_how": "revoked"}
    transaction(db, lambda present: present.connection.execute(own.values(**gone)))
    yield
    transaction(db, lambda present: present.connection.execute(own.values(dict.fromkeys(gone))))


def runs_until(db: Engine, institution: Walk, day: str) -> None:
    """Let an old title of earlier years stand in the register."""
    known = update(titles).where(titles.c.number == institution.number).values(valid_until=day)
    transaction(db, lambda present: present.connection.execute(known))


def set_run(db: Engine, year: int = 2026, closes: str = "2027-01-31", target: int = 4) -> None:
    """The year's assessment run, as the centre sets it."""
    run = {"book": "hubei", "year": year, "criteria": "示例标准", "closes_on": closes, "set_by": CENTRE.account,
           "data": json.dumps({"public_service_target": target}), "set_at": moment(f"{year}-12-01")}  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(assessment_runs), [run]))
