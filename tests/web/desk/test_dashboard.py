"""The figures of an office tree agree with the cases behind them; every list goes into a workbook as it is shown."""

import io
import re

from python_calamine import CalamineWorkbook
from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import moment
from tests.web.desk.conftest import Browser
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import drafted, submitted
from tests.world import APPLICANT, DISTRICT, HQ, NEIGHBOUR
from web.desk.figures import figures, last_day, months, tree

FIGURE = re.compile(r'<a href="(/work\?[^"]*)"[^>]*>(?:<span class="figure-number">)?(\d+)<')


def test_what_came_went_waits_and_is_late_is_counted(db: Engine, browser: Browser) -> None:
    gone = submitted(db, on="2026-02-02").take("withdraw", APPLICANT, on="2026-02-03")
    applications(db, 3, on="2026-02-03")
    drafted(db)

    def look(present, who=DISTRICT):
        reference, at = current(present.connection), moment("2026-03-02")
        return figures(present.connection, tree(who, reference), reference, at, months(at, 3))

    told = transaction(db, look, writes=False)
    assert told.total[2:] == (4, 1, 3, 3), "drafts are nobody's work"
    assert [(flow.key, flow.came, flow.went) for flow in told.by_month] == [
        ("2026-01", 0, 0), ("2026-02", 4, 1), ("2026-03", 0, 0),
    ]  # fmt: skip
    stay = next(stay for stay in told.stays if stay.state.name == "district_review")
    assert (stay.times, stay.middle) == (1, 1.0)
    assert transaction(db, lambda p: look(p, NEIGHBOUR), writes=False).total[2:] == (0, 0, 0, 0)
    assert transaction(db, lambda p: look(p, HQ), writes=False).total.waits == 3
    district = browser("district")
    page = district.text("/dashboard?months=3")
    assert page.count('src="data:image/svg+xml;base64,') == 3
    down = re.search(r'href="(/work\?[^"]*danger=late[^"]*)"', page)
    assert down and len(district.numbers(down[1].replace("&amp;", "&"))) == 3
    assert gone.number in district.text("/work?view=ended&since=2026-02-01&until=" + last_day("2026-02"))


def test_every_figure_leads_to_as_many_cases(db: Engine, browser: Browser) -> None:
    submitted(db, on="2026-02-02").take("withdraw", APPLICANT, on="2026-03-01 00:00:00")
    applications(db, 3, on="2026-02-03")
    drafted(db)
    for name, least in (("bureau", 15), ("district", 10)):
        desk = browser(name)
        page = desk.text("/dashboard?months=3").replace("&amp;", "&")
        links = FIGURE.findall(page)
        assert len(links) >= least
        told = [(link, int(number), len(desk.numbers(link))) for link, number in links]
        assert [one for one in told if one[1] != one[2]] == []


def test_a_list_is_a_workbook_without_formulas(db: Engine, browser: Browser) -> None:
    case = submitted(db, station_name="=1+1|示例")
    applications(db, 55, first=10)
    district = browser("district")
    sent = district.client.get("/work.xlsx?view=mine", buffered=True)
    assert sent.status_code == 200 and "attachment" in sent.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + 56 and rows[0][:3] == ["编号", "事项", "名称"]
    assert next(row for row in rows if row[0] == case.number)[2] == "=1+1|示例"
    assert b"<f>" not in sent.data
    for table in ("kinds", "offices", "months", "stays"):
        sheet = district.client.get(f"/dashboard/{table}.xlsx", buffered=True)
        assert CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()


def test_an_auditor_sees_figures_and_an_applicant_none(db: Engine, browser: Browser) -> None:
    assert browser("applicant").client.get("/dashboard").status_code == 403


def test_no_list_offers_a_workbook_to_whom_it_is_refused(db: Engine, browser: Browser) -> None:
    for name, there in (("district", True), ("applicant", False), ("expert1", False)):
        desk = browser(name)
        assert ("/work.xlsx?" in desk.text("/work")) is there
        assert (desk.client.get("/work.xlsx?view=mine", buffered=True).status_code == 200) is there
