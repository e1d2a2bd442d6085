"""The official calendar and what tests of deadlines draw from."""

from datetime import date, timedelta

from hypothesis import strategies as st
from sqlalchemy import create_engine

from models.calendar import Calendar, calendar_days, calendar_notices, load, seed
from workflows.deadlines import Period, days, months, working_days, years
from workflows.instants import instant

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
ONE = timedelta(days=1)
PERIODS = [working_days(5), working_days(7), working_days(15), days(30), months(6), years(3, roll=True)]


def _official() -> Calendar:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for table in (calendar_notices, calendar_days):
            table.create(connection)
        seed(connection, 0)
        calendar = load(connection)
    engine.dispose()
    return calendar


CALENDAR = _official()


def on(day: str, clock: str = "09:30") -> int:
    return instant(f"{day}T{clock}+08:00")


STARTS = st.integers(on("2004-01-01", "00:00"), on("2029-12-31", "23:59"))
ANY_PERIOD = st.builds(Period, st.integers(1, 60), st.sampled_from(["wd", "d", "m"]), st.booleans()) | st.builds(
    Period, st.integers(1, 10), st.just("y"), st.booleans()
)
