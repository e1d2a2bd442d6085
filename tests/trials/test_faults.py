"""The long forms of tests/faults/test_fleet.py; `TRIALS=0.1` in the environment runs them at a tenth of their size."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.faults.fleet import Faults
from tests.faults.test_fleet import down_for_days, killed_again_and_again, killed_and_frozen, loop, web_killed

__all__ = ["loop"]
pytestmark = pytest.mark.slow
SIZE = float(os.environ.get("TRIALS", "1"))


def some(many: int) -> int:
    return max(int(many * SIZE), 100)


def test_a_thousand_kills_of_the_web_server(db: Engine, tmp_path: Path) -> None:
    web_killed(db, tmp_path, some(1000))


def test_a_thousand_kills_of_the_scheduler(db: Engine) -> None:
    killed_again_and_again(db, some(2000), some(1000))


@pytest.mark.parametrize("db", ["postgres"], indirect=True)
def test_four_schedulers_over_ten_thousand_with_poison(db: Engine) -> None:
    """What a frozen process holds waits for its thaw, with poison or without: so the healthy ones are held against a
    round of the same kills and freezes without."""
    faults = Faults(schedulers=4, kills=some(200) // 10, freezes=4, every=0.5, speed=1)
    without, with_poison = killed_and_frozen(db, some(10_000), faults, faults)
    print(f"killed and frozen {without:.1f} s, beside poison {with_poison:.1f} s: {with_poison / without:.1f} times")
    assert with_poison <= 2 * without


def test_ten_days_down_with_fifty_thousand_overdue(db: Engine) -> None:
    down_for_days(db, some(50_000))
