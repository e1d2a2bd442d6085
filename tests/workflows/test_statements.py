"""What a step costs in statements, counted on the driver's cursor: for every step taken, of every lifecycle."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from sqlalchemy import Engine, select

from models.case import cases, entries
from models.database import transaction
from tests.statements import watched
from tests.walk import moment
from tests.workflows.guangzhou.roads import FORM, open_call
from tests.workflows.test_every_lifecycle import ROAMED
from tests.workflows.wandering import Wanderer
from tests.world import APPLICANT, BUREAU, DISTRICT, ORGANISATION, settle
from workflows.actors import SYSTEM
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Cause, Entry, Opening, facts_of
from workflows.rulebooks import lifecycles

# The tables that an effect writes itself; what it asks of other cases is counted with those.
WRITES = {"publishes": 2, "unpublishes_face": 1, "register_title": 3, "opens": 0, "appoints": 1, "scores": 1,
          "recuses": 1}  # fmt: skip
OPENING = 10  # reference, number, case, its id, entry, disclosure, outbox, parties, links; and the key


class Counted:
    """Fires on a watched engine, and knows how many statements the last set took."""

    def __init__(self, db: Engine) -> None:
        self.sent: list[str] = []
        self.engine = watched(db, lambda when, sql: self.sent.append(sql) if when == "before" else None)

    def fire(self, attempts: Sequence[Attempt], at: int) -> list[Outcome]:
        def work(present: Any) -> list[Outcome]:
            self.sent.clear()
            return fire(present.connection, attempts, at=at)

        return transaction(self.engine, work)


def allowed(step: Step, entry: Entry, moved: Callable[[Entry], Step | None]) -> int:
    """The most that quality.md grants to this step, with what it caused in other cases."""
    users = (*step.needs, *step.does)
    facts = {fact for user in users for fact in facts_of(user)}
    own = 4 + bool(step.asks.fields) + len(facts) + 3  # whoever stands in asks for three facts more
    own += 2 * bool(step.asks.papers) + 2 * bool(step.does or step.claims)
    own += sum(n for name, n in WRITES.items() if any(name in getattr(f, "named", f.__name__) for f in step.does))
    for caused in entry.caused:
        next_step = moved(caused)
        own += OPENING if next_step is None else allowed(next_step, caused, moved)
    return own + 1  # never more than one over


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
            most = allowed(step, outcome, lambda entry: _step_of(db, entry))
            assert len(sent) <= most, (attempt.step, most, sent)
            seen[attempt.step] = len(sent)
        return outcome

    for seed in range(4):
        wanderer = Wanderer(db, Random(seed), one)
        wanderer.wander(wanderer.begin(lifecycle), 30)
    assert seen
    counted.engine.dispose()


def _step_of(db: Engine, entry: Entry) -> Step | None:
    """The step that an entry records; None for an opening."""
    e = entries.c
    asked = select(e.step, cases.c.lifecycle).join(cases, cases.c.id == e.case_id).where(
        e.case_id == entry.case, e.seq == entry.seq
    )  # fmt: skip
    name, key = transaction(db, lambda present: present.connection.execute(asked).one())
    return next((s for s in lifecycles()[key].steps if s.name == name), None)


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
