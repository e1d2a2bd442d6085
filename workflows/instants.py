"""Instants, and the days and texts that they are: microseconds since 1970 UTC inside, Shanghai for people."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

# Shanghai has had no summer time since 1991; an offset needs no zone database and is the same everywhere.
SHANGHAI = timezone(timedelta(hours=8))

MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000
OFFSET = 8 * 3_600_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = EPOCH.toordinal()
YEARS = range(1970, 2200)  # outside nobody's case lies, and calendars end


@lru_cache(maxsize=1024)  # a set's entries share their few instants
def iso(instant: int) -> str:
    """As evidence has it: `2026-10-10T16:00:00.000000Z`."""
    return (EPOCH + instant * MICROSECOND).isoformat(timespec="microseconds")[:-6] + "Z"  # for +00:00


def local(instant: int) -> str:
    """As people and the API see it: `2026-10-11T00:00:00+08:00`; microseconds only where there are any."""
    return (EPOCH + instant * MICROSECOND).astimezone(SHANGHAI).isoformat()


def until(instant: int) -> str:
    """A period's end as people say it, to the minute: `2026-10-10 24:00` for what is over when the next day begins."""
    if instant == midnight(day_of(instant)):
        return f"{day_of(instant - 1)} 24:00"
    return local(instant)[:16].replace("T", " ")


def instant(text: str) -> int:
    """ISO 8601 with an offset; without one it is no instant: ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"时间缺少时区 · a time without offset: {text}")
    if moment.year not in YEARS:
        raise ValueError(f"年份超出范围 · a year out of range: {text}")
    return (moment - EPOCH) // MICROSECOND


def day_of(instant: int) -> date:
    """The day in Shanghai."""
    return date.fromordinal((instant + OFFSET) // DAY + EPOCH_ORDINAL)


def midnight(day: date) -> int:
    """00:00 in Shanghai with which the day begins; 24:00 of the day before."""
    return (day.toordinal() - EPOCH_ORDINAL) * DAY - OFFSET
