"""Roads to what a site wins by its assessment, and to taking it back."""

from typing import Any

from sqlalchemy import Engine, select

from models.database import transaction
from models.reward import reward_sums
from tests.walk import Walk
from tests.workflows.staging import opened
from tests.workflows.wuhan.roads import about, graded
from tests.workflows.wuhan.world import APPLICANT, BUREAU, HQ, ORGANISATION


def reward(db: Engine, station: Walk, on: str = "2026-12-21") -> Walk:
    return about(db, "reward", HQ, "wh-hq", station, on=on)


def proposal(case: Walk, amount: int) -> dict[str, Any]:
    return {"assessment": case.number, "amount": amount, "purposes": ["training"]}


def promised(db: Engine) -> list[int]:
    return transaction(db, lambda present: list(present.connection.execute(select(reward_sums.c.amount)).scalars()))


def paid(db: Engine, station: Walk) -> Walk:
    case = reward(db, station).take(
        "propose", HQ, on="2026-12-21", **proposal(graded(db, station.number, "pass"), 5000)
    )
    case.take("approve", BUREAU, on="2026-12-22")
    return case.take("pay", HQ, on="2026-12-23", amount=5000, paid_on="2026-12-23")


def clawback(db: Engine, won: Walk, on: str = "2027-02-01") -> Walk:
    case = opened(db, "wuhan/2026/clawback", HQ, "wh-hq", about=("case", won.number), party=ORGANISATION, on=on)
    return case.hand_in("evidence")


def to_be_recovered(db: Engine, won: Walk, *, severity: str = "honour", amount: int = 5000) -> Walk:
    """A clawback that the bureau has decided."""
    case = clawback(db, won).take("propose", HQ, on="2027-02-01", deceit="示例认定")
    case.take("serve", HQ, on="2027-02-02", served_on="2027-02-02", served_how="direct")
    case.take("state", APPLICANT, on="2027-02-03", statement="示例陈述")
    return case.take("claw_back", BUREAU, on="2027-02-10", amount=amount, severity=severity, reason="示例理由")
