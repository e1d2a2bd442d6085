"""The demo's Guangzhou after certification: what becomes of its first stations in a year and a half."""

from collections.abc import Iterator
from typing import Any

from commands.demo_lists import taken
from commands.demo_people import BUREAU, HQ, ORGANISATIONS
from commands.demo_roads import Roads
from commands.demo_stage import Stage, Story
from commands.demo_walks import Road, Walks
from workflows.actors import Role
from workflows.registers import set_values
from workflows.runs import agree, set_run

KEPT, RECTIFIED, REVOKED, EXCUSED, MISSED, LEFT = OLD = range(36, 42)  # of ORGANISATIONS, all certified in April 2025
NEW = 32  # certified a year later
# As their names were taken over from an earlier register, each with the end that its title had there.
TERMS = {KEPT: "2026-05-31", RECTIFIED: "2026-02-15", EXCUSED: "2026-12-31", MISSED: "2026-12-31", LEFT: "2026-08-31"}
LIST = "旧称号移交名单（演示）.xlsx"


def stories(stage: Stage, roads: Roads) -> list[Story]:
    walks = Walks(stage, "guangzhou/2025")
    region = _Guangzhou(walks, roads)
    return [
        *region.lists(),
        *walks.duties("2025-10-09 08:30", "2026-01-02 08:30", "2026-09-02 08:30", "2026-09-21 08:30"),
        *walks.along(
            *_assessments(), *_reports(), *_renewals(), *_plaques(), *_changes(), *_revocations(), *_reversals()
        ),
    ]


def _of(n: int, name: str, lifecycle: str, start: str, steps: str = "", *, open: bool = False, **given: Any) -> Road:
    """A case of a station, opened by its operator where nothing else did."""
    by, district = (f"applicant-{n + 1}", ORGANISATIONS[n].district) if open else (None, "")
    return Road(name, lifecycle, start, steps, by, district, ("station", f"@s{n}"), given=given)


class _Guangzhou:
    def __init__(self, walks: Walks, roads: Roads) -> None:
        self.walks, self.roads, self.stage = walks, roads, walks.stage

    def lists(self) -> Iterator[Story]:
        yield self.walks.once("2025-04-23 16:00", lambda: self._known(*OLD))
        yield self.walks.once("2026-04-27 16:00", lambda: self._known(NEW))
        yield self.walks.once("2025-05-20 10:00", self._terms)
        yield self.walks.once("2025-10-08 10:00", lambda: self._run(2025, "2025-11-30"))
        yield self.walks.once("2026-09-01 10:00", lambda: self._run(2026, "2026-11-30"))

    def _known(self, *numbers: int) -> None:
        self.walks.numbers |= {f"s{n}": self.roads.cases[n].number for n in numbers}

    def _terms(self) -> None:
        source = taken(self.stage, "stations", LIST, len(TERMS))
        for n, day in TERMS.items():
            number = self.roads.cases[n].number
            set_values(self.stage.connection, "station", number, {"valid_until": day}, source)

    def _run(self, year: int, closes: str) -> None:
        setter, second = self.stage.actor("hq-1"), self.stage.actor("bureau-1")
        run = set_run(self.stage.connection, book="guangzhou", year=year, criteria="年度考核标准（演示）",
                      closes_on=closes, data={}, by=setter, role=Role.HQ_REVIEWER, at=self.stage.at)  # fmt: skip
        agree(self.stage.connection, run, by=second, role=Role.BUREAU_APPROVER)


def _assessments() -> list[Road]:
    lacking = {"demands": ["补足专职人员（演示）", "完善服务台账（演示）"]}
    return [
        _of(KEPT, "a1", "assessment", "2025-10-20", "report +20 pass"),
        _of(RECTIFIED, "a2", "assessment", "2025-10-21", "report +10 require_rectification +20 rectified +3 pass",
            require_rectification=lacking),
        _of(REVOKED, "a3", "assessment", "2025-10-22", "report +10 require_rectification +40 fail"),
        _of(EXCUSED, "a4", "assessment", "2025-12-02", "excuse +9 pass"),
        _of(MISSED, "a5", "assessment", "2025-12-03", "fail"),
    ]  # fmt: skip


def _reports() -> list[Road]:
    return [
        *(_of(n, f"c{n}", "convention", "2025-05-06", "sign") for n in (KEPT, RECTIFIED, EXCUSED, MISSED)),
        _of(KEPT, "r1", "report", "2025-12-15", "submit +3 accept"),
        _of(EXCUSED, "r2", "report", "2025-12-16", "submit +3 return_for_correction +4 resubmit"),
        _of(RECTIFIED, "r3", "report", "2025-12-17", "submit +3 return_for_correction"),
    ]


def _renewals() -> list[Road]:
    return [
        _of(KEPT, "n1", "renewal", "2026-03-10", "apply +2 return_for_correction +5 resubmit +6 confirm"),
        _of(RECTIFIED, "n2", "renewal", "2026-03-12", "apply +20 fail"),
    ]


def _plaques() -> list[Road]:
    def of(n: int, name: str, start: str, steps: str = "") -> Road:
        return _of(n, name, "plaque", start, steps, open=True)

    return [
        of(KEPT, "p1", "2026-02-02", "request +3 reissue"),
        of(EXCUSED, "p2", "2026-02-09", "request +3 decline"),
        of(KEPT, "p3", "2026-03-20", "request +2 return_for_correction +60 lapse"),
        of(NEW, "p4", "2026-05-20", "request +2 withdraw"),
        of(MISSED, "p5", "2026-01-05", "request"),  # ends with its station
        of(NEW, "p6", "2026-09-17", "request"),
        of(EXCUSED, "p7", "2026-09-18"),
    ]


def _changes() -> list[Road]:
    def of(n: int, name: str, start: str, steps: str = "") -> Road:
        old = ORGANISATIONS[n].station
        told = {"kind": "name", "old_value": old, "new_value": f"{old}（更名）",
                "credit_code": ORGANISATIONS[n].number}  # fmt: skip
        return _of(n, name, "change", start, steps, open=True, submit=told)

    return [
        of(KEPT, "g1", "2026-03-02", "submit +4 file"),
        of(EXCUSED, "g2", "2026-03-03", "submit +4 return_for_correction +60 lapse"),
        of(NEW, "g3", "2026-06-01", "submit +4 withdraw"),
        of(MISSED, "g4", "2026-01-06", "submit"),  # ends with its station
        of(NEW, "g5", "2026-09-16", "submit"),
        of(KEPT, "g6", "2026-09-17"),
    ]


def _revocations() -> list[Road]:
    def notice(name: str, start: str, *cases: str) -> Road:
        data = {"kind": "revocation", "title": "撤销服务站公告（演示）", "text": "演示公告。", "cases": list(cases)}
        return Road(name, "notice", start, "publish", "bureau-2", BUREAU, data=data)

    return [
        _of(REVOKED, "v1", "revocation", "2025-12-17", "propose +2 serve +4 state"),
        notice("vn1", "2025-12-29", "@v1"),
        _of(MISSED, "v2", "revocation", "2026-01-12", "propose +2 serve"),
        notice("vn2", "2026-02-02", "@v2"),
        Road("v3", "revocation", "2025-11-10", "request", f"applicant-{LEFT + 1}", HQ, ("station", f"@s{LEFT}")),
        notice("vn3", "2025-11-17", "@v3"),
        _of(RECTIFIED, "v4", "revocation", "2026-04-10", "+5 drop"),
        Road("v5", "revocation", "2026-09-14", "propose +2 serve", "hq-1", HQ, ("station", f"@s{NEW}")),
        Road("v6", "revocation", "2026-09-17", "", "hq-2", HQ, ("station", f"@s{EXCUSED}")),
    ]


def _reversals() -> list[Road]:
    def of(name: str, case: str, start: str, steps: str = "") -> Road:
        return Road(name, "reversal", start, steps, "bureau-2", BUREAU, ("case", case))

    return [
        of("x1", "@p2", "2026-04-07", "propose +3 order"),
        of("x2", "@g1", "2026-04-13", "propose +3 dismiss"),
        of("x3", "@n2", "2026-09-16", "propose"),
        of("x4", "@v2", "2026-09-18"),
    ]
