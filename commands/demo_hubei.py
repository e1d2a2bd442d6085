"""The demo's Hubei: a call, institutions recommended by three kinds of units, and what becomes of their titles."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert

from commands.demo_hubei_people import CENTRE, FIRMS, HUANGSHI, OFFICES, PEOPLE, UNITS, WORDS, YICHANG
from commands.demo_stage import Stage, Story
from commands.demo_walks import Road, Walks
from models.recommending import recommending_units, unit_members
from workflows.actors import Role
from workflows.runs import set_run

__all__ = ["OFFICES", "PEOPLE", "settle", "stories"]

FORM: dict[str, Any] = {
    "kind": "professional", "service_classes": ["digital"], "legal_form": "legal_person",
    "operating_since": "2022-05-10",
    "address": "示例路 2 号", "capital": "500000", "full_time_staff": 12,
    "with_degree": 8, "with_title": 5, "with_both": 3,
    "premises_area": "120", "smes_served": 80, "satisfaction": "92", "public_share": "20", "partners": 5,
}  # fmt: skip
FIRST, SPRING = (0, 1, 2, 3), (4, 5, 6, 7, 8, 9)


def settle(connection: Connection) -> None:
    """Which unit recommends whom."""
    rows = [dict(zip(("office", "kind", "area"), unit, strict=True)) for unit in UNITS]
    connection.execute(insert(recommending_units), rows)
    connection.execute(insert(unit_members), [{"office": "hb-chamber", "credit_code": FIRMS[20][0]}])


def stories(stage: Stage) -> list[Story]:
    walks = Walks(stage, "hubei/1")
    roads = [
        *_calls(),
        *_past(),
        *_objections(),
        *_present(),
        *_titles(),
        *_assessments(),
        *_revocations(),
        *_reversals(),
    ]
    return [*_runs(walks), *walks.duties("2025-12-02 08:30", "2026-09-16 08:30"), *walks.along(*roads)]


def _runs(walks: Walks) -> Iterator[Story]:
    def set_for(year: int, closes: str) -> None:
        set_run(walks.stage.connection, book="hubei", year=year, criteria="年度考核标准（演示）", closes_on=closes,
                data={"public_service_target": 4}, by=walks.stage.actor("hb-centre-1"), role=Role.CENTRE_REVIEWER,
                at=walks.stage.at)  # fmt: skip

    yield walks.once("2025-12-01 10:00", lambda: set_for(2025, "2026-01-30"))
    yield walks.once("2026-09-15 10:00", lambda: set_for(2026, "2026-12-31"))


def _calls() -> list[Road]:
    def of(year: int, start: str, steps: str, opens: str = "", closes: str = "") -> Road:
        window = {"year": year, "opens_on": opens, "closes_on": closes} if opens else {}
        data = {"title": f"{year} 年度示范机构申报通知（演示）", **window}
        return Road(f"y{year}", "call", start, steps, "hb-centre-1", CENTRE, data=data)

    return [
        of(2025, "2025-02-10", "schedule", "2025-03-03", "2025-06-30"),
        of(2026, "2026-01-05", "schedule +4 cancel", "2026-02-16", "2026-03-31"),
        of(2026, "2026-01-19", "schedule", "2026-03-02", "2026-10-30"),
        of(2027, "2026-09-10", "schedule", "2027-03-01", "2027-06-30"),
        of(2028, "2026-09-17", ""),
    ]


def _application(n: int, start: str, steps: str = "submit +3 recommend", **given: Any) -> Road:
    unit, area = (HUANGSHI, "黄石市") if n % 2 else (YICHANG, "宜昌市")
    data = {**FORM, "area": area, "institution_name": f"示例{WORDS[n]}中小企业服务机构"}
    about = ("organisation", FIRMS[n][0])
    return Road(f"c{n}", "certification", start, steps, f"hb-applicant-{n}", unit, about, data, given)


def _notice(name: str, start: str, kind: str, *cases: str, steps: str = "publish") -> Road:
    title = "示范机构公示（演示）" if kind == "publicity" else "示范机构公告（演示）"
    data: dict[str, Any] = {"kind": kind, "title": title, "text": "演示公告。", "cases": list(cases)}
    if kind == "publicity":
        data |= {"site_url": f"https://example.invalid/notices/{name}", "published_at": "@now"}
    return Road(name, "notice", start, steps, "hb-centre-2", CENTRE, data=data)


def _past() -> list[Road]:
    return [
        *(_application(n, "2025-03-10") for n in FIRST),
        _notice("k1", "2025-03-24", "publicity", *(f"@c{n}" for n in FIRST)),
        _notice("k2", "2025-04-07", "announcement", *(f"@c{n}" for n in FIRST)),
        *(_application(n, "2026-03-09") for n in SPRING),
        _notice("k3", "2026-03-23", "publicity", *(f"@c{n}" for n in SPRING)),
        _notice("k4", "2026-04-20", "announcement", "@c4", "@c9"),
        _notice("k5", "2026-04-22", "correction", steps="+1 discard"),
        _application(10, "2026-05-11"),
        _notice("k6", "2026-05-25", "publicity", "@c10", steps="publish +2 withdraw"),
    ]


def _objections() -> list[Road]:
    """The spring's, one for each way to end; two are open now."""

    def to(n: int, start: str, then: str, text: str = "该机构人员条件与公示不符（演示）。") -> Road:
        letter = {"by": "person", "name": "演示公民", "contact": "000-0000-0000", "text": text}
        steps = f"object >objection {then}"
        return Road(
            f"c{n}", "certification", start, steps, about=("organisation", FIRMS[n][0]), given={"object": letter}
        )

    return [
        to(4, "2026-03-25", "+1 admit +2 hear +3 dismiss"),
        to(5, "2026-03-25", "+1 admit +2 hear +3 uphold"),
        Road("c5", "certification", "2026-04-08", "reject", about=("organisation", FIRMS[5][0])),
        to(6, "2026-03-25", "+1 admit +3 amend"),
        to(7, "2026-03-26", ""),
        Road("c7", "certification", "2026-03-27", "withdraw", about=("organisation", FIRMS[7][0])),
        to(8, "2026-03-26", "+1 withdraw"),
        to(9, "2026-03-26", "+1 refuse"),
        to(17, "2026-09-10", "+1 admit"),
        to(18, "2026-09-18", ""),
    ]


def _present() -> list[Road]:
    return [
        _application(11, "2026-06-01", "submit +3 return_for_correction +4 resubmit +2 reject"),
        _application(12, "2026-06-02", "submit +3 return_for_correction +60 lapse"),
        _application(13, "2026-06-03", "submit +3 recommend +2 terminate"),
        _application(14, "2026-09-17", ""),
        _application(15, "2026-09-16", "submit"),
        _application(16, "2026-09-08"),
        _application(17, "2026-08-24"),
        _notice("k7", "2026-09-07", "publicity", "@c17"),
        _application(18, "2026-09-02"),
        _notice("k8", "2026-09-16", "publicity", "@c18"),
        _application(19, "2026-09-09", "submit +3 return_for_correction"),
        _notice("k9", "2026-09-18", "announcement", "@c17", steps=""),
    ]


def _of(n: int, name: str, lifecycle: str, start: str, steps: str = "", *, own: bool = True, **given: Any) -> Road:
    """A case of an institution, opened by itself or there already."""
    by, unit = (f"hb-applicant-{n}", HUANGSHI if n % 2 else YICHANG) if own else (None, "")
    return Road(name, lifecycle, start, steps, by, unit, ("institution", f"@c{n}"), given=given)


def _titles() -> list[Road]:
    told = {"kind": "name", "old_value": "示例机构", "new_value": "示例机构（更名）"}
    return [
        _of(0, "g1", "change", "2025-09-01", "submit +4 file", submit=told),
        _of(1, "g2", "change", "2025-09-02", "submit +4 return_for_correction +60 lapse", submit=told),
        _of(4, "g3", "change", "2026-06-01", "submit +4 withdraw", submit=told),
        _of(3, "g4", "change", "2026-01-05", "submit", submit=told),  # ends with its title
        _of(4, "g5", "change", "2026-09-16", "submit", submit=told),
        _of(0, "p1", "plaque", "2025-10-13", "request +3 reissue"),
        _of(1, "p2", "plaque", "2025-10-14", "request +3 decline"),
        _of(0, "p3", "plaque", "2026-03-20", "request +2 return_for_correction +60 lapse"),
        _of(4, "p4", "plaque", "2026-05-20", "request +2 withdraw"),
        _of(3, "p5", "plaque", "2026-01-05", "request"),  # ends with its title
        _of(4, "p6", "plaque", "2026-09-17", "request"),
    ]


def _assessments() -> list[Road]:
    return [
        _of(0, "a0", "assessment", "2026-01-12", "report +7 assess +3 pass", own=False, report={"public_service": 6}),
        _of(1, "a1", "assessment", "2026-01-13", "report +7 assess +3 require_rectification +15 rectified +4 pass",
            own=False, report={"public_service": 2}),
        _of(2, "a2", "assessment", "2026-02-02", "assess +3 require_rectification +40 fail", own=False,
            assess={"public_service": 0}),
    ]  # fmt: skip


def _revocations() -> list[Road]:
    return [
        Road("v3", "revocation", "2026-01-08", "request", "hb-applicant-3", CENTRE, ("institution", "@c3")),
        _notice("w3", "2026-01-15", "revocation", "@v3"),
        _of(2, "v2", "revocation", "2026-03-25", "propose +2 serve", own=False),
        _notice("w2", "2026-04-09", "revocation", "@v2"),
        Road("v1", "revocation", "2026-05-06", "propose +2 serve +3 state +4 dismiss", "hb-centre-1", CENTRE,
             ("institution", "@c1")),
        Road("v9", "revocation", "2026-09-15", "propose +2 serve", "hb-huangshi-1", HUANGSHI, ("institution", "@c9")),
        Road("v4", "revocation", "2026-09-17", "", "hb-centre-2", CENTRE, ("institution", "@c4")),
    ]  # fmt: skip


def _reversals() -> list[Road]:
    def of(name: str, case: str, start: str, steps: str = "") -> Road:
        return Road(name, "reversal", start, steps, "hb-centre-3", CENTRE, ("case", case))

    return [
        of("x1", "@p2", "2026-04-07", "propose +3 order"),
        of("x2", "@g1", "2026-04-13", "propose +3 dismiss"),
        of("x3", "@p1", "2026-09-16", "propose"),
        of("x4", "@v2", "2026-09-18"),
    ]
