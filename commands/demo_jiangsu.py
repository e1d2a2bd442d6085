"""The demo's Jiangsu: commissioners, the enterprises that they serve, and appeals that climb from county to city."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection

from commands.demo_lists import taken
from commands.demo_people import Person, code, keepers, office_rows, officer, speaker
from commands.demo_stage import Stage, Story
from commands.demo_walks import Road, Walks
from models import reference
from workflows.books.jiangsu.v2022.halves import half_named
from workflows.books.jiangsu.v2022.listing import list_enterprises
from workflows.books.jiangsu.v2022.sums import confirm
from workflows.engine import fire
from workflows.ledger import Record, take_in
from workflows.listed import Listed

PROVINCE, XUANWU, KUNSHAN = "js-province", "js-xuanwu", "js-kunshan"
CITIES = {"js-nanjing": ("南京市", "Nanjing"), "js-suzhou": ("苏州市", "Suzhou"), "js-wuxi": ("无锡市", "Wuxi")}
OFFICES = office_rows(
    "jiangsu",
    (PROVINCE, "province", None, "江苏省专员办", "Jiangsu office"),
    *((city, "city", PROVINCE, f"{zh}专员办", f"{en} office") for city, (zh, en) in CITIES.items()),
    (XUANWU, "county", "js-nanjing", "玄武区专员办", "Xuanwu office"),
    (KUNSHAN, "county", "js-suzhou", "昆山市专员办", "Kunshan office"),
)
PLACES = [str(row["code"]) for row in OFFICES]
WORDS = ("紫金", "钟山", "秦淮", "栖霞", "玉带", "明湖", "北固", "石城")
FIRMS = [(code("320102", n), f"南京示例{word}精密制造有限公司") for n, word in enumerate(WORDS)]
PEOPLE = [
    *keepers("js-", PROVINCE),
    *(officer(f"{place}-clerk", "专员办经办人", "office_clerk", place) for place in PLACES),
    *(officer(f"{place}-leader", "专员办负责人", "office_leader", place) for place in PLACES),
    *(speaker(f"js-firm-{n}", "enterprise", "enterprise", *firm) for n, firm in enumerate(FIRMS)),
    *(Person(f"js-helper-{n}", f"演示专员{n}", "commissioner") for n in range(4)),  # each speaks for who is enrolled
]
NATIONAL = 7  # of FIRMS; the others stand on the provincial list


def settle(connection: Connection) -> None:
    """Nothing beside its offices: what else it has comes with its days."""


def stories(stage: Stage) -> list[Story]:
    walks = Walks(stage, "jiangsu/2022")
    roads = [*_enrolments(stage), *_assignments(), *_appeals(), *_reports(), *_reversals()]
    return [*_beside(walks), *walks.duties("2026-06-30 08:30", "2026-09-21 08:30"), *walks.along(*roads)]


def _beside(walks: Walks) -> Iterator[Story]:
    stage = walks.stage

    def lists() -> None:
        firms = [Listed(number, name, frozenset({"national" if n == NATIONAL else "provincial"}), XUANWU)
                 for n, (number, name) in enumerate(FIRMS)]  # fmt: skip
        known = reference.current(stage.connection)
        source = taken(stage, "enterprises", "企业名单（演示）.xlsx", len(firms))
        asked = list_enterprises(stage.connection, known, firms, source=source)
        fire(stage.connection, asked, at=stage.at)

    def served(day: str) -> None:
        helper = walks.numbers["h0"]
        rows = [Record(book="jiangsu", kind=kind, on_day=day, content="上门服务（演示）", commissioner=helper,
                       enterprise=FIRMS[0][0]) for kind in ("contact", "visit", "service")]  # fmt: skip
        take_in(stage.connection, rows, by=stage.account("js-helper-0"), at=stage.at)

    def confirmed() -> None:
        for n in (0, 1):
            helper, number = stage.actor(f"js-helper-{n}"), walks.numbers[f"h{n}"]
            confirm(stage.connection, helper, number, half_named("2026-H1"), at=stage.at)

    yield walks.once("2026-01-05 09:30", lists)
    for month in range(2, 9):
        yield walks.once(f"2026-{month:02}-25 16:00", partial(served, f"2026-{month:02}-24"))
    yield walks.once("2026-07-01 10:00", confirmed)


def _enrolments(stage: Stage) -> list[Road]:
    def of(name: str, start: str, steps: str, office: str = XUANWU, helper: int | None = None) -> Road:
        data = {"name": f"演示专员 {name}", "unit": "演示事业单位", "staff_of": "institution"}
        if helper is not None:
            data["account"] = stage.account(f"js-helper-{helper}")
        about = ("commissioner", f"demo-{name}")
        return Road(name, "enrolment", start, steps, f"{office}-clerk", office, about, data)

    return [
        *(of(f"h{n}", "2026-01-12", "nominate +2 enrol", helper=n) for n in (0, 1, 2)),
        of("h3", "2026-01-13", "nominate +2 enrol", KUNSHAN, 3),
        of("h4", "2026-01-14", "nominate +2 reject"),
        of("h5", "2026-02-02", "nominate +2 enrol +90 remove"),
        of("h6", "2026-02-03", "nominate +2 terminate"),
        of("h7", "2026-02-04", "nominate +2 enrol", "js-nanjing"),
        of("h8", "2026-09-17", "nominate"),
        of("h9", "2026-09-18", ""),
    ]


def _assignments() -> list[Road]:
    def of(name: str, n: int, who: str, start: str, steps: str, office: str = XUANWU) -> Road:
        about = ("enterprise", FIRMS[n][0])
        return Road(name, "assignment", start, steps, f"{office}-clerk", office, about, {"commissioner": who})

    return [
        of("z0", 0, "@h0", "2026-01-20", "propose +1 confirm"),
        of("z1", 1, "@h1", "2026-01-20", "propose +1 confirm"),
        of("z2", 2, "@h0", "2026-01-21", "propose +1 decline"),
        of("z3", 3, "@h5", "2026-02-09", "propose +1 confirm"),  # ends with its commissioner
        of("z4", 4, "@h1", "2026-02-10", "propose +1 terminate"),
        of("z5", NATIONAL, "@h7", "2026-02-11", "propose +1 confirm", "js-nanjing"),
        of("z6", 2, "@h2", "2026-03-02", "propose +1 confirm +60 end"),
        of("z7", 3, "@h2", "2026-09-17", "propose"),
        of("z8", 4, "@h2", "2026-09-18", ""),
    ]


def _appeals() -> list[Road]:
    def of(n: int, firm: int, start: str, steps: str, **given: Any) -> Road:
        data = {"kind": "resources", "summary": f"演示诉求{n}：希望对接融资"}
        about = ("enterprise", FIRMS[firm][0])
        return Road(f"p{n}", "appeal", start, steps, f"js-firm-{firm}", XUANWU, about, data, given)

    return [
        of(0, 0, "2026-03-02", "register +2 solve +1 feed_back +2 confirm", confirm={"rating": 5}),
        of(1, 0, "2026-04-07", "register +2 refer +1 assign_division +2 answer +1 feed_back +1 dispute +1 escalate"),
        of(2, 4, "2026-05-11", "register_uncovered +1 request_transfer +1 approve_transfer +3 answer +1 feed_back"),
        of(3, 5, "2026-08-24", "register_uncovered"),  # nobody looks at it: the city's by the clock
        of(4, 1, "2026-06-08", "register +2 withdraw"),
        of(5, 1, "2026-07-06", "register +2 decline +1 feed_back +2 confirm", confirm={"rating": 2}),
        of(6, 0, "2026-09-16", "register"),
        of(7, 5, "2026-09-15", "register_uncovered +1 request_transfer"),
        of(8, 6, "2026-09-17", "register_uncovered"),
        of(9, 1, "2026-09-18", ""),
    ]


def _reports() -> list[Road]:
    def of(city: str, start: str, steps: str) -> Road:
        given = {"submit": {"unconfirmed_reason": "专员下乡未及时确认（演示）。"}}
        return Road(f"r-{city}", "report", start, steps, about=("office", city), given=given)

    return [
        of("js-nanjing", "2026-07-02", "submit +2 return_for_correction +3 resubmit +2 accept"),
        of("js-suzhou", "2026-07-14", "submit"),
        of("js-wuxi", "2026-07-15", "terminate"),
    ]


def _reversals() -> list[Road]:
    def of(name: str, case: str, start: str, steps: str) -> Road:
        return Road(name, "reversal", start, steps, f"{XUANWU}-clerk", XUANWU, ("case", case))

    return [
        of("x1", "@h4", "2026-03-10", "propose +2 order"),
        of("x2", "@z2", "2026-03-11", "propose +2 dismiss"),
        of("x3", "@z2", "2026-09-16", "propose"),
    ]
