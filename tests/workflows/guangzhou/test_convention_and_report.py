"""What a certified station owes at once and every year: the convention (part 4 (1) 4) and its report (GZC-1.9)."""

from sqlalchemy import Engine, delete

from models.database import transaction
from models.user import grants
from tests.walk import refused
from tests.workflows.guangzhou.stations import REPORT, certified
from tests.workflows.staging import about, children, do_duty, title_of
from tests.world import APPLICANT, BUREAU, HQ, RIVAL
from workflows.instants import local


def test_certification_opens_the_convention_and_the_years_report(gz: Engine) -> None:
    station = certified(gz)
    (convention,), (report,) = children(gz, station, "convention"), children(gz, station, "report")
    assert (convention.state, report.state) == ("due", "due")
    assert report.row.form == {"year": 2026, "due_on": "2026-12-31"}
    assert local(report.row.target_at or 0) == "2027-01-01T00:00:00+08:00"
    assert convention.row.subject_number == report.row.subject_number == station.number


def test_the_station_signs_and_the_register_says_when(gz: Engine) -> None:
    station = certified(gz)
    (convention,) = children(gz, station, "convention")
    signing = {"signed_on": "2026-10-20", "signatory": "示例法人"}
    assert refused(convention.attempted("sign", RIVAL, on="2026-10-20", **signing)) == ["not_permitted", "wrong_role"]
    assert refused(convention.attempted("sign", APPLICANT, on="2026-10-20", **signing)) == [
        "invalid",
        "material_missing",
    ]
    convention.hand_in("signed_convention")
    assert refused(convention.attempted("sign", APPLICANT, on="2026-10-19", **signing)) == ["refused", "date_ahead"]
    convention.take("sign", APPLICANT, on="2026-10-20", **signing)
    assert convention.state == "signed"
    assert '"convention_signed_on":"2026-10-20"' in title_of(gz, station).data


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
