"""Several at once: one wins, the others hear what happened; a key has one effect; who fails alone is told."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select

from models.case import cases, entries
from models.database import transaction
from scheduler.sweep import sweep
from tests.walk import moment, refused
from tests.workflows.guangzhou.roads import drafted, in_publicity, submitted
from tests.world import APPLICANT, DISTRICT
from workflows import effects
from workflows.actors import PUBLIC
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.errors import Failed, KeyReused, Stale
from workflows.moves import Attempt, Entry, Move, Opening, facts_of, reads
from workflows.rulebooks import lifecycles

AT = moment("2026-03-02")


def together(db: Engine, works: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    """Each in its own thread and transaction, begun at the same moment."""
    barrier = Barrier(len(works))

    def one(work: Callable[[Connection], Any]) -> Any:
        barrier.wait()
        return transaction(db, lambda present: work(present.connection))

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def firing(attempt: Attempt) -> Callable[[Connection], Outcome]:
    return lambda connection: fire(connection, [attempt], at=AT)[0]


def count(db: Engine, case: int) -> int:
    asked = select(func.count()).where(entries.c.case_id == case)
    return transaction(db, lambda present: present.connection.execute(asked).scalar_one())


def test_two_reviewers_at_once(gz: Engine) -> None:
    case = submitted(gz)
    forward = Attempt(case.id, "forward", DISTRICT, seen=2, data={"opinion": "同意"})
    reject = Attempt(case.id, "reject", DISTRICT, seen=2, data={"reason": "示例"})
    outcomes = together(gz, [firing(forward), firing(reject)])
    (won,) = [o for o in outcomes if isinstance(o, Entry)]
    (lost,) = [o for o in outcomes if not isinstance(o, Entry)]
    assert isinstance(lost, Stale)
    assert refused(lost) == ["stale_version", "stale_version"]
    assert (case.state, case.row.version) == (won.state, 3)


def test_the_same_key_at_once_has_one_effect_and_one_answer(gz: Engine) -> None:
    case = submitted(gz)
    forward = Attempt(case.id, "forward", DISTRICT, seen=2, data={"opinion": "同意"}, key="k1", digest="d")
    outcomes = together(gz, [firing(forward)] * 20)
    assert len({(o.number, o.seq, o.state, o.hash) for o in outcomes}) == 1
    assert count(gz, case.id) == 3
    (again,) = transaction(gz, lambda present: fire(present.connection, [forward], at=AT))
    assert again == outcomes[0]._replace(caused=())
    other = Attempt(case.id, "forward", DISTRICT, seen=2, data={"opinion": "另"}, key="k1", digest="other")
    (reused,) = transaction(gz, lambda present: fire(present.connection, [other], at=AT))
    assert isinstance(reused, KeyReused)


def test_a_refused_attempt_leaves_no_key(gz: Engine) -> None:
    case = submitted(gz)
    wrong = Attempt(case.id, "forward", DISTRICT, data={}, key="k2", digest="a")
    right = Attempt(case.id, "forward", DISTRICT, data={"opinion": "同意"}, key="k2", digest="b")
    (first,) = transaction(gz, lambda present: fire(present.connection, [wrong], at=AT))
    (second,) = transaction(gz, lambda present: fire(present.connection, [right], at=AT))
    assert refused(first) == ["invalid", "field_missing"]
    assert isinstance(second, Entry)


def test_twenty_equal_openings_open_one_case(gz: Engine) -> None:
    party = next(iter(APPLICANT.contacts))
    opening = Opening(
        "guangzhou/2025/certification", APPLICANT, "gz-tianhe", (*party, "示例单位"), (party,), key="k3", digest="d"
    )
    outcomes = together(gz, [lambda connection: begin(connection, [opening], at=AT)[0]] * 20)
    assert len({o.number for o in outcomes}) == 1


def test_one_organisation_submits_twice_at_once(gz: Engine) -> None:
    one, two = drafted(gz), drafted(gz)
    outcomes = together(gz, [firing(Attempt(walk.id, "submit", APPLICANT)) for walk in (one, two)])
    (lost,) = [o for o in outcomes if not isinstance(o, Entry)]
    assert refused(lost) == ["refused", "limit_reached"]
    assert Counter([one.state, two.state]) == {"district_review": 1, "draft": 1}


def test_who_fails_alone_is_told_and_the_others_go_on(gz: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = [drafted(gz, address=f"示例路 {n} 号").take("submit", APPLICANT, on="2026-02-02") for n in range(5)]
    bad = walks[3].id
    real = effects.moots_objections

    @reads(*facts_of(real))
    def breaks(connection: Connection, moves: Sequence[Move]) -> list[Any]:
        if any(move.case.id == bad for move in moves):
            raise ZeroDivisionError("the effect of one case fails")
        return real(connection, moves)

    step = lifecycles()["guangzhou/2025/certification"].at["district_review", "reject"]
    monkeypatch.setitem(step.__dict__, "does", (breaks,))
    attempts = [Attempt(walk.id, "reject", DISTRICT, data={"reason": "示例"}) for walk in walks]
    outcomes = transaction(gz, lambda present: fire(present.connection, attempts, at=AT))
    assert [type(o) for o in outcomes] == [Entry, Entry, Entry, Failed, Entry]
    assert [walk.state for walk in walks] == ["rejected"] * 3 + ["district_review", "rejected"]
    assert count(gz, bad) == 2


def test_two_schedulers_fire_each_due_step_once(gz: Engine) -> None:
    walks = [in_publicity(gz, "2026-09-28")]
    due = moment("2026-10-11 00:02:00")
    with ThreadPoolExecutor(2) as pool:
        fired = list(pool.map(lambda _: sweep(gz, at=due), range(2)))
    assert walks[0].trail.count("conclude") == 1
    asked = select(func.count()).where(cases.c.wake_at <= due)
    assert transaction(gz, lambda present: present.connection.execute(asked).scalar_one()) == 0
    clocks = select(func.count()).where(entries.c.actor == "clock", entries.c.recorded_at == due)
    assert transaction(gz, lambda present: present.connection.execute(clocks).scalar_one()) == sum(fired)


def test_twenty_equal_objections_by_one_key_are_one(gz: Engine) -> None:
    case = in_publicity(gz, "2026-02-11")
    said = {"by": "person", "name": "示例公民", "contact": "000", "text": "示例"}
    at = moment("2026-02-12")
    attempt = Attempt(case.id, "object", PUBLIC, data=said, key="k4", digest="d")
    outcomes = together(gz, [lambda connection: fire(connection, [attempt], at=at)[0]] * 20)
    assert len({(o.number, o.seq) for o in outcomes}) == 1
    asked = select(func.count()).where(cases.c.lifecycle == "guangzhou/2025/objection")
    assert transaction(gz, lambda present: present.connection.execute(asked).scalar_one()) == 1
