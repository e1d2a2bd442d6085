"""A call's round on one page: who sees it, what it tells of each applicant, and what it costs."""

import io
import re

from python_calamine import CalamineWorkbook
from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.statements import watched
from tests.walk import Walk
from tests.web.desk.conftest import Browser
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import SCORES, appointed, in_publicity, object_to, open_call, submitted
from tests.world import APPLICANT, EXPERTS, HQ, settle
from web.desk.round import round_of
from web.desk.said_of import open_objections, opinions

CALL = "/calls/GZ-2026-000001"


def scored(db: Engine, premises: int, place: str) -> Walk:
    case = appointed(db, address=place, station_name=f"示例{place}")
    for expert in EXPERTS[:3]:
        case.take("score", expert, on="2026-02-20", **{**SCORES, "premises_score": premises})
    return case


def test_a_round_ranks_its_applicants_and_says_what_was_said(db: Engine, browser: Browser) -> None:
    worse, better = scored(db, 5, "东路"), scored(db, 25, "西路")
    better.take("recommend", HQ, on="2026-02-21", opinion="条件最好，建议推荐")
    half = appointed(db, address="南路").take("score", EXPERTS[0], on="2026-02-20", **SCORES)
    waits = submitted(db, address="北路", station_name="示例北路")
    page = browser("bureau").text(CALL)
    order = [line.partition('"')[0] for line in page.split('name="case" value="')[1:]]
    assert order == [better.number, half.number, worse.number, waits.number]
    first = page[page.index(better.number) :].partition("</tr>")[0]
    assert "91.0" in first and "已评 3，应评 3" in first and "条件最好" in first and "材料齐全" in first
    assert "已评 1，应评 3" in page[page.index(half.number) :].partition("</tr>")[0]
    by_name = browser("hq").text(f"{CALL}?sort=name&state=expert_review")
    assert better.number not in by_name and re.search(r'class="chips".*?市局审定.*?1</span>', by_name, re.S)
    sheet = browser("hq").client.get(f"{CALL}/round.xlsx", buffered=True).data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == order and rows[1][0] == 1 and rows[1][10] == 91.0
    assert "条件最好" in str(rows[1][14])


def test_an_open_objection_stands_in_the_round(db: Engine, browser: Browser) -> None:
    case = in_publicity(db, at="2026-02-24")
    objection = object_to(case, on="2026-02-25")
    assert objection.number in browser("bureau").text(CALL)


def test_a_round_is_for_the_offices_of_its_region(db: Engine, browser: Browser) -> None:
    case = scored(db, 20, "东路")
    neighbour = browser("neighbour").text(CALL)
    assert case.number not in neighbour and "因此不排名次" in neighbour
    assert case.number in browser("district").text(CALL)
    for name in ("applicant", "expert1"):
        for path in (CALL, f"{CALL}/round.xlsx"):
            assert browser(name).client.get(path).status_code == 404, name
    assert browser("bureau").client.get(f"/calls/{case.number}").status_code == 404, "no call"
    for path in ("/cases/GZ-2026-000001", "/work", "/dashboard"):
        assert f'href="{CALL}"' in browser("bureau").text(path), path


def test_whoever_speaks_for_an_applicant_is_told_no_score_of_theirs(db: Engine) -> None:
    settle(db)
    call, case = open_call(db), scored(db, 20, "东路")
    both = HQ.__class__("u-both", HQ.grants, APPLICANT.contacts)

    def look(present, who):
        return round_of(present.connection, call.number, who, current(present.connection))

    told = {who: transaction(db, lambda p, who=who: look(p, who)).applicants[0].given for who in (HQ, both)}
    assert told[both] is None and len(told[HQ]) == 3 and case.state == "expert_review"


def test_forty_applicants_cost_as_many_statements_as_two(db: Engine) -> None:
    settle(db)
    call, sent, sizes = open_call(db), list[str](), {}
    engine = watched(db, lambda when, sql: sent.append(sql) if when == "before" else None)
    for count, first in ((2, 1), (38, 3)):
        applications(db, count, first=first)

        def look(present) -> int:
            sent.clear()
            found = round_of(present.connection, call.number, HQ, current(present.connection))
            assert found
            ids = [one.case.id for one in found.applicants]
            opinions(present.connection, ids, found.lifecycle)
            open_objections(present.connection, ids)
            return len(ids)

        there = transaction(engine, look)
        sizes[there] = len(sent)
    assert sizes[2] == sizes[40] and set(sizes) == {2, 40}
    engine.dispose()
