"""What holds for every lifecycle that there is: a new one is covered the day it is added."""

import re
from collections.abc import Iterator
from inspect import getsource
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from migrations.run import tables
from models import reference
from models.database import transaction
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.wandering import Wanderer
from tests.world import holds, settle
from workflows.definition import described
from workflows.engine import fire
from workflows.errors import Failed, StepError, UnknownStep
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt
from workflows.offers import offers
from workflows.rulebooks import lifecycles, rulebook_of
from workflows.seal import canonical

EVERY = pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles().keys())
# The wanderer begins by itself only what stands on no register: the others' roads are their law tests.
WANDERED = ("call", "certification", "notice", "objection")
ROAMED = pytest.mark.parametrize("lifecycle", [lifecycles()[f"guangzhou/2025/{n}"] for n in WANDERED], ids=WANDERED)
# The database is the same for all roads of a test: every road adds its cases to it.
ROADS = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture
def world(db: Engine) -> Iterator[Engine]:
    settle(db)
    open_call(db)
    yield db
    holds(db)


@ROAMED
def test_random_roads_keep_every_invariant(world: Engine, lifecycle: Lifecycle) -> None:
    @ROADS
    @given(st.integers(0, 2**32))
    def road(seed: int) -> None:
        wanderer = Wanderer(world, Random(seed), fire_one=lambda attempt, at: answered(world, attempt, at))
        wanderer.wander(wanderer.begin(lifecycle), 40)
        holds(world)

    road()


def answered(db: Engine, attempt: Attempt, at: int):
    """A step is taken or refused for a reason in both languages; it never fails."""
    outcome = transaction(db, lambda present: fire(present.connection, [attempt], at=at)[0])
    assert not isinstance(outcome, Failed), outcome.__cause__
    if isinstance(outcome, StepError):
        assert all(r.zh and r.en and r.code for r in outcome.reasons), outcome
    return outcome


@ROAMED
def test_a_step_that_does_not_leave_the_state_is_refused(world: Engine, lifecycle: Lifecycle) -> None:
    wanderer = Wanderer(world, Random(1))
    case = wanderer.begin(lifecycle)
    seen = set()
    for _ in range(12):
        if case.state not in seen:
            seen.add(case.state)
            strange = [
                name for name in sorted(lifecycle.names | {"no_such_step"}) if (case.state, name) not in lifecycle.at
            ]
            asked = [Attempt(case.id, name, wanderer.actor(case, lifecycle.steps[0])) for name in strange]
            outcomes = transaction(world, lambda p, asked=asked: fire(p.connection, asked, at=wanderer.at))
            assert {type(o) for o in outcomes} <= {UnknownStep}
            assert wanderer.case(case.id) == case
        case = wanderer.wander(case, 1)
    assert lifecycle.initial.name in seen


@ROAMED
def test_every_step_on_offer_is_explained(world: Engine, lifecycle: Lifecycle) -> None:
    wanderer = Wanderer(world, Random(2))
    case = wanderer.begin(lifecycle)
    for _ in range(8):
        for step in lifecycle.leaving(case.state):
            actor = wanderer.actor(case, step)

            def look(present, case=case, actor=actor):
                known = reference.current(present.connection)
                return offers(present.connection, case, actor, known, at=wanderer.at)

            found = transaction(world, look)
            assert [o.step for o in found] == lifecycle.leaving(case.state)
            assert all(r.zh and r.en for o in found for r in o.reasons)
            assert all(o.allowed or o.reasons for o in found)
        case = wanderer.wander(case, 1)


@EVERY
def test_a_definition_is_data_and_cites_known_rules(lifecycle: Lifecycle) -> None:
    told = described(lifecycle)
    assert canonical(told)
    known = rulebook_of(lifecycle).known | {"office"}
    for step in told["steps"]:
        assert step["law"]
        assert {*step["law"], step["near"] or "office"} <= known
        assert all(name and "<" not in name for name in (*step["needs"], *step["does"])), step
    labels = [s["label"] for s in (*told["states"], *told["steps"])]
    assert all(label["zh"] and label["en"] for label in labels)


@EVERY
def test_a_limit_across_cases_has_its_constraint(lifecycle: Lifecycle) -> None:
    """The guard says the sentence, the database holds the truth: whoever asks for a free slot claims it."""
    for step in lifecycle.steps:
        guards = {getattr(guard, "__name__", "") for guard in step.needs}
        assert ("slot_is_free" in guards) == (step.claims is not None), step.name


SAYS_A_LIMIT = re.compile(r'"(limit_reached|title_in_force|above_the_limit)"')


@EVERY
def test_a_guard_that_says_a_limit_across_cases_names_the_constraint_that_holds_it(lifecycle: Lifecycle) -> None:
    guards = {guard for step in lifecycle.steps for guard in step.needs if SAYS_A_LIMIT.search(getsource(guard))}
    held = {constraint.name for table in tables().tables.values() for constraint in table.constraints}
    held |= {index.name for table in tables().tables.values() for index in table.indexes if index.unique}
    for guard in guards:
        assert getattr(guard, "constraint", None) in held, guard


@EVERY
def test_an_adverse_step_owes_an_opinion(lifecycle: Lifecycle) -> None:
    """But one that a notice takes: the notice says what was proposed with its ground and evidence, and is signed."""
    for step in lifecycle.steps:
        adverse = step.adverse or (step.target.kind == "adverse" and step.target is not step.source)
        if adverse and not step.on_notice:
            assert any(f.type in ("text", "list") for f in step.asks.fields), step.name
