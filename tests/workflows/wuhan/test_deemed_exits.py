"""Measures, art. 18 (1), second paragraph: who is deemed to have left, after a warning, by the platform's lists."""

from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import do_duty, title_of
from tests.workflows.wuhan.roads import certified, platform, served
from tests.workflows.wuhan.world import APPLICANT, HQ
from workflows.moves import Entry


def duty(db: Engine, on: str) -> list[str]:
    outcomes = do_duty(db, "wuhan/2026", "deemed_exits", on=on)
    assert all(isinstance(o, Entry) for o in outcomes), outcomes
    return [o.state for o in outcomes if isinstance(o, Entry)]


def test_six_months_without_activation_with_a_warning_30_days_ahead(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-11-01")
    assert duty(wh, "2026-11-01") == []  # 6 months end on 2 December: the warning is due on 2 November
    assert duty(wh, "2026-11-02") == ["draft"]
    assert duty(wh, "2026-11-03") == []
    assert duty(wh, "2026-12-03") == []  # the newest list is older than the limit
    (case,) = cases_about(wh, station.number, "exit")
    assert refused(case.attempted("withdraw", APPLICANT, on="2026-12-03")) == ["refused", "deemed"]
    assert refused(case.attempted("apply", APPLICANT, on="2026-12-03", reason="x")) == ["refused", "deemed"]
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-12-03")
    assert duty(wh, "2026-12-03") == ["hq_deregistration"]
    assert refused(case.attempted("send_back", HQ, on="2026-12-04", reason="x")) == ["refused", "deemed"]
    case.take("deregister", HQ, on="2026-12-04")
    assert title_of(wh, station).ended_how == "deregistered"


def test_who_activates_in_time_is_kept(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-11-01")
    duty(wh, "2026-11-02")
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-12-03", activated="2026-12-01")
    assert duty(wh, "2026-12-03") == ["kept"]
    assert duty(wh, "2026-12-04") == []


def test_headquarters_keeps_whom_the_list_had_wrong(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-12-03")
    duty(wh, "2026-11-02")
    duty(wh, "2026-12-03")
    (case,) = cases_about(wh, station.number, "exit")
    assert case.take("keep", HQ, on="2026-12-04", reason="平台数据有误").state == "kept"
    assert duty(wh, "2026-12-05") == []


def test_a_warning_that_came_late_still_runs_30_days(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2026-12-20")
    assert duty(wh, "2026-12-10") == ["draft"]
    assert duty(wh, "2027-01-08") == []
    assert duty(wh, "2027-01-09") == ["hq_deregistration"]


def test_a_platform_year_without_a_record(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2027-11-30", activated="2026-06-03")
    assert duty(wh, "2026-12-02") == []  # 2026 wasn't begun as registered
    served(wh, station.number, "2027-05-01", on_platform=False)  # typed in here: not the platform's record
    assert duty(wh, "2027-12-01") == ["draft"]
    platform(wh, "station", station.number, issued="2026-06-02", dated="2028-01-05", activated="2026-06-03")
    assert duty(wh, "2028-01-05") == ["hq_deregistration"]


def test_one_record_of_the_platform_is_enough(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2027-12-01", activated="2026-06-03")
    duty(wh, "2027-12-01")
    served(wh, station.number, "2027-12-31", on_platform=True)
    platform(wh, "station", station.number, issued="2026-06-02", dated="2028-01-05", activated="2026-06-03")
    assert duty(wh, "2028-01-05") == ["kept"]


def test_two_grounds_at_a_time_let_one_leave_once(wh: Engine) -> None:
    station = certified(wh)
    platform(wh, "station", station.number, issued="2027-06-10", dated="2028-01-05")
    assert duty(wh, "2027-12-05") == ["draft", "draft"]  # no account in 6 months, no record in 2027
    assert duty(wh, "2028-01-05") == ["hq_deregistration"]
    second, first = sorted(cases_about(wh, station.number, "exit"), key=lambda case: case.state)
    first.take("deregister", HQ, on="2028-01-06")
    assert (first.state, second.state) == ("deregistered", "discontinued")
