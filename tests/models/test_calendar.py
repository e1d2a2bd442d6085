"""The seed is official data: derived anew here from two public packages, day by day."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from sqlalchemy import Engine, func, select

from models.calendar import Calendar, calendar_days, calendar_notices, load, seed

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
# The one day of these years on which the packages differ: the notice for 2006 has it worked, as holidays says.
DISPUTED = date(2005, 12, 31)


def every_day() -> list[date]:
    return [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


@pytest.fixture
def calendar(db: Engine) -> Calendar:
    with db.connect() as connection:
        return load(connection)


def test_working_days_are_those_of_both_packages(calendar: Calendar) -> None:
    china = holidays.country_holidays("CN", years=range(2003, 2028))
    wrong = {
        day
        for day in every_day()
        if {calendar.is_workday(day)} != {chinese_calendar.is_workday(day), china.is_working_day(day)}
    }
    assert wrong == {DISPUTED}
    assert calendar.is_workday(DISPUTED) and china.is_working_day(DISPUTED)
    assert calendar.reason(DISPUTED)[1] == "国办发明电〔2005〕35号"


def test_every_holiday_has_its_name(calendar: Calendar) -> None:
    english = {
        "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节",
        "Labour Day": "劳动节", "Dragon Boat Festival": "端午节", "National Day": "国庆节",
        "Mid-autumn Festival": "中秋节", "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
    }  # fmt: skip
    named = {day: name for day in every_day() if (name := chinese_calendar.get_holiday_detail(day)[1])}
    assert len(named) > 700
    assert [day for day, name in named.items() if english[name] not in calendar.exceptions[day].name] == []


def test_only_days_that_a_notice_names_stand_in_the_table(calendar: Calendar) -> None:
    for day, known in calendar.exceptions.items():
        assert FIRST <= day <= LAST
        assert known.is_workday is False or day.weekday() > 4, "a working weekday needs no line"
        assert known.notice in "、".join(calendar.notices[y] for y in (day.year, day.year + 1) if y in calendar.notices)


def test_it_covers_2004_to_2026_and_claims_nothing_beyond(calendar: Calendar) -> None:
    assert calendar.covered == frozenset(range(2004, 2027))
    assert not calendar.covers(date(2027, 1, 4)) and not calendar.covers(date(2003, 12, 31))
    assert calendar.notices[2026] == "国办发明电〔2025〕7号"
    assert calendar.notices[2020] == "国办发明电〔2019〕16号、国办发明电〔2020〕1号"


@pytest.mark.parametrize(
    ("day", "worked", "zh", "en", "source"),
    [
        ("2026-02-17", False, "春节", "Spring Festival", "国办发明电〔2025〕7号"),
        ("2026-10-10", True, "调休上班日（国庆节）", "make-up working day (National Day)", "国办发明电〔2025〕7号"),
        ("2025-10-06", False, "国庆节、中秋节", "National Day, Mid-Autumn Festival", "国办发明电〔2024〕12号"),
        ("2026-03-07", False, "公休日（周六）", "weekend (Saturday)", "国办发明电〔2025〕7号"),
        ("2026-03-09", True, "工作日", "working day", "国办发明电〔2025〕7号"),
        ("2020-02-01", False, "春节", "Spring Festival", "国办发明电〔2020〕1号"),  # worked, until the amendment
        ("2019-05-02", False, "劳动节", "Labour Day", "国办发明电〔2019〕3号"),
        ("2018-12-31", False, "元旦", "New Year's Day", "国办发明电〔2018〕15号"),  # the next year's notice
        ("2027-01-01", False, "法定节假日", "statutory holiday", "《全国年节及纪念日放假办法》"),
        ("2027-01-04", True, "工作日（暂定：该年通知未录入）",
         "working day (provisional: no notice for that year yet)", ""),
    ],
)  # fmt: skip
def test_a_day_says_why(calendar: Calendar, day: str, worked: bool, zh: str, en: str, source: str) -> None:
    assert calendar.is_workday(date.fromisoformat(day)) is worked
    assert calendar.reason(date.fromisoformat(day)) == ((zh, en), source)


def test_seeding_twice_changes_nothing(db: Engine) -> None:
    with db.begin() as connection:
        before = connection.execute(select(calendar_notices).order_by("year")).all()
        seed(connection, 1)
        assert connection.execute(select(calendar_notices).order_by("year")).all() == before
        assert connection.scalar(select(func.count()).select_from(calendar_days)) == len(load(connection).exceptions)


def test_the_most_weekdays_a_year_lacked_and_thirteen_more(calendar: Calendar) -> None:
    by_year = [sum(not calendar.is_workday(day) for day in every_day() if day.year == year and day.weekday() < 5)
               for year in range(2004, 2027)]  # fmt: skip
    assert calendar.most_off == max(by_year) + 13
