"""Roads through the Jiangsu lifecycles: how far a case has come before a test begins to ask."""

from typing import Any

from sqlalchemy import Engine

from tests.walk import Walk
from tests.workflows.jiangsu.world import CLERK, ENTERPRISE, FIRM, HELPERS, LEADER
from tests.workflows.staging import opened
from workflows.actors import Actor

NOMINATION: dict[str, Any] = {
    "name": "示例专员",
    "unit": "示例事业单位",
    "staff_of": "institution",
    "experience": "服务中小企业五年",
    "knows_policy": True,
    "willing": True,
}
REQUEST: dict[str, Any] = {"kind": "resources", "summary": "示例融资诉求", "content": "希望对接示例银行"}
TOLD = {"feedback": "已当面反馈"}
KNOWN = "2026-02-02"


def nominated(db: Engine, n: int = 1, clerk: Actor = CLERK, on: str = KNOWN, **form: Any) -> Walk:
    (office,) = {office for _, office in clerk.grants}
    number = f"P-{office}-{n}"
    data = {**NOMINATION, "name": f"示例专员{n}", "account": HELPERS[n - 1].account, **form}
    who = ("commissioner", number)
    case = opened(db, "jiangsu/2022/enrolment", clerk, office, about=who, party=who, on=on, data=data)
    return case.take("nominate", clerk, on=on)


def enrolled(db: Engine, n: int = 1, clerk: Actor = CLERK, leader: Actor = LEADER, on: str = KNOWN) -> Walk:
    return nominated(db, n, clerk, on).take("enrol", leader, on=on)


def commissioner(enrolment: Walk, n: int = 1) -> Actor:
    """The person enrolled, as the account that signs in."""
    return Actor(HELPERS[n - 1].account, contacts=frozenset([("commissioner", enrolment.number)]))


def proposed(
    db: Engine, who: Walk, *, firm: tuple[str, str] = FIRM, clerk: Actor = CLERK, on: str = KNOWN, **more: Any
) -> Walk:
    return drafted(db, who, firm=firm, clerk=clerk, on=on, **more).take("propose", clerk, on=on)


def drafted(
    db: Engine, who: Walk, *, firm: tuple[str, str] = FIRM, clerk: Actor = CLERK, on: str = KNOWN, **more: Any
) -> Walk:
    (office,) = {office for _, office in clerk.grants}
    data = {"commissioner": who.number, **more}
    return opened(db, "jiangsu/2022/assignment", clerk, office, about=firm, party=firm, on=on, data=data)


def assigned(
    db: Engine, who: Walk, *, firm: tuple[str, str] = FIRM, clerk: Actor = CLERK, leader: Actor = LEADER,
    on: str = KNOWN, **more: Any,
) -> Walk:  # fmt: skip
    return proposed(db, who, firm=firm, clerk=clerk, on=on, **more).take("confirm", leader, on=on)


def appeal_draft(db: Engine, by: Actor = ENTERPRISE, firm: tuple[str, str] = FIRM, on: str = "2026-03-02") -> Walk:
    return opened(db, "jiangsu/2022/appeal", by, "js-east", about=firm, party=firm, on=on, data=REQUEST)


def handled(db: Engine, on: str = "2026-03-02") -> tuple[Walk, Actor]:
    """An appeal in the hands of the enterprise's commissioner."""
    who = enrolled(db)
    assigned(db, who)
    return appeal_draft(db, on=on).take("register", ENTERPRISE, on=on), commissioner(who)


def in_triage(db: Engine, on: str = "2026-03-02") -> tuple[Walk, Actor]:
    case, helper = handled(db, on)
    return case.take("refer", helper, on=on, reason="需部门协调"), helper


def answered(db: Engine, on: str = "2026-03-02") -> tuple[Walk, Actor]:
    case, helper = handled(db, on)
    return case.take("solve", helper, on=on, result="已对接银行"), helper
