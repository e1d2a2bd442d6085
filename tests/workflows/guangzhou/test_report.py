"""What a certified station owes every year: its report; and headquarters', of the whole (GZ-4.1.4, GZC-1.9)."""

from sqlalchemy import Engine, delete

from models.database import transaction
from models.user import grants
from tests.walk import refused
from tests.workflows.guangzhou.stations import REPORT, certified
from tests.workflows.staging import about, children, do_duty
from tests.world import APPLICANT, BUREAU, HQ


def test_a_report_is_written_taken_back_and_accepted(gz: Engine) -> None:
    (report,) = children(gz, certified(gz), "report")
    assert refused(report.attempted("submit", HQ, on="2026-12-01", **REPORT)) == ["refused", "not_own_report"]
    report.take("submit", APPLICANT, on="2026-12-01", **REPORT)
    assert refused(report.attempted("accept", BUREAU, on="2026-12-02")) == ["not_permitted", "wrong_desk"]
    report.take("return_for_correction", HQ, on="2026-12-02", gaps=["缺计划"])
    report.take("resubmit", APPLICANT, on="2026-12-03", plan="补充计划")
    report.take("accept", HQ, on="2026-12-04")
    assert report.state == "accepted"
    assert "late" not in report.row.form


def test_where_headquarters_has_nobody_the_bureau_accepts(gz: Engine) -> None:
    (report,) = children(gz, certified(gz), "report")
    report.take("submit", APPLICANT, on="2026-12-01", **REPORT)
    transaction(gz, lambda p: p.connection.execute(delete(grants).where(grants.c.user_id == HQ.account)))
    report.take("accept", BUREAU, on="2026-12-02")
    assert report.state == "accepted"


def test_a_late_report_is_taken_and_marked(gz: Engine) -> None:
    (report,) = children(gz, certified(gz), "report")
    report.take("submit", APPLICANT, on="2027-01-01 00:00:00", **REPORT)
    assert report.row.form["late"] is True


def test_the_last_second_of_the_day_is_in_time(gz: Engine) -> None:
    (report,) = children(gz, certified(gz), "report")
    report.take("submit", APPLICANT, on="2026-12-31 23:59:59", **REPORT)
    assert "late" not in report.row.form


def test_the_calendar_opens_each_years_report_once(gz: Engine) -> None:
    station = certified(gz)
    do_duty(gz, "guangzhou/2025", "reports", on="2026-10-13")
    assert len(about(gz, station.number, "report")) == 1  # certification opened this year's
    assert len(do_duty(gz, "guangzhou/2025", "reports", on="2027-01-01")) == 2  # the station's and the whole
    assert do_duty(gz, "guangzhou/2025", "reports", on="2027-01-02") == []
    assert [r.row.form["year"] for r in about(gz, station.number, "report")] == [2026, 2027]


def test_headquarters_reports_the_whole_to_the_bureau(gz: Engine) -> None:
    do_duty(gz, "guangzhou/2025", "reports", on="2026-01-01")
    (whole,) = about(gz, "gz-hq", "report")
    assert refused(whole.attempted("submit", APPLICANT, on="2026-12-20", **REPORT)) == ["not_permitted", "wrong_role"]
    whole.take("submit", HQ, on="2026-12-20", **REPORT)
    assert refused(whole.attempted("accept", HQ, on="2026-12-21")) == ["refused", "not_receiver"]
    whole.take("accept", BUREAU, on="2026-12-21")
    assert whole.state == "accepted"
