"""A notice from a file: what is understood, what is refused and why, and what it does to the calendar."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from models.calendar import Calendar
from models.calendar_change import with_notice
from models.holiday_notice import BadNotice, Notice, read, unnumbered
from tests.workflows.official import CALENDAR

TODAY = date(2026, 11, 5)
OFF = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}


def file(*days: Any, **more: Any) -> str:
    return json.dumps({"year": 2027, "papers": [], "days": days or [OFF], **more})


def as_public(year: int) -> Notice:
    """The year as the public file tells it: no number, each day by itself."""
    own = CALENDAR.notices[year].split("、")
    days = [{"name": known.name, "date": day.isoformat(), "isOffDay": not known.is_workday}
            for day, known in CALENDAR.exceptions.items() if known.notice in own]  # fmt: skip
    return read(json.dumps({"year": year, "papers": ["https://example.invalid/paper"], "days": days}), today=TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "The file is not JSON."),
        ("[]", "must have holiday-cn's shape"),
        ('{"year": 2027}', "must have holiday-cn's shape"),
        (file(year="2027"), "must be a year"),
        (file(year=1999), "must be a year"),
        (file({"name": "元旦", "date": "2027-01-01"}), "needs `name`, `date` and `isOffDay`"),
        (file(OFF, 7), "needs `name`, `date` and `isOffDay`: 7"),
        (file(OFF, {**OFF, "date": "2027-02-30"}), "Not a date: 2027-02-30"),
        (file(OFF, {**OFF, "date": "2028-01-01"}), "neither in 2027 nor in the December before"),
        (file(OFF, {**OFF, "date": "2027-01-04", "isOffDay": False}), "2027-01-04 is a Monday: it is worked anyway."),
        (file({**OFF, "date": "2027-01-02"}, {**OFF, "date": "2027-01-02", "isOffDay": False}), "both off and worked"),
        (file({**OFF, "date": "2026-12-31"}), "names no day off in 2027"),
        (file(OFF, number="第\n1号"), "one line"),
        (file(OFF, published_on="yesterday"), "no date: yesterday"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(BadNotice) as bad:
        read(text, today=TODAY)
    assert said in str(bad.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadNotice) as bad:
        read(file({**OFF, "date": "x"}, {**OFF, "date": "2029-01-01"}), today=TODAY)
    assert len(bad.value.said) == 3


def test_a_number_comes_from_the_hand_the_file_or_the_papers_address() -> None:
    paper = "https://www.gov.cn/zhengce/content/202511/content_1.htm"
    assert read(file(number="国办发明电〔2026〕9号"), number="示例1号", today=TODAY).number == "示例1号"
    assert read(file(number="国办发明电〔2026〕9号"), today=TODAY).number == "国办发明电〔2026〕9号"
    assert read(file(papers=[paper]), today=TODAY).number == paper
    assert read(file(), today=TODAY).number == unnumbered(2027)
    assert "Not named: 春节、清明节" in read(file(), today=TODAY).doubts[0][1]


def test_a_notice_can_be_written_down_and_read_again() -> None:
    notice = as_public(2026)
    assert read(notice.text, today=TODAY) == notice


@pytest.mark.parametrize("year", [2006, 2015, 2019, 2020, 2025, 2026])
def test_a_year_taken_in_again_changes_nothing(year: int) -> None:
    assert with_notice(CALENDAR, as_public(year)) is CALENDAR


@pytest.mark.parametrize("year", range(2005, 2027))
def test_a_year_forgotten_is_made_whole_by_its_public_file(year: int) -> None:
    own = CALENDAR.notices[year].split("、")
    less = Calendar(
        {y: n for y, n in CALENDAR.notices.items() if y != year},
        {day: known for day, known in CALENDAR.exceptions.items() if known.notice not in own},
    )
    whole, first = with_notice(less, as_public(year)), date(year - 1, 12, 1)
    days = [first + timedelta(n) for n in range(400)]
    assert [day for day in days if whole.is_workday(day) != CALENDAR.is_workday(day)] == []
    assert year in whole.covered


def test_days_off_by_standing_regulation_are_off_though_the_notice_is_silent() -> None:
    after = with_notice(CALENDAR, read(file(), number="示例1号", today=TODAY))
    assert not after.is_workday(date(2027, 10, 1)) and after.is_workday(date(2027, 10, 4))
    assert after.reason(date(2027, 10, 1)) == (("法定节假日", "statutory holiday"), "《全国年节及纪念日放假办法》")
    assert with_notice(after, read(file(), number="示例1号", today=TODAY)) is after


def test_an_amendment_keeps_the_source_of_what_it_leaves() -> None:
    before = as_public(2026)
    days = {**before.days, date(2026, 11, 9): (False, "示例纪念日")}
    del days[date(2026, 10, 10)]  # no longer worked
    after = with_notice(CALENDAR, Notice(2026, "示例2号", "2026-06-01", days))
    assert after.notices[2026] == f"{CALENDAR.notices[2026]}、示例2号"
    assert after.reason(date(2026, 11, 9)) == (("示例纪念日", "示例纪念日"), "示例2号")
    assert after.reason(date(2026, 10, 1))[1] == CALENDAR.notices[2026]
    assert not after.is_workday(date(2026, 10, 10))


def test_a_real_number_takes_the_place_of_none() -> None:
    first = with_notice(CALENDAR, read(file(), today=TODAY))
    assert first.notices[2027] == unnumbered(2027)
    then = with_notice(first, read(file(), number="示例1号", today=TODAY))
    assert (then.notices[2027], then.exceptions[date(2027, 1, 1)].notice) == ("示例1号", "示例1号")


def test_the_next_years_notice_goes_before() -> None:
    assert CALENDAR.exceptions[date(2018, 12, 31)].notice == CALENDAR.notices[2019].split("、")[0]
    days = {**as_public(2018).days, date(2018, 12, 29): (False, "示例")}
    after = with_notice(CALENDAR, Notice(2018, "示例1号", "2018-05-01", days))
    assert after.is_workday(date(2018, 12, 29)), "the notice for 2019 has that Saturday worked"
