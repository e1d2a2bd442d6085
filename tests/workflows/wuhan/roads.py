"""Roads through Wuhan's lifecycles: how far a case has come before a test begins to ask."""

from typing import Any

from sqlalchemy import Engine, Row, insert, select

from models.database import transaction
from models.ledger import ledger, platform_accounts
from models.office import offices
from models.people import commissioners
from models.runs import assessment_runs
from tests.walk import Walk, moment
from tests.workflows import staging
from tests.workflows.wuhan.world import (
    APPLICANT,
    ENTERPRISE,
    FIRM,
    HQ,
    HQ2,
    JIANGAN,
    MOBILE,
    ORGANISATION,
    PERSON,
)
from workflows.actors import Actor
from workflows.moves import Entry

DAY = "2026-06-01"
FORM: dict[str, Any] = {
    "station_name": "示例园区服务站", "carrier": "park", "area": "示例街区", "address": "示例路 3 号",
    "clean_record": True, "premises": True, "stable_staff": True, "capability": "服务企业三年",
    "head": "示例站长", "liaison": "示例联系人",
    "commissioners": ["示例专员"], "contact_phone": "000-0000",
}  # fmt: skip
PAPERS = (
    "application_form", "applicant_profile", "organisation_code", "premises_proof", "team_proof", "capability_proof",
    "facilities_proof",
)  # fmt: skip
PERSONAL: dict[str, Any] = {
    "law_abiding": True, "volunteers": True, "healthy": True, "education": "bachelor", "ability": "三年企业服务",
}  # fmt: skip


def drafted(db: Engine, *, on: str = DAY, **form: Any) -> Walk:
    case = Walk.open(db, "wuhan/2026/certification", APPLICANT, "wh-jiangan", on=on, data={**FORM, **form})
    return case.hand_in(*PAPERS)


def recommended(db: Engine, *, on: str = DAY, **form: Any) -> Walk:
    case = drafted(db, on=on, **form).take("submit", APPLICANT, on=on)
    return case.take("recommend", JIANGAN, on=on, opinion="同意推荐")


def certified(db: Engine, *, on: str = DAY, **form: Any) -> Walk:
    return recommended(db, on=on, **form).take("certify", HQ, on=on, opinion="同意认定")


def resident(db: Engine, station: Walk, *, on: str = DAY) -> Walk:
    """The first of the station's filings, filed: the number of the case is the commissioner's."""
    filing = staging.children(db, station, "filing")[0].hand_in("declaration")
    filing.take("submit", APPLICANT, on=on, **PERSONAL)
    return filing.take("file", HQ, on=on, no_violation=True)


def mobile(db: Engine, *, on: str = DAY) -> Walk:
    filing = staging.opened(db, "wuhan/2026/filing", MOBILE, "wh-hq", about=PERSON, party=PERSON, on=on)
    filing.hand_in("declaration", "employer_consent")
    given = {"name": "示例机动专员", "kind": "mobile", "employed": True, "employer": "示例单位", **PERSONAL}
    filing.take("submit", MOBILE, on=on, **given)
    return filing.take("file", HQ, on=on, no_violation=True)


def about(
    db: Engine, name: str, by: Actor, office: str, subject: Walk, *, on: str, whom: str = "station",
    party: tuple[str, str] = ORGANISATION, **data: Any,
) -> Walk:  # fmt: skip
    """A case about a station or a commissioner."""
    of = (whom, subject.number)
    return staging.opened(db, f"wuhan/2026/{name}", by, office, about=of, party=party, on=on, data=data)


def dispatched(db: Engine, person: Walk, station: Walk, *, on: str = DAY) -> Walk:
    case = about(db, "dispatch", HQ, "wh-hq", person, on=on, whom="commissioner")
    return case.take("dispatch", HQ, on=on, station=station.number, consents=True)


def set_run(db: Engine, year: int = 2026, closes: str = "2026-12-15") -> None:
    run = {"book": "wuhan", "year": year, "criteria": "示例标准", "closes_on": closes, "data": "{}",
           "set_by": HQ.account, "set_at": moment(f"{year}-12-01")}  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(assessment_runs), [run]))


def assessed(db: Engine, subject: str, *, year: int = 2026) -> Walk:
    """The year's assessment of this station, commissioner or district, opened by its run and unreported."""
    set_run(db, year, f"{year}-12-15")
    staging.do_duty(db, "wuhan/2026", "assessments", on=f"{year}-12-01")
    cases = [case for case in staging.about(db, subject, "assessment") if case.row.form["year"] == year]
    return cases[0].wait(until=f"{year}-12-16 00:00:01")


def graded(db: Engine, subject: str, grade: str, *, year: int = 2026) -> Walk:
    case = assessed(db, subject, year=year)
    return case.take("grade", HQ, on=f"{year}-12-20", score=80, grade=grade, opinion="示例意见")


def revoked(db: Engine, case: Walk, *, on: str) -> Walk:
    """From a draft at headquarters to the decision; published where it is a station's."""
    case.hand_in("evidence").take("propose", HQ, on=on, ground="damage", facts="示例事实")
    case.take("serve", HQ, on=on, served_on=on, served_how="direct")
    return case


def applied(db: Engine, subject: Walk, *, on: str, whom: str = "station") -> Walk:
    """A voluntary exit, handed to the district."""
    by = APPLICANT if whom == "station" else Actor("u-commissioner", contacts=frozenset([(whom, subject.number)]))
    case = about(db, "exit", by, "wh-jiangan", subject, on=on, whom=whom)
    return case.take("apply", by, on=on, reason="业务调整")


def left(db: Engine, subject: Walk, *, on: str, whom: str = "station") -> Walk:
    """An exit, gone through to the end in a day."""
    case = applied(db, subject, on=on, whom=whom).take("verify", JIANGAN, on=on, opinion="属实")
    return case.take("deregister", HQ, on=on)


def complained(db: Engine, station: Walk) -> Walk:
    case = about(db, "complaint", FIRM, "wh-hq", station, on="2026-07-05", party=ENTERPRISE)
    return case.take("file", FIRM, on="2026-07-05", facts="示例事实", contact_name="示例", contact="000")


def drafted_reversal(db: Engine, case: Walk, *, by: Actor = HQ, office: str = "wh-hq", on: str = "2026-07-06") -> Walk:
    """A draft with its paper: this decision is to be set aside."""
    of = ("case", case.number)
    walk = staging.opened(db, "wuhan/2026/reversal", by, office, about=of, party=ORGANISATION, on=on)
    return walk.hand_in("basis_paper")


def set_aside(db: Engine, case: Walk, *, on: str = "2026-07-06") -> Walk:
    """Proposed at headquarters: another person orders it, or leaves the decision as it is."""
    return drafted_reversal(db, case, on=on).take("propose", HQ, on=on, basis="own_error", reason="示例")


def publish(db: Engine, *cases: Walk, by: Actor = HQ2, at: str) -> Walk:
    notice = Walk.open(db, "wuhan/2026/notice", by, "wh-hq", on=at)
    listed = [case.number for case in cases]
    return notice.take("publish", by, on=at, kind="revocation", title="示例公告", cases=listed)


def person_of(db: Engine, filing: Walk) -> Row[Any]:
    asked = select(commissioners).where(commissioners.c.number == filing.number)
    return transaction(db, lambda present: present.connection.execute(asked).one())


def closed_on(db: Engine, station: Walk) -> str | None:
    asked = select(offices.c.closes_on).where(offices.c.code == station.number.lower())
    return transaction(db, lambda present: present.connection.execute(asked).scalar_one())


def platform(db: Engine, kind: str, number: str, *, issued: str, dated: str, activated: str | None = None) -> None:
    """What the platform's newest list says of an account."""
    row = {"book": "wuhan", "subject_kind": kind, "subject_number": number, "issued_at": moment(issued),
           "activated_at": moment(activated) if activated else None, "list_dated": dated}  # fmt: skip

    def work(present: Any) -> None:
        a = platform_accounts.c
        present.connection.execute(platform_accounts.delete().where(a.subject_number == number))
        present.connection.execute(insert(platform_accounts), [row])

    transaction(db, work)


def served(db: Engine, station: str, day: str, *, on_platform: bool) -> None:
    row = {"book": "wuhan", "kind": "service", "station": station, "on_day": day, "content": "示例服务",
           "platform": int(on_platform), "entered_by": HQ.account, "at": moment(day)}  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(ledger), [row]))


def number_of(outcome: Any) -> str:
    assert isinstance(outcome, Entry), outcome
    return outcome.number
