"""Instants and their texts: there and back, and nothing without an offset."""

import pytest
from hypothesis import given

from tests.workflows.official import ONE, STARTS, on
from workflows.instants import day_of, instant, iso, local, midnight, until


@given(STARTS)
def test_instants_and_texts(at: int) -> None:
    assert instant(iso(at)) == instant(local(at)) == at
    assert midnight(day_of(at)) <= at < midnight(day_of(at) + ONE)
    assert local(at).startswith(day_of(at).isoformat())


def test_instants_as_written() -> None:
    assert iso(on("2026-10-11", "00:00")) == "2026-10-10T16:00:00.000000Z"
    assert local(instant("2026-10-10T16:00:00.000000Z")) == "2026-10-11T00:00:00+08:00"
    assert instant("1970-01-01T00:00:00.000001+00:00") == 1


def test_a_period_ends_with_its_last_day() -> None:
    assert until(on("2026-10-11", "00:00")) == "2026-10-10 24:00"
    assert until(on("2026-10-11", "17:30")) == "2026-10-11 17:30"


@pytest.mark.parametrize(
    "text", ["2026-10-10", "2026-10-10T16:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00", "soon", ""]
)
def test_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        instant(text)
