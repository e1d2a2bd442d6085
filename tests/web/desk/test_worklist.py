"""The lists of a desk: who sees what waits, in whose hand it is, filters in the address, pages that go on."""

import re

from sqlalchemy import Engine, select

from models.calendar import load
from models.desk import in_hand
from tests.walk import moment
from tests.web.desk.conftest import Browser
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import submitted
from tests.workflows.guangzhou.stations import REPORT, certified
from tests.workflows.staging import children
from tests.world import APPLICANT, DISTRICT, HQ
from web.desk.turns import waits_for
from web.desk.wanted import edges
from workflows.actors import Role
from workflows.rulebooks import lifecycles


def test_a_case_waits_for_all_of_a_desk_until_somebody_claims_it(db: Engine, browser: Browser) -> None:
    case, other = submitted(db), submitted(db, address="示例路 2 号")
    district, colleague, hq = browser("district"), browser("colleague"), browser("hq")
    for desk in (district, colleague):
        assert set(desk.numbers("/work")) == set(desk.numbers("/work?view=unclaimed")) == {case.number, other.number}
    assert district.post("/work/chosen", claim=case.number).status_code == 302
    assert district.numbers("/work")[0] == case.number and "由我经办" in district.text("/work")
    assert colleague.numbers("/work") == [other.number] == district.numbers("/work?view=unclaimed")
    assert "经办：district" in colleague.text("/work?view=office")
    late = colleague.post("/work/chosen", do="claim", case=case.number)
    assert late.status_code == 422 and "已由district签收" in late.text
    assert hq.post("/work/chosen", do="claim", case=case.number).status_code == 422
    assert case.row.version == 2, "whose hand it is in is no entry of the case"


def test_assigning_laying_back_and_the_next_desk(db: Engine, browser: Browser) -> None:
    case = submitted(db)
    district, colleague = browser("district"), browser("colleague")
    assert district.post("/work/chosen", do="assign", case=case.number, to="u-hq").status_code == 422
    sent = district.post("/work/chosen", do="assign", case=case.number, to="u-colleague", note="请今天办")
    assert sent.status_code == 302 and case.row.assignee == "u-colleague"
    assert district.numbers("/work") == [] and colleague.numbers("/work") == [case.number]
    assert colleague.post("/work/chosen", do="release", case=case.number).status_code == 302
    assert case.row.assignee is None and district.numbers("/work") == [case.number]
    district.post("/work/chosen", do="claim", case=case.number)
    case.take("return_for_correction", DISTRICT, on="2026-03-02", gaps=["一"])
    assert case.row.assignee == "u-district", "it comes back into the same hand"
    case.take("withdraw", APPLICANT, on="2026-03-02")
    assert case.row.assignee is None
    with db.connect() as connection:
        course = connection.execute(select(in_hand.c.account, in_hand.c.note).order_by(in_hand.c.id)).all()
    assert [tuple(row) for row in course] == [("u-colleague", "请今天办"), (None, None), ("u-district", None)]


def test_a_copy_goes_to_whoever_may_read_the_case(db: Engine, browser: Browser) -> None:
    case = submitted(db)
    district, hq = browser("district"), browser("hq")
    sent = {"do": "copy", "case": case.number}
    assert district.post("/work/chosen", **sent, to="u-neighbour").status_code == 422
    assert district.post("/work/chosen", **sent, to="u-hq").status_code == 302
    assert hq.numbers("/work?view=copied") == [case.number]
    assert browser("neighbour").post("/work/chosen", **sent, to="u-hq").status_code == 404


def test_done_ended_own_and_the_office(db: Engine, browser: Browser) -> None:
    case = submitted(db)
    case.take("forward", DISTRICT, on="2026-03-01", opinion="同意")
    district, hq = browser("district"), browser("hq")
    assert district.numbers("/work") == [] and district.numbers("/work?view=done") == [case.number]
    assert hq.numbers("/work") == [case.number] == district.numbers("/work?view=office")
    assert case.number in browser("applicant").text("/work?view=own")
    assert district.numbers("/work?view=ended") == []
    case.take("withdraw", APPLICANT, on="2026-03-02")
    assert district.numbers("/work?view=ended") == [case.number] and district.numbers("/work?view=office") == []
    assert "示例申报通知" in browser("bureau").text("/work?view=own")


def test_filters_stand_in_the_address_and_can_be_kept(db: Engine, browser: Browser) -> None:
    case = submitted(db)
    district = browser("district")
    for query, there in (("q=slcyyfwz", True), ("q=示例产业园", True), (f"q={case.number}", True), ("q=%25", False),
                         ("danger=severe", True), ("danger=normal", False), ("assignee=nobody", True),
                         ("lifecycle=guangzhou/2025/certification&state=district_review", True),
                         ("lifecycle=guangzhou/2025/call", False), ("provisional=yes", False),
                         ("office=gz-tianhe", True), ("office=gz-yuexiu", False), ("until=2026-02-20", True),
                         ("since=2026-03-20", False), ("since=nonsense&danger=x&after=y", True)):  # fmt: skip
        assert (case.number in district.numbers(f"/work?{query}")) is there, query
    kept = district.post("/work/lists", name="久拖的", query="view=mine&danger=severe&evil=1")
    assert kept.location.endswith("/work?view=mine&danger=severe")
    assert 'href="/work?view=mine&amp;danger=severe">★ 久拖的' in district.text("/work")
    assert district.post("/work/lists", name=" ").status_code == 422
    district.post("/work/lists/forget", name="久拖的")
    assert "久拖的" not in district.text("/work").replace("已删除", "")


def test_groups_follow_the_working_days(db: Engine) -> None:
    """Friday 2026-09-18: six working days back is 09-11; four ahead 09-23, for Sunday 09-20 is worked."""
    with db.connect() as connection:
        limits = edges(load(connection), moment("2026-09-18"))
    for until, danger in (("2026-09-11", "severe"), ("2026-09-11 00:00:01", "overdue"), ("2026-09-19", "soon"),
                          ("2026-09-23", "soon"), ("2026-09-24", "normal")):  # fmt: skip
        assert limits.danger(moment(until if " " in until else f"{until} 00:00:00")) == danger, until


def test_pages_go_on_where_the_last_ended_and_cost_the_same(db: Engine, browser: Browser) -> None:
    numbers = {entry.number for entry in applications(db, 60)}
    district = browser("district")
    first = district.text("/work")
    assert '待办 <span class="tabs-count">60</span>' in first
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found
    one, two = district.numbers("/work"), district.numbers(found[1].replace("&amp;", "&"))
    assert (len(one), len(two)) == (50, 10) and {*one, *two} == numbers


def test_who_is_waited_for_while_a_clock_runs() -> None:
    """A report is waited for until its day; a publicity waits for its end, whoever may object."""
    told = {
        ("guangzhou/2025/certification", "publicity"): set(),
        ("guangzhou/2025/assessment", "open"): {Role.APPLICANT},
        ("jiangsu/2022/appeal", "triage"): {Role.OFFICE_CLERK},
        ("guangzhou/2025/call", "open"): set(),
        ("guangzhou/2025/certification", "concluded"): {Role.BUREAU_APPROVER},
    }
    for (key, state), roles in told.items():
        assert waits_for(lifecycles()[key], lifecycles()[key].states[state]) == roles, key


def test_a_stations_report_waits_for_the_station_alone(browser: Browser, db: Engine) -> None:
    (report,) = children(db, certified(db, at="2026-02-03", announced="2026-02-12"), "report")
    hq, station = browser("hq"), browser("applicant")
    assert report.number not in hq.text("/work?view=mine") + hq.text("/work?view=unclaimed")
    assert report.number in hq.text("/work?view=office") and report.number in station.text("/work?view=mine")
    page = hq.text(f"/cases/{report.number}")
    assert 'name="summary"' not in page and 'name="summary"' in station.text(f"/cases/{report.number}")
    report.take("submit", APPLICANT, on="2026-02-13", **REPORT)
    assert report.number in hq.text("/work?view=mine")
    report.take("return_for_correction", HQ, on="2026-02-24", gaps=["缺计划"])
    page = hq.text(f"/cases/{report.number}")
    assert report.number not in hq.text("/work?view=mine")
    assert "填写申请" not in page and "当事人已不存在" in page, "no step that ends a case is the form of its page"
