"""A notice comes, or is amended: the right deadlines move, on record, once; what the public was told never earlier."""

from datetime import date

from sqlalchemy import Engine, select

from models.database import transaction
from models.holiday_notice import Notice
from models.outbox import outbox
from models.reference import current
from scheduler.sweep import sweep
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import object_to, submitted
from tests.workflows.notices import jobs, last_day, notice, publicity, reckon_all, records, take_in, until, would
from tests.workflows.official import CALENDAR
from tests.world import DISTRICT
from web.published import by_number
from workflows.taking_in import start

NEW_YEAR = notice(["01-01", "01-02", "01-03", "01-04"])  # 4 January 2027, a Monday, is off
EARLIER = notice(["01-01"], ["01-02", "01-03"])  # and here the weekend before it is worked


def told(notice: Walk, on: str) -> str:
    """The last day of the period as the notice's page says it."""
    found = transaction(notice.db, lambda p: by_number(p.connection, current(p.connection), moment(on), notice.number))
    assert found[0].reckoned is not None
    return found[0].reckoned.last_day.isoformat()


def test_the_notice_of_2027_moves_what_waits_for_it_and_later_only(gz: Engine) -> None:
    before = [publicity(gz, day, f"示例路 {day}")[0] for day in ("2026-12-23", "2026-12-24")]
    waiting = [publicity(gz, day, f"示例路 {day}")[0] for day in ("2026-12-25", "2026-12-28", "2026-12-31")]
    assert [case.row.provisional for case in (*before, *waiting)] == [0, 0, 1, 1, 1]
    assert [last_day(case) for case in waiting] == ["2027-01-04", "2027-01-05", "2027-01-08"]
    seen = would(gz, NEW_YEAR)
    assert (seen.moved, seen.kept, seen.open) == (3, 0, 6)  # and the call's own date
    assert [(str(g.before), str(g.after), g.cases) for g in seen.groups if g.state == "publicity"] == [
        ("2027-01-04", "2027-01-05", 1), ("2027-01-05", "2027-01-06", 1), ("2027-01-08", "2027-01-11", 1),
    ]  # fmt: skip
    heads = [case.row.head for case in before]

    assert take_in(gz, NEW_YEAR, on="2026-12-31")

    assert [last_day(case) for case in waiting] == ["2027-01-05", "2027-01-06", "2027-01-11"]
    assert [case.row.provisional for case in waiting] == [0, 0, 0]
    assert [(case.row.wake_at or 0) - (case.row.due_at or 0) for case in waiting] == [120_000_000] * 3
    assert [case.row.head for case in before] == heads
    assert records(waiting[0]) == [
        {"notice": "示例〔2026〕1号", "before": until("2027-01-04"), "after": until("2027-01-05")}
    ]
    asked = select(outbox.c.case_id).where(outbox.c.topic == "reckon").order_by(outbox.c.case_id)
    assert transaction(gz, lambda p: p.connection.execute(asked).scalars().all()) == [case.id for case in waiting]
    assert [(job.moved, job.kept, job.done_at is not None) for job in jobs(gz)] == [(3, 0, True)]

    versions = [case.row.version for case in waiting]
    assert not take_in(gz, NEW_YEAR, on="2027-01-02")
    assert [case.row.version for case in waiting] == versions and len(jobs(gz)) == 1

    sweep(gz, at=moment("2027-01-05 09:00:00"))
    assert waiting[0].state == "publicity"
    sweep(gz, at=moment("2027-01-06 00:02:00"))
    assert (waiting[0].state, waiting[1].state) == ("concluded", "publicity")


def test_what_the_public_was_told_is_not_moved_earlier(gz: Engine) -> None:
    case, public = publicity(gz, "2026-12-30", "示例路 1 号")
    assert last_day(case) == "2027-01-07"
    assert would(gz, EARLIER).kept == 1
    take_in(gz, EARLIER, on="2026-12-31")
    row = case.row
    assert (last_day(case), row.provisional) == ("2027-01-07", 0)
    (said,) = records(case)
    assert (said["before"], said["after"], said["counted"]) == (
        until("2027-01-07"),
        until("2027-01-07"),
        until("2027-01-05"),
    )
    assert told(public, "2027-01-06") == "2027-01-07"
    assert [job.kept for job in jobs(gz)] == [1]
    object_to(case, on="2027-01-07 16:00:00")  # open until the day that was told


def test_a_notice_amended_within_the_year_moves_running_periods_later(gz: Engine) -> None:
    case, public = publicity(gz, "2026-05-06", "示例路 1 号")
    ended, ended_public = publicity(gz, "2026-04-20", "示例路 2 号")
    sweep(gz, at=moment("2026-05-05"))
    assert (last_day(case), ended.state) == ("2026-05-12", "concluded")
    official = notice_of_2026()
    amended = Notice(2026, "示例〔2026〕2号", "2026-05-07", {**official.days, **extra("2026-05-11", "2026-04-27")})
    take_in(gz, amended, on="2026-05-07")
    assert last_day(case) == "2026-05-13"
    assert records(case)[0]["notice"] == "示例〔2026〕2号"
    assert told(public, "2026-05-08") == "2026-05-13"
    assert told(ended_public, "2026-05-08") == "2026-04-27"  # it was over: what was told stays
    calendar = transaction(gz, lambda p: current(p.connection).calendar)
    assert calendar.notices[2026] == "国办发明电〔2025〕7号、示例〔2026〕2号"
    assert calendar.reason(date.fromisoformat("2026-05-11"))[1] == "示例〔2026〕2号"
    assert calendar.reason(date.fromisoformat("2026-10-10"))[1] == "国办发明电〔2025〕7号"


def notice_of_2026() -> Notice:
    days = {day: (known.is_workday, known.name) for day, known in CALENDAR.exceptions.items()
            if known.notice == CALENDAR.notices[2026]}  # fmt: skip
    return Notice(2026, CALENDAR.notices[2026], "2025-11-04", days)


def extra(*days: str) -> dict[date, tuple[bool, str]]:
    return {date.fromisoformat(day): (False, "示例纪念日") for day in days}


def test_between_the_notice_and_its_turn_nothing_is_early_or_too_late(gz: Engine) -> None:
    case, _ = publicity(gz, "2026-05-06", "示例路 1 号")
    official = notice_of_2026()
    amended = Notice(2026, "示例〔2026〕2号", "2026-05-07", {**official.days, **extra("2026-05-11")})
    transaction(gz, lambda p: start(p.connection, amended, by="u-settings", at=moment("2026-05-07")))
    sweep(gz, at=moment("2026-05-13 00:05:00"))
    assert case.state == "publicity" and case.row.last_error is None
    object_to(case, on="2026-05-13 10:00:00")
    reckon_all(gz, moment("2026-05-13 11:00:00"))
    assert (last_day(case), case.row.tries) == ("2026-05-13", 0)
    sweep(gz, at=moment("2026-05-14 00:05:00"))
    assert case.state == "concluded"


def test_targets_move_without_a_word_in_history(gz: Engine) -> None:
    case = submitted(gz, "2026-12-25")
    before = case.row
    take_in(gz, NEW_YEAR, on="2026-12-31")
    assert (case.row.target_at or 0) - (before.target_at or 0) == 86_400_000_000
    assert (case.row.version, records(case)) == (before.version, [])
    case.take("forward", DISTRICT, on="2026-12-31", opinion="同意")
