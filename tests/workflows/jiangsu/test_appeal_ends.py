"""Notice, part 3 (3): results are fed back, the enterprise has the last word, and nothing stays without an answer."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.ledger import ratings
from tests.walk import Walk, refused
from tests.workflows.jiangsu.roads import TOLD, answered, appeal_draft, handled, in_triage
from tests.workflows.jiangsu.world import CITY_CLERK, CLERK, ENTERPRISE, LEADER, WEST_CLERK
from workflows.actors import Actor
from workflows.instants import local
from workflows.rulebooks import lifecycles


def test_a_commissioner_solves_what_can_be_solved_and_the_enterprise_confirms(js: Engine) -> None:
    case, helper = handled(js)
    case.take("solve", helper, on="2026-03-03", result="已对接银行")
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    case.take("confirm", ENTERPRISE, on="2026-03-05", rating=5)
    assert case.state == "closed"
    assert case.trail == ["register", "solve", "feed_back", "confirm"]


@pytest.mark.parametrize(("rating", "marked"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_low_rating_stands_before_the_leader(js: Engine, rating: int, marked: int) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD).take("confirm", ENTERPRISE, on="2026-03-05", rating=rating)
    asked = select(ratings.c.rating, ratings.c.for_leader, ratings.c.office)
    assert transaction(js, lambda present: present.connection.execute(asked).all()) == [(rating, marked, "js-east")]


def test_a_rating_is_one_to_five(js: Engine) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    assert refused(case.attempted("confirm", ENTERPRISE, on="2026-03-05", rating=6)) == ["invalid", "field_wrong"]


def test_disputed_it_is_done_again_and_a_second_time_by_the_higher_office(js: Engine) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    case.take("dispute", ENTERPRISE, on="2026-03-05", reason="未解决")
    assert (case.state, case.row.office) == ("triage", "js-east")
    case.take("assign_division", CLERK, on="2026-03-05", division="示例科")
    case.take("answer", CLERK, on="2026-03-05", result="已办理").take("feed_back", CLERK, on="2026-03-05", **TOLD)
    case.take("dispute", ENTERPRISE, on="2026-03-06", reason="仍未解决")
    assert (case.state, case.row.office) == ("triage", "js-city")


def test_without_a_word_from_the_enterprise_it_is_settled_by_the_clock(js: Engine) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    assert local(case.row.due_at or 0) == "2026-03-19T00:00:00+08:00"
    case.wait(until="2026-03-19 00:00:01")
    assert (case.state, case.trail[-1]) == ("closed", "settle")


def test_no_appeal_ends_without_answer_and_feedback_but_one_withdrawn_or_void(js: Engine) -> None:
    into_an_end = {(s.name, s.source.name) for s in lifecycles()["jiangsu/2022/appeal"].steps if s.target.final}
    assert {source for name, source in into_an_end if name not in ("withdraw", "close_void")} == {"fed_back"}
    into_feedback = {s.source.name for s in lifecycles()["jiangsu/2022/appeal"].steps if s.target.name == "fed_back"}
    assert into_feedback == {"answered"}


def test_the_enterprise_may_take_it_back_before_it_is_fed_back(js: Engine) -> None:
    case, helper = answered(js)
    case.take("withdraw", ENTERPRISE, on="2026-03-03")
    assert case.state == "withdrawn"
    other, _ = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-03"), helper
    other.take("solve", helper, on="2026-03-03", result="x").take("feed_back", helper, on="2026-03-03", **TOLD)
    assert refused(other.attempted("withdraw", ENTERPRISE, on="2026-03-03")) == ["wrong_state", "wrong_state"]


def test_an_enterprise_that_no_longer_exists_closes_it_on_proof(js: Engine) -> None:
    case, _ = in_triage(js)
    assert refused(case.attempted("close_void", CLERK, on="2026-03-03", reason="已注销")) == [
        "invalid",
        "material_missing",
    ]
    case.hand_in("proof_of_end").take("close_void", CLERK, on="2026-03-03", reason="已注销")
    assert case.state == "closed"
    assert refused(case.attempted("close_void", WEST_CLERK, on="2026-03-03", reason="x"))[0] == "wrong_state"


PEER: dict[str, Any] = {"department": "示例局", "reason": "属其职能"}
ROADS: dict[str, tuple[tuple[str, Actor, dict[str, Any]], ...]] = {  # from triage
    "triage": (),
    "division_handling": (("assign_division", CLERK, {"division": "示例科"}),),
    "leader_approval": (("request_transfer", CLERK, PEER),),
    "peer_handling": (("request_transfer", CLERK, PEER), ("approve_transfer", LEADER, {})),
}
BEFORE_FEEDBACK = ("draft", "handling", *ROADS, "supervised", "answered")


def standing_at(js: Engine, state: str) -> tuple[Walk, str]:
    """An appeal there, and a day on which it still is."""
    if state == "draft":
        return appeal_draft(js), "2026-03-03"
    if state in ("handling", "answered"):
        return (answered if state == "answered" else handled)(js)[0], "2026-03-03"
    case, _ = in_triage(js)
    for step, by, said in ROADS.get(state, ()):
        case.take(step, by, on="2026-03-02", **said)
    if state == "supervised":
        return case.wait(until="2026-03-10 00:00:01"), "2026-03-11"
    return case, "2026-03-03"


@pytest.mark.parametrize("state", BEFORE_FEEDBACK)
def test_taken_back_from_wherever_it_stands(js: Engine, state: str) -> None:
    case, day = standing_at(js, state)
    assert case.state == state
    assert refused(case.attempted("withdraw", CLERK, on=day))[0] == "not_permitted"
    assert case.take("withdraw", ENTERPRISE, on=day).state == "withdrawn"


@pytest.mark.parametrize("state", BEFORE_FEEDBACK)
def test_closed_on_proof_wherever_it_stands(js: Engine, state: str) -> None:
    case, day = standing_at(js, state)
    assert case.state == state
    clerk = CITY_CLERK if state == "supervised" else CLERK
    case.hand_in("proof_of_end").take("close_void", clerk, on=day, reason="已注销")
    assert case.state == "closed"


def test_closed_on_proof_while_the_enterprise_s_word_is_awaited(js: Engine) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    case.hand_in("proof_of_end").take("close_void", CLERK, on="2026-03-05", reason="已注销")
    assert case.state == "closed"
