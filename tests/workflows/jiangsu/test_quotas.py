"""Five enterprises a commissioner and one commissioner an enterprise, under sixteen confirmations at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine, func, select

from models.database import transaction
from models.people import assignments, commissioners
from tests.walk import Walk, moment, refused
from tests.workflows.jiangsu.roads import appeal_draft, assigned, enrolled, proposed
from tests.workflows.jiangsu.world import ENTERPRISE, FIRM, LEADER, relist
from workflows.engine import Outcome, fire
from workflows.moves import Attempt, Entry

AT_ONCE = 16


def firm(n: int) -> tuple[str, str]:
    return ("enterprise", f"91320102MA1FIRM{n:03}")


def confirmed_at_once(db: Engine, cases: list[Walk]) -> list[Outcome]:
    ready = Barrier(len(cases))

    def confirm(case: Walk) -> Outcome:
        ready.wait()
        attempt = Attempt(case.id, "confirm", LEADER)
        return transaction(db, lambda present: fire(present.connection, [attempt], at=moment("2026-02-03"))[0])

    with ThreadPoolExecutor(len(cases)) as pool:
        return list(pool.map(confirm, cases))


def told(outcomes: list[Outcome]) -> Counter[str]:
    return Counter("stored" if isinstance(o, Entry) else " ".join(refused(o)) for o in outcomes)


def test_of_sixteen_for_a_commissioner_with_four_one_is_stored(js: Engine) -> None:
    who = enrolled(js)
    for n in range(4 + AT_ONCE):
        relist(js, firm(n), "provincial")
    for n in range(4):
        assigned(js, who, firm=firm(n))
    waiting = [proposed(js, who, firm=firm(4 + n)) for n in range(AT_ONCE)]
    outcomes = confirmed_at_once(js, waiting)
    assert told(outcomes) == {"stored": 1, "refused limit_reached": AT_ONCE - 1}
    loads = select(commissioners.c.load).where(commissioners.c.number == who.number)
    serving = select(func.count()).where(assignments.c.commissioner == who.number, assignments.c.ended_at.is_(None))
    asked = (loads, serving)
    assert transaction(js, lambda p: [p.connection.execute(one).scalar_one() for one in asked]) == [5, 5]


def test_of_sixteen_for_an_enterprise_one_is_stored(js: Engine) -> None:
    people = [enrolled(js, n) for n in range(1, 5)]
    waiting = [proposed(js, people[n % 4]) for n in range(AT_ONCE)]
    outcomes = confirmed_at_once(js, waiting)
    assert told(outcomes) == {"stored": 1, "refused limit_reached": AT_ONCE - 1}
    held = select(func.count()).where(assignments.c.enterprise == FIRM[1], assignments.c.ended_at.is_(None))
    assert transaction(js, lambda present: present.connection.execute(held).scalar_one()) == 1


def test_of_sixteen_successors_one_succeeds(js: Engine) -> None:
    old = assigned(js, enrolled(js, 6))
    people = [enrolled(js, n) for n in range(1, 5)]
    waiting = [proposed(js, people[n % 4], succeeds=old.number) for n in range(AT_ONCE)]
    outcomes = confirmed_at_once(js, waiting)
    assert told(outcomes) == {"stored": 1, "refused limit_reached": AT_ONCE - 1}
    loads = select(func.sum(commissioners.c.load))
    assert transaction(js, lambda present: int(present.connection.execute(loads).scalar_one())) == 1


def test_an_appeal_registered_while_a_successor_is_confirmed_is_the_successor_s(js: Engine) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    new = proposed(js, second, succeeds=assigned(js, first).number)
    drafts = [appeal_draft(js) for _ in range(7)]
    ready = Barrier(len(drafts) + 1)

    def take(case: Walk) -> Outcome:
        ready.wait()
        step, who = ("confirm", LEADER) if case is new else ("register", ENTERPRISE)
        attempt = Attempt(case.id, step, who)
        return transaction(js, lambda present: fire(present.connection, [attempt], at=moment("2026-03-02"))[0])

    with ThreadPoolExecutor(len(drafts) + 1) as pool:
        assert told(list(pool.map(take, [new, *drafts]))) == {"stored": len(drafts) + 1}
    assert {party for case in drafts for party in case.row.party} == {FIRM, ("commissioner", second.number)}
