"""The demo's applications: how far each organisation's case has come, told as stories."""

from datetime import date, timedelta
from typing import Any

from commands.demo_people import ORGANISATIONS
from commands.demo_stage import Stage, Story
from workflows.asks import PROOF_OF_END
from workflows.books.guangzhou.v2025.application import APPLICATION
from workflows.moves import Entry

FRIDAY = 4
OPINION = "材料齐全，符合认定条件，同意上报。"
STOPS = ("draft", "submit", "forward", "appoint", "score", "recommend")


def on(start: str, days: int, time: str = "10:00") -> str:
    """A weekday so many days after the start."""
    day = date.fromisoformat(start) + timedelta(days=days)
    return f"{day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)} {time}"


def form(n: int) -> dict[str, Any]:
    of = ORGANISATIONS[n]
    return {
        "station_name": of.station,
        "address": of.address,
        "legal_person": True,
        "fixed_premises": True,
        "capability": f"面向园区中小企业开展科技咨询和培训，近三年累计服务企业 {60 + 7 * n} 家次（演示数据）。",
        "structure": "设有咨询受理、项目辅导、培训活动三个小组，建有首问负责和台账制度（演示数据）。",
        "full_time_staff": 2 + n % 5,
        "contact_name": "演示联系人",
        "contact_phone": "000-0000-0000",
    }


class Roads:
    """What the stories share: the stage, and each organisation's case once it has been opened."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.cases = stage, dict[int, Entry]()

    def reviewer(self, n: int) -> str:
        return ORGANISATIONS[n].district.replace("gz-", "district-")

    def experts(self, n: int) -> list[str]:
        return [f"expert-{1 + (n + k) % 5}" for k in range(3)]

    def application(self, n: int, start: str, *, upto: str = "recommend", scores: int = 3) -> Story:
        """From the draft up to and including a step; of the experts only so many have scored."""
        wanted = STOPS[: STOPS.index(upto) + 1]
        yield on(start, 0, f"{9 + n % 3:02}:{10 + n}")
        who = f"applicant-{n + 1}"
        case = self.cases[n] = self.stage.open("certification", who, ORGANISATIONS[n].district, n, **form(n))
        if "submit" in wanted:
            yield on(start, 1, f"15:{10 + n}")
            self.stage.hand_in(case, APPLICATION, self.stage.actor(who), about=ORGANISATIONS[n].name)
            self.stage.take(case, "submit", who)
        if "forward" in wanted:
            yield on(start, 4, f"11:{10 + n}")
            self.stage.take(case, "forward", self.reviewer(n), opinion=OPINION)
        if "appoint" in wanted:
            yield on(start, 7, f"10:{10 + n}")
            named = [self.stage.account(expert) for expert in self.experts(n)]
            self.stage.take(case, "appoint", f"hq-{1 + n % 2}", preliminary_opinion="初步审核符合条件。", experts=named)
        if "score" in wanted:
            yield from self._scores(n, start, scores)
        if "recommend" in wanted:
            yield on(start, 14, f"16:{10 + n}")
            self.stage.take(case, "recommend", f"hq-{1 + n % 2}", opinion="经专家评审，予以推荐。")

    def _scores(self, n: int, start: str, scores: int) -> Story:
        for k, expert in enumerate(self.experts(n)[:scores]):
            yield on(start, 9 + k, f"14:{10 + n}")
            self.stage.take(
                self.cases[n], "score", expert, premises_score=18 + (n + k) % 7, capability_score=19 + (n + 2 * k) % 6,
                structure_score=17 + (2 * n + k) % 8, staff_score=18 + (n * k) % 7, opinion="总体符合要求。",
            )  # fmt: skip

    def not_recommended(self, n: int, start: str) -> Story:
        yield from self.application(n, start, upto="score")
        yield on(start, 14)
        self.stage.take(self.cases[n], "not_recommend", "hq-1", opinion="服务能力材料不足，评分偏低，不予推荐。")

    def recused(self, n: int, start: str) -> Story:
        yield from self.application(n, start, upto="score", scores=2)
        yield on(start, 11)
        self.stage.take(self.cases[n], "recuse", self.experts(n)[0], reason="与申报单位近期有合作，申请回避。")

    def returned(self, n: int, start: str, *, again: bool = False, lapse: bool = False) -> Story:
        """Sent back with the whole list of what is missing; then resubmitted, left to lapse, or waiting."""
        yield from self.application(n, start, upto="submit")
        yield on(start, 3)
        gaps = ["场地证明未盖章", "专职人员名单缺少社保记录"]
        self.stage.take(self.cases[n], "return_for_correction", self.reviewer(n), gaps=gaps)
        if again:
            yield on(start, 6)
            about = f"{ORGANISATIONS[n].name}（补正）"
            self.stage.hand_in(self.cases[n], APPLICATION, self.stage.actor(f"applicant-{n + 1}"), about=about)
            self.stage.take(self.cases[n], "resubmit", f"applicant-{n + 1}")
        if lapse:
            yield on(start, 24)
            self.stage.take(self.cases[n], "lapse", self.reviewer(n), reason="补正时限已过，单位来电表示本年不再申报。")

    def rejected(self, n: int, start: str) -> Story:
        yield from self.application(n, start, upto="submit")
        yield on(start, 5)
        self.stage.take(
            self.cases[n], "reject", self.reviewer(n), reason="服务场所为临时借用，不符合固定办公场所的条件。"
        )

    def terminated(self, n: int, start: str) -> Story:
        yield from self.application(n, start, upto="forward")
        yield on(start, 10)
        self.stage.hand_in(self.cases[n], PROOF_OF_END, self.stage.actor("hq-1"), about=ORGANISATIONS[n].name)
        self.stage.take(self.cases[n], "terminate", "hq-1", reason="申报单位已办理注销登记。")
