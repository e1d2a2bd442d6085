"""What a step costs in statements, counted on the driver's cursor: for every step taken, of every lifecycle."""

from random import Random

from sqlalchemy import Engine

from models.database import transaction
from tests.statements import Counted, allowed
from tests.walk import moment
from tests.workflows.guangzhou.roads import FORM, open_call
from tests.workflows.test_every_lifecycle import ROAMED
from tests.workflows.wandering import Wanderer
from tests.world import APPLICANT, BUREAU, DISTRICT, ORGANISATION, settle
from workflows.actors import SYSTEM
from workflows.begin import begin
from workflows.engine import Outcome
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Cause, Entry, Opening
from workflows.rulebooks import lifecycles


@ROAMED
def test_no_step_takes_more_statements_than_it_may(db: Engine, lifecycle: Lifecycle) -> None:
    settle(db)
    open_call(db)
    counted = Counted(db)
    seen: dict[str, int] = {}

    def one(attempt: Attempt, at: int) -> Outcome:
        case = wanderer.case(attempt.case)
        (outcome,) = counted.fire([attempt], at)
        sent = list(counted.sent)
        if isinstance(outcome, Entry):
            step = lifecycles()[case.lifecycle].at[case.state, attempt.step]
            most = allowed(db, step, outcome, sent)
            assert len(sent) <= most, (attempt.step, most, sent)
            seen[attempt.step] = len(sent)
        return outcome

    for seed in range(4):
        wanderer = Wanderer(db, Random(seed), one)
        wanderer.wander(wanderer.begin(lifecycle), 30)
    assert seen
    counted.engine.dispose()


def test_a_plain_step_takes_four_or_five(db: Engine) -> None:
    """Lock, case, entry, outbox; and the disclosure where data were given."""
    settle(db)
    counted = Counted(db)
    wanderer = Wanderer(db, Random(0))
    case = wanderer.begin(lifecycles()["guangzhou/2025/notice"])
    (outcome,) = counted.fire([Attempt(case.id, "discard", BUREAU)], moment("2026-03-02"))
    assert isinstance(outcome, Entry)
    assert len(counted.sent) == 4, counted.sent
    other = wanderer.begin(lifecycles()["guangzhou/2025/objection"])
    counted.fire(
        [Attempt(other.id, "refuse", BUREAU, data={"reason": "示例"}, key="k", digest="d")], moment("2026-03-02")
    )
    assert len(counted.sent) == 4 + 1 + 1, counted.sent
    counted.engine.dispose()


def submitted(db: Engine, count: int) -> list[int]:
    """So many applications, opened at once and submitted at the counter as one set."""
    opening = [
        Opening("guangzhou/2025/certification", SYSTEM, "gz-tianhe", (*ORGANISATION, "示例单位"), (ORGANISATION,),
                data={**FORM, "address": f"示例路 {n} 号"}, cause=Cause("GZ-2026-000001", 1)) for n in range(count)
    ]  # fmt: skip
    opened = transaction(db, lambda present: begin(present.connection, opening, at=moment("2026-02-02")))
    ids = [entry.case for entry in opened if isinstance(entry, Entry)]
    wanderer = Wanderer(db, Random(0))
    submit = lifecycles()["guangzhou/2025/certification"].at["draft", "submit"]
    for id in ids:
        wanderer.hand_in(wanderer.case(id), submit)
    return ids


def test_the_statements_of_a_set_do_not_grow_with_it(db: Engine) -> None:
    """2 or 40 cases: submitted, forwarded, rejected with their effect."""
    settle(db)
    open_call(db)
    counted, sizes = Counted(db), {}
    ids = submitted(db, 42)
    at = moment("2026-02-03")
    for some in (ids[:2], ids[2:]):
        took = []
        for step, actor, data in (
            ("submit", APPLICANT, {}),
            ("return_for_correction", DISTRICT, {"gaps": ["一"]}),
            ("resubmit", APPLICANT, {}),
            ("reject", DISTRICT, {"reason": "示例"}),
        ):
            outcomes = counted.fire([Attempt(id, step, actor, data=data) for id in some], at)
            assert all(isinstance(o, Entry) for o in outcomes), outcomes[0]
            took.append(len(counted.sent))
        sizes[len(some)] = took
    assert sizes[2] == sizes[40], sizes
    counted.engine.dispose()
