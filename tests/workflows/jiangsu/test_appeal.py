"""Notice, part 3 (3): an enterprise's appeal climbs, waits, is transferred, and is answered."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.jiangsu.roads import TOLD, appeal_draft, handled, in_triage
from tests.workflows.jiangsu.world import (
    CITY_CLERK,
    CITY_LEADER,
    CLERK,
    ENTERPRISE,
    LEADER,
    PROVINCE_CLERK,
    PROVINCE_LEADER,
)
from workflows.actors import CLOCK
from workflows.instants import local


def test_it_climbs_county_city_province_and_comes_back_fed_back(js: Engine) -> None:
    case, helper = in_triage(js)
    case.take("escalate", CLERK, on="2026-03-03", reason="超出本级职能")
    assert (case.state, case.row.office) == ("triage", "js-city")
    case.take("escalate", CITY_CLERK, on="2026-03-04", reason="需省级协调")
    assert case.row.office == "js-province"
    top = case.attempted("escalate", PROVINCE_CLERK, on="2026-03-05", reason="x")
    assert refused(top) == ["refused", "top_office"]
    case.take("assign_division", PROVINCE_CLERK, on="2026-03-05", division="示例处")
    case.take("answer", PROVINCE_CLERK, on="2026-03-06", result="已纳入支持范围")
    case.take("feed_back", helper, on="2026-03-06", **TOLD)
    case.take("confirm", ENTERPRISE, on="2026-03-09", rating=4)
    assert case.trail[-4:] == ["assign_division", "answer", "feed_back", "confirm"]


def test_escalating_begins_the_office_s_period_anew_and_handing_it_about_does_not(js: Engine) -> None:
    case, _ = in_triage(js, "2026-03-02")
    due = "2026-03-10T00:00:00+08:00"  # five working days after Monday the 2nd
    assert local(case.row.due_at or 0) == due
    case.take("assign_division", CLERK, on="2026-03-05", division="示例科")
    assert local(case.row.due_at or 0) == due
    case.take("give_back", CLERK, on="2026-03-06", reason="不属本科职能")
    assert local(case.row.due_at or 0) == due
    case.take("request_transfer", CLERK, on="2026-03-06", department="示例局", reason="属其职能")
    case.take("refuse_transfer", LEADER, on="2026-03-06", reason="仍应本局办理")
    assert local(case.row.due_at or 0) == due
    case.take("escalate", CLERK, on="2026-03-06", reason="超出本级职能")
    assert local(case.row.due_at or 0) == "2026-03-14T00:00:00+08:00"


@pytest.mark.parametrize("state", ["triage", "division_handling", "leader_approval"])
def test_overdue_it_goes_to_the_higher_office_under_supervision(js: Engine, state: str) -> None:
    case, _ = in_triage(js, "2026-03-02")
    if state == "division_handling":
        case.take("assign_division", CLERK, on="2026-03-03", division="示例科")
    if state == "leader_approval":
        case.take("request_transfer", CLERK, on="2026-03-03", department="示例局", reason="属其职能")
    assert refused(case.attempted("escalate_overdue", CLOCK, on="2026-03-09")) == ["not_due"]
    case.wait(until="2026-03-10 00:00:01")
    assert (case.state, case.row.office) == ("supervised", "js-city")
    assert refused(case.attempted("take_up", CLERK, on="2026-03-10")) == ["not_permitted", "wrong_desk"]
    assert case.row.target_at is not None


def test_after_its_period_a_desk_can_only_wait_for_the_clock(js: Engine) -> None:
    case, _ = in_triage(js, "2026-03-02")
    late = case.attempted("assign_division", CLERK, on="2026-03-10", division="示例科")
    assert refused(late) == ["deadline_passed", "deadline_passed"]


def test_the_higher_office_takes_it_up_or_instructs_the_one_that_had_it(js: Engine) -> None:
    case, _ = in_triage(js, "2026-03-02")
    case.wait(until="2026-03-10 00:00:01")
    case.take("instruct", CITY_LEADER, on="2026-03-10", instruction="请于本周办结", by_when="2026-03-13")
    assert (case.state, case.row.office) == ("triage", "js-east")
    assert local(case.row.due_at or 0) == "2026-03-18T00:00:00+08:00"
    case.wait(until="2026-03-18 00:00:01").take("take_up", CITY_CLERK, on="2026-03-18")
    assert (case.state, case.row.office) == ("triage", "js-city")


def test_at_the_top_it_stands_under_supervision_where_it_is(js: Engine) -> None:
    case, _ = in_triage(js)
    case.take("escalate", CLERK, on="2026-03-02", reason="x").take("escalate", CITY_CLERK, on="2026-03-02", reason="x")
    case.wait(until="2026-03-10 00:00:01")
    assert (case.state, case.row.office) == ("supervised", "js-province")
    case.take("instruct", PROVINCE_LEADER, on="2026-03-10", instruction="限期办结", by_when="2026-03-13")
    assert case.row.office == "js-province"


def test_a_transfer_needs_the_leader_and_another_person(js: Engine) -> None:
    case, _ = in_triage(js)
    case.take("request_transfer", CLERK, on="2026-03-03", department="示例人社局", reason="属其职能")
    assert refused(case.attempted("approve_transfer", CLERK, on="2026-03-03")) == ["not_permitted", "wrong_role"]
    both = type(CLERK)(CLERK.account, CLERK.grants | LEADER.grants)
    assert refused(case.attempted("approve_transfer", both, on="2026-03-03")) == ["refused", "same_person"]
    case.take("approve_transfer", LEADER, on="2026-03-04")
    assert local(case.row.due_at or 0) == "2026-03-19T00:00:00+08:00"  # ten working days of its own
    unanswered = case.attempted("answer", CLERK, on="2026-03-05", result="已办理")
    assert refused(unanswered) == ["invalid", "material_missing"]
    case.hand_in("department_reply").take("answer", CLERK, on="2026-03-05", result="已办理")
    assert case.state == "answered"


def test_another_department_that_keeps_silent_is_supervised_too(js: Engine) -> None:
    case, _ = in_triage(js)
    case.take("request_transfer", CLERK, on="2026-03-03", department="示例局", reason="属其职能")
    case.take("approve_transfer", LEADER, on="2026-03-04").wait(until="2026-03-19 00:00:01")
    assert (case.state, case.row.office) == ("supervised", "js-city")


def test_given_back_by_another_department_triage_begins_anew(js: Engine) -> None:
    case, _ = in_triage(js)
    case.take("request_transfer", CLERK, on="2026-03-03", department="示例局", reason="属其职能")
    case.take("approve_transfer", LEADER, on="2026-03-04").take("give_back", CLERK, on="2026-03-16", reason="退回")
    assert local(case.row.due_at or 0) == "2026-03-24T00:00:00+08:00"


def test_what_is_fixed_by_policy_is_explained_and_fed_back(js: Engine) -> None:
    case, helper = handled(js)
    said: dict[str, Any] = {"policy": "示例政策第三条", "explanation": "属统一规定"}
    unticked = case.attempted("decline", helper, on="2026-03-03", fixed_by_policy=False, **said)
    assert refused(unticked) == ["invalid", "field_missing"]
    case.take("decline", helper, on="2026-03-03", fixed_by_policy=True, **said)
    assert case.state == "answered"
    other, _ = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-03"), helper
    other.take("refer", helper, on="2026-03-03", reason="x")
    other.take("decline", CLERK, on="2026-03-04", fixed_by_policy=True, **said)
    assert other.state == "answered"
