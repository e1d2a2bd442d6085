"""Notice, part 1: every listed enterprise has one commissioner, who has five at most, each office its own."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from models.people import assignments, commissioners, enterprises
from tests.walk import Walk, moment, refused
from tests.workflows.jiangsu.roads import appeal_draft, assigned, commissioner, drafted, enrolled, nominated, proposed
from tests.workflows.jiangsu.world import (
    BIG_FIRM,
    CITY_CLERK,
    CITY_LEADER,
    CLERK,
    ENTERPRISE,
    FIRM,
    LEADER,
    STRANGER,
    WEST_CLERK,
    WEST_LEADER,
    relist,
)
from tests.workflows.staging import history_of
from workflows.actors import Actor


def serving(db: Engine) -> list[tuple[str, str]]:
    a = assignments.c
    asked = select(a.enterprise, a.commissioner).where(a.ended_at.is_(None)).order_by(a.enterprise)
    return transaction(db, lambda present: [tuple(row) for row in present.connection.execute(asked)])


def load(db: Engine, who: Walk) -> int:
    asked = select(commissioners.c.load).where(commissioners.c.number == who.number)
    return transaction(db, lambda present: int(present.connection.execute(asked).scalar_one()))


def test_proposed_by_the_clerk_confirmed_by_the_leader(js: Engine) -> None:
    who = enrolled(js)
    case = assigned(js, who)
    assert (case.state, serving(js), load(js, who)) == ("active", [(FIRM[1], who.number)], 1)
    assert case.row.target_at is None


def test_the_clerk_who_proposed_does_not_confirm(js: Engine) -> None:
    case = proposed(js, enrolled(js))
    both = Actor(CLERK.account, CLERK.grants | LEADER.grants)
    assert refused(case.attempted("confirm", both, on="2026-02-03")) == ["refused", "same_person"]
    assert refused(case.attempted("decline", both, on="2026-02-03", reason="x")) == ["refused", "same_person"]
    case.take("decline", LEADER, on="2026-02-03", reason="另行安排")
    assert (case.state, serving(js)) == ("declined", [])


def test_a_leader_who_is_the_commissioner_does_not_confirm(js: Engine) -> None:
    who = enrolled(js)
    case = proposed(js, who)
    oneself = Actor(LEADER.account, LEADER.grants, frozenset([("commissioner", who.number)]))
    assert refused(case.attempted("confirm", oneself, on="2026-02-03")) == ["refused", "same_person"]


def test_cities_serve_national_level_and_counties_provincial_level_enterprises(js: Engine) -> None:
    county, city = enrolled(js), enrolled(js, 2, CITY_CLERK, CITY_LEADER)
    wrong = drafted(js, county, firm=BIG_FIRM)
    assert refused(wrong.attempted("propose", CLERK, on="2026-02-03")) == ["refused", "other_office"]
    wrong = drafted(js, city, clerk=CITY_CLERK)
    assert refused(wrong.attempted("propose", CITY_CLERK, on="2026-02-03")) == ["refused", "other_office"]
    assigned(js, city, firm=BIG_FIRM, clerk=CITY_CLERK, leader=CITY_LEADER)  # on both lists: the city's


def test_another_county_and_an_unlisted_firm_are_refused(js: Engine) -> None:
    west = enrolled(js, 2, WEST_CLERK, WEST_LEADER)
    wrong = drafted(js, west, clerk=WEST_CLERK)
    assert refused(wrong.attempted("propose", WEST_CLERK, on="2026-02-03")) == ["refused", "other_office"]
    unlisted = drafted(js, enrolled(js), firm=STRANGER)
    assert refused(unlisted.attempted("propose", CLERK, on="2026-02-03")) == ["refused", "not_listed"]


def test_a_commissioner_is_of_this_office_s_pool(js: Engine) -> None:
    west, waiting = enrolled(js, 2, WEST_CLERK, WEST_LEADER), nominated(js, 3)
    for who in (west, waiting):
        case = drafted(js, who)
        assert refused(case.attempted("propose", CLERK, on="2026-02-03")) == ["refused", "no_commissioner"]


def test_the_sixth_enterprise_is_refused(js: Engine) -> None:
    who = enrolled(js)
    for n in range(6):
        relist(js, ("enterprise", f"91320102MA1FIRM00{n}"), "provincial")
    for n in range(5):
        assigned(js, who, firm=("enterprise", f"91320102MA1FIRM00{n}"))
    sixth = drafted(js, who, firm=("enterprise", "91320102MA1FIRM005"))
    assert refused(sixth.attempted("propose", CLERK, on="2026-02-03")) == ["refused", "limit_reached"]
    assert load(js, who) == 5


def test_an_enterprise_has_one_unless_this_one_succeeds_it(js: Engine) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    old = assigned(js, first)
    case = drafted(js, second)
    assert refused(case.attempted("propose", CLERK, on="2026-03-02")) == ["refused", "limit_reached"]
    wrong = drafted(js, second, succeeds="JS-2026-999999")
    assert refused(wrong.attempted("propose", CLERK, on="2026-03-02")) == ["refused", "limit_reached"]
    new = assigned(js, second, on="2026-03-02", succeeds=old.number)
    assert (old.state, old.trail[-1], new.state) == ("ended", "end", "active")
    assert (serving(js), load(js, first), load(js, second)) == ([(FIRM[1], second.number)], 0, 1)


def test_what_it_was_to_succeed_may_have_ended_meanwhile(js: Engine) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    old = assigned(js, first)
    new = proposed(js, second, succeeds=old.number)
    old.take("end", CLERK, on="2026-03-03", reason="调整")
    assert refused(new.attempted("confirm", LEADER, on="2026-03-03")) == ["refused", "not_in_force"]


@pytest.mark.parametrize("state", ["handling", "answered", "triage"])
def test_open_appeals_pass_over_to_the_successor_in_the_same_transaction(js: Engine, state: str) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    old = assigned(js, first)
    appeal = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-02")
    if state == "answered":
        appeal.take("solve", commissioner(first), on="2026-03-02", result="已解决")
    if state == "triage":
        appeal.take("refer", commissioner(first), on="2026-03-02", reason="需协调")
    due = appeal.row.due_at, appeal.row.target_at
    assigned(js, second, on="2026-03-04", succeeds=old.number)
    assert appeal.row.party == {FIRM, ("commissioner", second.number)}
    assert appeal.state == state and (appeal.row.due_at, appeal.row.target_at) == due
    assert (appeal.trail[-1] == "reassign") is (state != "triage")


def test_the_successor_works_on_and_the_one_succeeded_no_longer(js: Engine) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    old = assigned(js, first)
    appeal = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-02")
    assigned(js, second, on="2026-03-04", succeeds=old.number)
    gone = appeal.attempted("solve", commissioner(first), on="2026-03-04", result="x")
    assert refused(gone) == ["not_permitted", "wrong_role"]
    appeal.take("solve", commissioner(second, 2), on="2026-03-04", result="已解决")


def test_a_commissioner_who_leaves_mid_appeal_hands_it_on(js: Engine) -> None:
    first, second = enrolled(js), enrolled(js, 2)
    assigned(js, first)
    appeal = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-02")
    first.take("remove", CLERK, on="2026-03-03", reason="调离")
    assert appeal.state == "handling" and serving(js) == []
    same = appeal.attempted("reassign", CLERK, on="2026-03-03", commissioner=first.number)
    assert refused(same) == ["refused", "no_commissioner", "same_commissioner"]
    appeal.take("reassign", CLERK, on="2026-03-03", commissioner=second.number)
    appeal.take("solve", commissioner(second, 2), on="2026-03-04", result="已解决")
    third = enrolled(js, 3)
    assigned(js, third, on="2026-03-05")
    assert ("commissioner", third.number) in appeal.row.party


def test_ended_with_a_reason_the_enterprise_shows_as_uncovered(js: Engine) -> None:
    who = enrolled(js)
    case = assigned(js, who).take("end", CLERK, on="2026-03-03", reason="工作调整")
    assert (case.state, serving(js), load(js, who)) == ("ended", [], 0)


@pytest.mark.parametrize(
    ("lists", "area", "told"),
    [((), "js-east", []), (("national",), "js-east", ["js-city"]), (("provincial",), "js-west", ["js-west"])],
)
def test_off_the_list_or_of_another_level_or_area_the_assignment_ends(
    js: Engine, lists: tuple[str, ...], area: str, told: list[str]
) -> None:
    case = assigned(js, enrolled(js))
    relist(js, FIRM, *lists, area=area, on="2026-06-01")
    assert (case.state, case.trail[-1], serving(js)) == ("ended", "lose_status", [])
    asked = select(outbox.c.reader).where(outbox.c.case_id == case.id, outbox.c.reader.like("office:%"))
    topics = transaction(js, lambda present: list(present.connection.execute(asked).scalars()))
    assert topics == [f"office:{office}" for office in told]
    asked = select(enterprises.c.ended_at).where(enterprises.c.credit_code == FIRM[1])
    ended = transaction(js, lambda present: present.connection.execute(asked).scalar())
    assert ended == (None if lists else moment("2026-06-01"))
    assert len(history_of(js, FIRM[1], "lists")) == 1 + (lists != ("provincial",))


def test_a_list_that_changes_nothing_leaves_the_assignment(js: Engine) -> None:
    case = assigned(js, enrolled(js))
    assert relist(js, FIRM, "provincial", on="2026-06-01") == []
    assert case.state == "active"
