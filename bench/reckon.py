"""`bench reckon`: how long every open deadline takes to follow an amended notice, set by set, each committed."""

import time
from datetime import date
from typing import NamedTuple

from bench.grounds import START, Ground, ground
from models.calendar import load
from models.database import Present, transaction
from models.holiday_notice import Notice
from workflows.instants import day_of
from workflows.reckoning import carry_on
from workflows.taking_in import start

GOAL = 60.0  # seconds, of quality.md, for 100,000
EXTRA = date(2012, 3, 9)  # the Friday within every deadline of the ground: each moves to the next working day


class Reckoned(NamedTuple):
    """One line of the answer."""

    kind: str
    cases: int
    sets: int
    moved: int
    seconds: float


def measure(kind: str, *, cases: int) -> Reckoned:
    """Take in an amendment of the year of the ground, and reckon everything."""
    with ground(kind, cases) as here:
        began = time.perf_counter()
        transaction(here.engine, _start)
        sets = 0
        while transaction(here.engine, _one):
            sets += 1
        took = time.perf_counter() - began
        return Reckoned(kind, cases, sets, _moved(here), took)


def _start(present: Present) -> None:
    known, year = load(present.connection), day_of(START).year
    own = known.notices[year].split("、")
    days = {day: (said.is_workday, said.name) for day, said in known.exceptions.items() if said.notice in own}
    notice = Notice(year, "测量〔2012〕1号", "2012-03-05", {**days, EXTRA: (False, "测量")})
    start(present.connection, notice, by="bench", at=START)


def _one(present: Present) -> bool:
    return carry_on(present.connection, at=START, now=present.now)


def _moved(here: Ground) -> int:
    sql = "SELECT count(*) FROM entries WHERE kind = 'reckon'"
    return int(transaction(here.engine, lambda p: p.connection.exec_driver_sql(sql).scalar_one(), writes=False))
