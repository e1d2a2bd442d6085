"""The year's assessment run: one a book and year, set and agreed by two persons."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.runs import assessment_runs
from tests.walk import moment
from tests.world import BUREAU, HQ, settle
from workflows.actors import Actor, Role
from workflows.errors import Conflict, Invalid, NotFound, NotPermitted
from workflows.runs import agree, set_run


def put(db: Engine, *, by: Actor = HQ, closes_on: str = "2026-11-30") -> int:
    return transaction(
        db,
        lambda p: set_run(
            p.connection, book="guangzhou", year=2026, criteria="示例标准", closes_on=closes_on, data={}, by=by,
            role=Role.HQ_REVIEWER, at=moment("2026-10-20"),
        ),
    )  # fmt: skip


def agreed(db: Engine, run: int, by: Actor) -> None:
    transaction(db, lambda p: agree(p.connection, run, by=by, role=Role.BUREAU_APPROVER))


def test_set_by_headquarters_and_agreed_by_the_bureau(db: Engine) -> None:
    settle(db)
    run = put(db)
    with pytest.raises(NotPermitted):
        agreed(db, run, HQ)
    agreed(db, run, BUREAU)
    asked = select(assessment_runs.c.set_by, assessment_runs.c.agreed_by)
    assert transaction(db, lambda p: p.connection.execute(asked).one()) == ("u-hq", "u-bureau")


def test_one_run_a_year_by_whom_it_belongs_and_with_a_day_ahead(db: Engine) -> None:
    settle(db)
    with pytest.raises(NotPermitted):
        put(db, by=BUREAU)
    with pytest.raises(Invalid):
        put(db, closes_on="2026-10-19")
    put(db)
    with pytest.raises(Conflict):
        put(db)


def test_nobody_agrees_alone_or_to_nothing(db: Engine) -> None:
    settle(db)
    both = Actor("u-hq", HQ.grants | BUREAU.grants)
    run = put(db)
    with pytest.raises(NotPermitted):
        agreed(db, run, both)
    with pytest.raises(NotFound):
        agreed(db, run + 1, BUREAU)
