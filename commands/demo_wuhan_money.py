"""The demo's Wuhan: the year's assessments, what they win, and what is taken back."""

from typing import Any

from commands.demo_walks import Road
from commands.demo_wuhan_people import HQ


def money() -> list[Road]:
    """Assessments, rewards and clawbacks of the certified stations."""

    def graded(n: int, grade: str, steps: str = "report +16 grade") -> Road:
        return Road(f"a{n}", "assessment", "2026-07-28", steps, about=("station", f"@s{n}"),
                    given={"grade": {"grade": grade, "score": 90 if grade == "excellent" else 72}})  # fmt: skip

    def reward(n: int, name: str, start: str, steps: str, amount: int = 50000) -> Road:
        proposed = {"assessment": f"@a{n}", "amount": amount, "purposes": ["training"]}
        given: dict[str, dict[str, Any]] = {"propose": proposed, "pay": {"amount": amount}, "cancel": {"cause": "left"}}
        return Road(name, "reward", start, steps, "wh-hq-1", HQ, ("station", f"@s{n}"), given=given)

    def clawback(name: str, won: str, start: str, steps: str) -> Road:
        given = {"claw_back": {"amount": 20000, "severity": "honour"}}
        return Road(name, "clawback", start, steps, "wh-hq-2", HQ, ("case", won), given=given)

    return [
        graded(0, "excellent"), graded(1, "pass"), graded(2, "pass"), graded(3, "fail", "+20 grade"),
        reward(0, "w0", "2026-08-18", "propose +1 approve +1 pay"), reward(1, "w1", "2026-08-18", "propose +1 decline"),
        reward(2, "w2", "2026-08-18", "propose +1 approve +2 cancel"),
        reward(1, "w3", "2026-08-18", "propose +1 approve +1 pay"),
        reward(2, "w4", "2026-09-16", "propose +1 approve"), reward(0, "w5", "2026-09-17", "propose", 80000),
        clawback("b0", "@w0", "2026-08-24", "propose +1 serve +2 state +2 claw_back +7 recover"),
        clawback("b1", "@w3", "2026-08-24", "propose +1 serve +9 claw_back +5 write_off"),
        clawback("b2", "@w3", "2026-09-09", "+2 drop"), clawback("b3", "@w0", "2026-09-16", "propose +1 serve"),
    ]  # fmt: skip
