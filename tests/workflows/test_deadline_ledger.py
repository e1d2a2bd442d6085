"""The ledger of a deadline counts what the deadline counted; the lamp goes by working days."""

import pytest
from hypothesis import given

from tests.workflows.official import ANY_PERIOD, CALENDAR, ONE, STARTS, on
from workflows.deadline_ledger import days_left, explain, lamp, used_share
from workflows.deadlines import Period, days, reckon, working_days
from workflows.instants import day_of


@given(STARTS, ANY_PERIOD)
def test_the_ledger_is_every_day_and_counts_the_period(start: int, period: Period) -> None:
    ledger, got = explain(CALENDAR, start, period), reckon(CALENDAR, start, period)
    assert (ledger[0].date, ledger[0].counted, ledger[-1].date) == (day_of(start), False, got.last_day)
    assert [day.date for day in ledger] == [ledger[0].date + n * ONE for n in range(len(ledger))]
    assert all(day.zh and day.en for day in ledger)
    if period.unit in ("wd", "d"):
        assert sum(day.counted for day in ledger) == period.amount
    if period.unit == "wd" and not got.provisional:
        assert all(day.source for day in ledger[1:])


def test_a_ledger_to_read() -> None:
    lines = [(f"{day.date:%m-%d}", day.counted, day.zh) for day in explain(CALENDAR, on("2026-09-28"), working_days(5))]
    assert lines == [
        ("09-28", False, "当日不计入，自次日起算（民法典第201条）"),
        ("09-29", True, "工作日"), ("09-30", True, "工作日"),
        *[(f"10-0{n}", False, "国庆节") for n in range(1, 8)],
        ("10-08", True, "工作日"), ("10-09", True, "工作日"),
        ("10-10", True, "调休上班日（国庆节）"),
    ]  # fmt: skip


def test_a_ledger_that_runs_on() -> None:
    tail = [(day.date.isoformat(), day.counted, day.en) for day in explain(CALENDAR, on("2026-04-03"), days(1))][1:]
    assert tail == [
        ("2026-04-04", True, "Qingming Festival; last, but no working day: it runs on (Civil Code art. 203)"),
        ("2026-04-05", False, "Qingming Festival"),
        ("2026-04-06", False, "Qingming Festival"),
        ("2026-04-07", False, "working day; last day, after running on (Civil Code art. 203)"),
    ]


@pytest.mark.parametrize(
    ("at", "zh", "en", "colour"),
    [
        (on("2026-09-28"), "剩余 5 个工作日", "5 working days left", "green"),
        (on("2026-10-03"), "剩余 3 个工作日", "3 working days left", "green"),  # 2 of 5 used, whatever the feast
        (on("2026-10-09"), "剩余 1 个工作日", "1 working day left", "yellow"),
        (on("2026-10-10"), "今日到期", "due today", "yellow"),
        (on("2026-10-10", "23:59:59.999999"), "今日到期", "due today", "yellow"),
        (on("2026-10-11", "00:00"), "已超期", "overdue", "red"),
        (on("2026-10-13"), "已超期 2 个工作日", "2 working days overdue", "red"),
    ],
)
def test_days_left(at: int, zh: str, en: str, colour: str) -> None:
    start = on("2026-09-28")
    due_at = reckon(CALENDAR, start, working_days(5)).due_at
    left = days_left(CALENDAR, at, due_at)
    assert (left.zh, left.en, left.overdue) == (zh, en, at >= due_at)
    assert lamp(CALENDAR, start, at, due_at) == colour
    assert 0 <= used_share(CALENDAR, start, at, due_at) <= 1
