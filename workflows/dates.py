"""Deadlines that stand as dates in a case's own data rather than as a period."""

from collections.abc import Mapping
from datetime import date, timedelta

from workflows.instants import midnight
from workflows.lifecycle import InData


def start_of(day: object) -> int:
    """00:00 in Shanghai of an ISO date."""
    return midnight(date.fromisoformat(str(day)))


def end_of(day: object) -> int:
    """24:00 in Shanghai of an ISO date: the instant at which it is over."""
    return midnight(date.fromisoformat(str(day)) + timedelta(days=1))


def starts(field: str) -> InData:
    """When the day in this field begins."""
    return InData(f"start of {field}", lambda data: start_of(data[field]))


def is_over(field: str) -> InData:
    """When the day in this field is over."""
    return InData(f"end of {field}", lambda data: end_of(data[field]))


def year_is_over(year: str, *, or_later: str) -> InData:
    """24:00 of 31 December of the year in the data, or of a later day that stands there."""

    def due(data: Mapping[str, object]) -> int:
        return max(end_of(f"{data[year]}-12-31"), end_of(data[or_later]))

    return InData(f"end of {year}, or of {or_later} if later", due)
