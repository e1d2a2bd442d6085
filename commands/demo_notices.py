"""The demo's calls, notices and objections, told as stories."""

from collections.abc import Sequence
from typing import Any

from commands.demo_people import BUREAU
from commands.demo_roads import Roads
from commands.demo_stage import Story
from workflows.moves import Entry

SITE = "https://example.invalid/notices/"
LETTER = {"by": "person", "name": "演示公民", "contact": "000-0000-0000"}


class Notices:
    """What the bureau does in the year: it calls, publicises, hears objections and announces."""

    def __init__(self, roads: Roads) -> None:
        self.roads, self.stage = roads, roads.stage
        self.published: dict[str, Entry] = {}

    def call(
        self, drafted: str, year: int, opens: str, closes: str, *, then: Sequence[tuple[str, str, dict[str, Any]]] = ()
    ) -> Story:
        """A call and what becomes of it: hour, step, data."""
        yield f"{drafted} 09:30"
        title = f"{year} 年度民营和中小企业服务站申报通知（演示）"
        case = self.stage.open("call", "bureau-1", BUREAU, title=title)
        if opens:
            data = {"title": title, "year": year, "opens_on": opens, "closes_on": closes}
            self.stage.take(case, "schedule", "bureau-1", **data)
        for hour, step, more in then:
            yield hour
            self.stage.take(case, step, "bureau-1", **more)

    def publicity(self, name: str, hour: str, numbers: Sequence[int], *, about: str | None = None) -> Story:
        more = {"text": "现将拟认定的服务站予以公示（演示）。", "site_url": f"{SITE}{name}"}
        yield from self._publish(name, hour, numbers, "publicity", about=about, **more)

    def announcement(self, name: str, hour: str, numbers: Sequence[int]) -> Story:
        yield from self._publish(name, hour, numbers, "announcement", text="经公示，认定下列服务站（演示）。")

    def _publish(
        self, name: str, hour: str, numbers: Sequence[int], kind: str, *, about: str | None = None, **more: str
    ) -> Story:
        yield hour
        title = {"publicity": "服务站拟认定名单公示（演示）", "announcement": "服务站认定名单公布（演示）"}[kind]
        data = {"kind": kind, "title": title, "cases": [self.roads.cases[n].number for n in numbers], **more}
        if kind == "publicity":
            day, _, time = hour.partition(" ")
            data["published_at"] = f"{day}T{time}:00+08:00"
        if about:
            data["about"] = self.published[about].number
        notice = self.published[name] = self.stage.open("notice", "bureau-1", BUREAU)
        self.stage.take(notice, "publish", "bureau-1", **data)

    def drafted(self, hour: str, numbers: Sequence[int]) -> Story:
        """A notice that waits to be published."""
        yield hour
        cases = [self.roads.cases[n].number for n in numbers]
        data: dict[str, Any] = {"kind": "announcement", "title": "服务站认定名单公布（演示，待发布）", "cases": cases}
        self.stage.open("notice", "bureau-2", BUREAU, **data)

    def discarded(self, hour: str) -> Story:
        yield hour
        notice = self.stage.open("notice", "bureau-2", BUREAU, kind="correction", title="更正公告草稿（演示）")
        self.stage.take(notice, "discard", "bureau-2")

    def withdrawn(self, name: str, hour: str) -> Story:
        yield hour
        reason = "公示页面附件有误，撤回后重新公示。"
        self.stage.take(self.published[name], "withdraw", "bureau-1", reason=reason)

    def objection(self, n: int, hour: str, text: str, *then: tuple[str, str, str, dict[str, Any]]) -> Story:
        """Filed without an account by somebody, and what becomes of it: hour, step, who, data."""
        yield hour
        filed = self.stage.take(self.roads.cases[n], "object", "public", **LETTER, text=text)
        yield from self._decided(filed.caused[0], then)

    def anonymous(self, n: int, hour: str, received: str, *then: tuple[str, str, str, dict[str, Any]]) -> Story:
        """An unsigned letter, taken in at the counter for the decider to refuse."""
        yield hour
        said = {"by": "person", "text": "来信反映其人员不足，未署名（演示）。"}
        filed = self.stage.take_at_counter(self.roads.cases[n], "object", "bureau-3", "匿名来信人", received, **said)
        yield from self._decided(filed.caused[0], then)

    def _decided(self, objection: Entry, then: Sequence[tuple[str, str, str, dict[str, Any]]]) -> Story:
        for hour, step, who, data in then:
            yield hour
            self.stage.take(objection, step, who, **data)

    def step(self, n: int, hour: str, step: str, who: str, **data: Any) -> Story:
        """One step of an application, by itself."""
        yield hour
        self.stage.take(self.roads.cases[n], step, who, **data)
