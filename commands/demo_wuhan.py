"""The demo's Wuhan: a summer of stations and commissioners, from the day on which its measures begin."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert

from commands.demo_stage import Stage, Story, hour
from commands.demo_walks import Road, Walks
from commands.demo_wuhan_appeals import appeals
from commands.demo_wuhan_money import money
from commands.demo_wuhan_people import HQ, OFFICES, PEOPLE, PLACES, UNITS, WORDS
from models.ledger import platform_accounts
from workflows.actors import Role
from workflows.issuing import enter_document
from workflows.runs import set_run

__all__ = ["OFFICES", "PEOPLE", "settle", "stories"]

# A number that no office would give: it is there to be seen as made up.
DOCUMENT = "演示文号〔2026〕0 号（虚构，仅供演示）"
ISSUED = "2026-02-16"  # of the accounts on the platform's list


def settle(connection: Connection) -> None:
    """Nothing beside its offices: what else it has comes with its days."""


def stories(stage: Stage) -> list[Story]:
    walks = Walks(stage, "wuhan/2026")
    roads = [*_stations(), *_filings(), *_dispatches(), *_changes(), *_plaques(), *_exits(), *_complaints(), *money(),
             *_revocations(), *appeals(), *_reversals()]  # fmt: skip
    days = ("2026-07-21 08:30", "2026-08-20 08:30", "2026-09-02 08:30", "2026-09-21 08:30")
    return [*_beside(walks), *walks.duties(*days), *walks.along(*roads)]


def _beside(walks: Walks) -> Iterator[Story]:
    stage = walks.stage

    def listed(name: str, dated: str, activated: int | None = None) -> None:
        row = {"book": "wuhan", "subject_kind": "station", "subject_number": walks.numbers[name],
               "issued_at": hour(ISSUED), "activated_at": activated, "list_dated": dated}  # fmt: skip
        a = platform_accounts.c
        stage.connection.execute(platform_accounts.delete().where(a.subject_number == row["subject_number"]))
        stage.connection.execute(insert(platform_accounts), [row])

    yield walks.once("2026-05-29 09:00", lambda: enter_document(
        stage.connection, "wuhan", "2026", document=DOCUMENT, issued_on="2026-05-29", by=stage.account("wh-bureau-1"),
        at=stage.at))  # fmt: skip
    yield walks.once("2026-07-20 10:00", lambda: set_run(
        stage.connection, book="wuhan", year=2026, criteria="年度考核标准（演示）", closes_on="2026-08-14", data={},
        by=stage.actor("wh-hq-1"), role=Role.HQ_REVIEWER, at=stage.at) and None)  # fmt: skip
    for name in ("s1", "s7"):
        yield walks.once("2026-07-20 11:00", partial(listed, name, "2026-07-20"))
    yield walks.once("2026-08-19 11:00", lambda: listed("s1", "2026-08-19", hour("2026-08-12")))
    yield walks.once("2026-09-01 11:00", lambda: listed("s7", "2026-09-01"))


def _station(n: int, start: str, steps: str, name: str = "") -> Road:
    data = {"station_name": f"示例{WORDS[n]}服务工作站", "address": f"示例大道 {n + 1} 号 {name}", "carrier": "park",
            "head": f"演示站长{n}", "liaison": f"演示联系人{n}"}  # fmt: skip
    return Road(
        name or f"s{n}",
        "certification",
        start,
        steps,
        f"wh-applicant-{n}",
        PLACES[n],
        ("organisation", UNITS[n][0]),
        data,
    )


def _stations() -> list[Road]:
    return [
        *(_station(n, "2026-06-01", "submit +1 recommend +1 certify") for n in range(8)),
        _station(0, "2026-06-08", "submit +2 return_for_correction +3 resubmit +2 reject", "t0"),
        _station(1, "2026-06-09", "submit +2 return_for_correction +50 lapse", "t1"),
        _station(2, "2026-06-10", "submit +2 recommend +2 withdraw", "t2"),
        _station(3, "2026-06-11", "submit +2 recommend +2 send_back +2 terminate", "t3"),
        _station(4, "2026-09-14", "submit +2 recommend", "t4"),
        _station(5, "2026-09-17", "submit", "t5"),
        _station(6, "2026-09-18", "", "t6"),
    ]


def _filings() -> list[Road]:
    def of(name: str, which: str, steps: str) -> Road:
        return Road(name, "filing", "2026-06-09", steps, about=("person", which))

    mobile = {"kind": "mobile", "employed": True, "employer": "演示单位"}
    return [
        of("f0", "@s0-1", "submit +2 file"),
        of("f1", "@s0-2", "submit +1 return_for_correction +3 resubmit +2 file"),
        of("f2", "@s1-1", "submit +2 reject"),
        of("f3", "@s1-2", "submit +2 return_for_correction +50 lapse"),
        of("f4", "@s2-1", "submit +2 withdraw"),
        of("f5", "@s2-2", "submit +2 terminate"),
        of("f6", "@s3-1", "+70 submit"),
        *(Road(f"m{n}", "filing", "2026-06-10", "submit +2 file", f"wh-mobile-{n}", HQ, ("person", f"wh-mobile-{n}"),
               {"name": f"演示机动专员{n}", **mobile}, {"submit": {"papers": ["employer_consent"]}}) for n in (0, 1)),
    ]  # fmt: skip


def _dispatches() -> list[Road]:
    def of(name: str, who: str, start: str, steps: str, station: str = "@s0") -> Road:
        by, place = ("wh-hq-1", HQ) if steps == "dispatch" else ("wh-jiangan-1", "wh-jiangan")
        return Road(name, "dispatch", start, steps, by, place, ("commissioner", who), {"station": station})

    return [
        of("d1", "@m0", "2026-06-22", "request +2 dispatch +10 recall"),
        of("d2", "@m0", "2026-07-13", "request +2 decline"),
        of("d3", "@m0", "2026-07-22", "request +2 terminate"),
        of("d4", "@m0", "2026-08-10", "dispatch", "@s2"),
        of("d5", "@m1", "2026-09-16", "request"),
    ]


def _of(n: int, name: str, lifecycle: str, start: str, steps: str = "", **given: Any) -> Road:
    """A case that a station opens."""
    return Road(name, lifecycle, start, steps, f"wh-applicant-{n}", PLACES[n], ("station", f"@s{n}"), given=given)


def _changes() -> list[Road]:
    told = {"kind": "name", "old_value": "示例服务工作站", "new_value": "示例服务工作站（更名）"}
    return [
        _of(0, "g0", "change", "2026-06-15", "submit +2 approve +2 file", submit=told),
        _of(1, "g1", "change", "2026-06-16", "submit +2 reject", submit=told),
        _of(2, "g2", "change", "2026-06-17", "submit +2 return_for_correction +50 lapse", submit=told),
        _of(3, "g3", "change", "2026-06-18", "submit +2 withdraw", submit=told),
        _of(5, "g5", "change", "2026-07-20", "submit", submit=told),  # ends with its station
        _of(4, "g4", "change", "2026-09-15", "submit +2 approve", submit={**told, "changed_on": "2026-07-01"}),
        _of(0, "g6", "change", "2026-09-17", "submit", submit=told),
    ]


def _plaques() -> list[Road]:
    return [
        _of(0, "p0", "plaque", "2026-06-22", "request +2 reissue"),
        _of(1, "p1", "plaque", "2026-06-23", "request +2 decline"),
        _of(2, "p2", "plaque", "2026-06-24", "request +2 return_for_correction +50 lapse"),
        _of(3, "p3", "plaque", "2026-06-25", "request +2 withdraw"),
        _of(5, "p5", "plaque", "2026-07-20", "request"),  # ends with its station
        _of(4, "p4", "plaque", "2026-09-16", "request"),
    ]


def _exits() -> list[Road]:
    return [
        _of(6, "e6", "exit", "2026-06-29", "apply +2 verify +2 deregister"),
        _of(2, "e2", "exit", "2026-06-30", "apply +2 reject"),
        _of(3, "e3", "exit", "2026-07-01", "apply +2 return_for_correction +50 lapse"),
        _of(4, "e4", "exit", "2026-07-02", "apply +2 withdraw"),
        _of(5, "e5", "exit", "2026-07-22", "apply"),  # its revocation comes first
    ]


def _complaints() -> list[Road]:
    def of(n: int, name: str, start: str, steps: str, **given: Any) -> Road:
        return Road(name, "complaint", start, steps, "wh-firm-0", HQ, ("station", f"@s{n}"), given=given)

    return [
        of(1, "q1", "2026-06-24", "file +2 answer +3 substantiate", substantiate={"fault": "clear"}),
        Road("v1", "revocation", "2026-07-03", "drop", about=("station", "@s1")),
        of(2, "q2", "2026-06-25", "file +4 dismiss"),
        of(0, "q3", "2026-09-16", "file"),
    ]


def _revocations() -> list[Road]:
    def of(n: int, start: str, steps: str) -> Road:
        return Road(f"v{n}", "revocation", start, steps, "wh-hq-1", HQ, ("station", f"@s{n}"))

    def notice(name: str, start: str, kind: str, steps: str, *cases: str) -> Road:
        data = {"kind": kind, "title": "服务工作站公告（演示）", "text": "演示公告。", "cases": list(cases)}
        return Road(name, "notice", start, steps, "wh-hq-3", HQ, data=data)

    return [
        of(5, "2026-07-23", "propose +1 serve"),
        notice("k5", "2026-08-05", "revocation", "publish", "@v5"),
        notice("k0", "2026-07-06", "announcement", "publish +3 withdraw", "@t2"),
        notice("k1", "2026-06-10", "announcement", "+1 discard", "@s0"),
        of(3, "2026-09-16", "propose +1 serve"),
    ]


def _reversals() -> list[Road]:
    def of(name: str, case: str, start: str, steps: str) -> Road:
        return Road(name, "reversal", start, steps, "wh-hq-2", HQ, ("case", case))

    return [
        of("x1", "@p1", "2026-07-14", "propose +2 order"),
        of("x2", "@p0", "2026-07-15", "propose +2 dismiss"),
        of("x3", "@g0", "2026-09-16", "propose"),
    ]
