"""kill -9 at each of twelve points of each kind of step: all of it is there or nothing, and the retry is told so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from migrations.run import tables
from models.case import cases
from models.crash_points import Point
from models.database import transaction
from models.reference import start_clock
from tests.faults import deeds
from tests.faults.deeds import stopped
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import drafted, in_conclusion, in_publicity, publish, submitted
from tests.workflows.guangzhou.roads import in_bureau_decision as decided
from tests.world import APPLICANT, BUREAU, DISTRICT
from workflows.moves import Attempt, Opening

Deed = tuple[Callable[..., Any], tuple[Any, ...]]
WRITES = {Point.CASES_WRITTEN, Point.ENTRIES_WRITTEN, Point.DISCLOSURES_WRITTEN, Point.OUTBOX_WRITTEN}
ENDS = {Point.JUDGED, Point.COMMITTING, Point.COMMITTED}
STEP = {Point.BEFORE_LOCK, Point.LOCKED, *WRITES, Point.EFFECTS_TAKEN, *ENDS}
STANDING = {"calendar_days", "calendar_notices", "definitions"}  # large, and no step writes there
TRIED = {"wake_at", "tries", "last_error"}  # what the sweep counts before it fires


def draft(gz: Engine, _: Path) -> Deed:
    return deeds.saves, (drafted(gz).id, APPLICANT, {"address": "示例路 9 号"})


def submit(gz: Engine, _: Path) -> Deed:
    return deeds.steps, (Attempt(drafted(gz).id, "submit", APPLICANT, key="k", digest="d"), moment("2026-02-02"))


def decide(gz: Engine, _: Path) -> Deed:
    case = submitted(gz)
    forward = Attempt(case.id, "forward", DISTRICT, data={"opinion": "同意"}, key="k", digest="d")
    return deeds.steps, (forward, moment("2026-02-03"))


def announce(gz: Engine, _: Path) -> Deed:
    case = in_conclusion(gz)
    notice = Walk.open(gz, "guangzhou/2025/notice", BUREAU, "gz-bureau", on="2026-10-12")
    given = {"kind": "announcement", "title": "示例", "cases": [case.number]}
    return deeds.steps, (Attempt(notice.id, "publish", BUREAU, data=given, key="k", digest="d"), moment("2026-10-12"))


def due(gz: Engine, _: Path) -> Deed:
    in_publicity(gz)
    return deeds.sweeps, (moment("2026-10-11 00:02:00"),)


def opening(gz: Engine, _: Path) -> Deed:
    party = next(iter(APPLICANT.contacts))
    asked = Opening("guangzhou/2025/certification", APPLICANT, "gz-tianhe", (*party, "示例单位"), (party,),
                    data={"address": "示例路 1 号"}, key="k", digest="d")  # fmt: skip
    return deeds.opens, (asked, moment("2026-02-02"))


def objection(gz: Engine, folder: Path) -> Deed:
    case = decided(gz)
    transaction(gz, lambda p: start_clock(p.connection, at=moment("2026-09-28 10:00:00"), now=p.now))
    notice = publish(gz, case, at="2026-09-28")
    return deeds.objects, (notice.number, folder)


def erasing(gz: Engine, _: Path) -> Deed:
    return deeds.erases, (submitted(gz).id, "contact_name", moment("2026-02-03"))


KINDS = {
    draft: STEP - WRITES - {Point.EFFECTS_TAKEN} | {Point.CASES_WRITTEN},
    submit: STEP,
    decide: STEP,
    announce: STEP,
    due: STEP | {Point.CLAIMED},
    opening: WRITES | ENDS,
    objection: STEP | {Point.FILE_KEPT},
    erasing: STEP - {Point.EFFECTS_TAKEN},
}


def contents(db: Engine) -> dict[str, list[Any]]:
    """Every row of every table, but for the sweep's own counting."""

    def work(p: Any) -> dict[str, list[Any]]:
        changing = [t for t in tables().sorted_tables if t.name not in STANDING]
        kept = {t.name: [c for c in t.c if t is not cases or c.name not in TRIED] for t in changing}
        return {name: sorted(map(repr, p.connection.execute(select(*kept[name])))) for name in kept}

    return transaction(db, work, writes=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_process_that_dies_there_leaves_all_or_nothing(
    gz: Engine, tmp_path: Path, kind: Callable[[Engine, Path], Deed]
) -> None:
    deed, told = kind(gz, tmp_path)
    before, passed = contents(gz), set()
    for point in Point:
        if point is Point.COMMITTED:
            continue
        if stopped(gz, point, deed, *told):
            passed.add(point)
        assert contents(gz) == before, point
        if deed is deeds.sweeps:  # as if an hour had passed
            again = update(cases).where(cases.c.tries > 0).values(tries=0, wake_at=cases.c.due_at)
            transaction(gz, lambda p, again=again: p.connection.execute(again))
    assert passed == KINDS[kind] - {Point.COMMITTED}
    assert stopped(gz, Point.COMMITTED, deed, *told)
    stored = contents(gz)
    assert stored != before
    first, again = deed(gz, *told), deed(gz, *told)
    assert first == again
    assert contents(gz) == stored


def test_every_point_is_passed_by_some_step() -> None:
    assert set().union(*KINDS.values()) == set(Point)
