"""What holds on the roads of every lifecycle of every region, from wherever the demo's year has left a case."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from models import reference
from models.database import Present, connect, transaction
from tests.statements import Counted, allowed
from tests.workflows.roaming import Roamer
from tests.world import holds
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.engine import Outcome, fire
from workflows.errors import Failed, StepError, UnknownStep
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Case
from workflows.offers import offers
from workflows.rulebooks import lifecycles

EVERY = pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles().keys())
ROAD = 12  # steps from each case that the demo left
MET = 0.2  # of a lifecycle's steps, at least: its law test takes them all


class Year:
    """The demo's year of one region, which goes on: nothing is set back between two roads."""

    def __init__(self, folder: Path) -> None:
        self.db = connect(f"sqlite:///{folder / 'yizhan.db'}", simulated=True)
        self.counted = Counted(self.db)
        self.at: int = transaction(self.db, lambda present: present.at, writes=False)


@pytest.fixture(scope="module")
def years(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Year]]:
    made: dict[str, Year] = {}

    def year(book: str) -> Year:
        if book not in made:
            folder = tmp_path_factory.mktemp(book)
            shutil.copy(filled / "yizhan.db", folder)
            made[book] = Year(folder)
        return made[book]

    yield year
    for one in made.values():
        holds(one.db)
        one.counted.engine.dispose()
        one.db.dispose()


@EVERY
def test_every_road_is_lawful_cheap_and_explained(years: Callable[[str], Year], lifecycle: Lifecycle) -> None:
    year = years(lifecycle.book)
    roamer = Roamer(year.db, Random(lifecycle.key), year.at, lambda attempt, at: taken(year, roamer, attempt, at))
    met = defaultdict[str, int](int)
    for seed in roamer.seeds(lifecycle):
        for case in roamer.roam(seed, ROAD):
            met[case.state] += 1
            if met[case.state] == 1 and case.lifecycle == lifecycle.key:
                undeclared_is_refused(year.db, roamer, case, lifecycle)
                everybody_is_told_why(year.db, roamer, case, lifecycle)
    year.at = roamer.at
    assert len(roamer.done) >= len(lifecycle.steps) * MET, sorted(
        {(s.source.name, s.name) for s in lifecycle.steps} - roamer.done
    )


def taken(year: Year, roamer: Roamer, attempt: Attempt, at: int) -> Outcome:
    """It is taken, within its statements, or refused for a reason in both languages; it never fails."""
    case = roamer.case(attempt.case)
    (outcome,) = year.counted.fire([attempt], at)
    sent = list(year.counted.sent)
    assert not isinstance(outcome, Failed), outcome.__cause__
    if isinstance(outcome, StepError):
        assert all(r.zh and r.en and r.code for r in outcome.reasons), outcome
    else:
        step = lifecycles()[case.lifecycle].at[case.state, attempt.step]
        most = allowed(year.db, step, outcome, sent)
        assert len(sent) <= most, (case.lifecycle, attempt.step, len(sent), most, sent)
    return outcome


def undeclared_is_refused(db: Engine, roamer: Roamer, case: Case, lifecycle: Lifecycle) -> None:
    strange = [name for name in sorted(lifecycle.names | {"no_such_step"}) if (case.state, name) not in lifecycle.at]
    asked = [Attempt(case.id, name, roamer.actor(case, lifecycle.steps[0])) for name in strange]
    outcomes = transaction(db, lambda present: fire(present.connection, asked, at=roamer.at))
    assert {type(o) for o in outcomes} <= {UnknownStep}
    assert roamer.case(case.id) == case


def everybody_is_told_why(db: Engine, roamer: Roamer, case: Case, lifecycle: Lifecycle) -> None:
    """Each role, at the case's desk or by its tie: allowed, or told why not and who could."""

    def look(present: Present) -> None:
        known = reference.current(present.connection)
        for role in Role:
            held = frozenset({(role.value, case.office)}) if role in DESK_ROLES else frozenset()
            actor = Actor(f"r-{role.value}", held, frozenset() if held else frozenset(case.party))
            found = offers(present.connection, case, actor, known, at=roamer.at)
            assert [o.step for o in found] == lifecycle.leaving(case.state)
            assert all(o.allowed or o.reasons for o in found), (case.state, role)
            assert all(r.zh and r.en for o in found for r in o.reasons)

    transaction(db, look, writes=False)
