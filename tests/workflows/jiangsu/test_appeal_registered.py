"""Notice, part 3 (3): who takes an appeal up, for whom, and where it goes first."""

import json

from sqlalchemy import Engine, select

from models.case import entries
from models.database import transaction
from tests.walk import Walk, refused
from tests.workflows.jiangsu.roads import (
    REQUEST,
    TOLD,
    answered,
    appeal_draft,
    assigned,
    commissioner,
    enrolled,
    handled,
    nominated,
)
from tests.workflows.jiangsu.world import (
    BIG_FIRM,
    CITY_CLERK,
    CITY_LEADER,
    CLERK,
    ENTERPRISE,
    LEADER,
    OWNER,
    WEST_CLERK,
    WEST_LEADER,
)
from tests.workflows.staging import opened
from workflows.actors import Actor, Role
from workflows.books.jiangsu.v2022.appeal import APPEAL
from workflows.turns import waits_for


def test_an_uncovered_enterprise_goes_to_the_office_that_serves_it(js: Engine) -> None:
    case = appeal_draft(js)
    assert refused(case.attempted("register", ENTERPRISE, on="2026-03-02")) == ["refused", "uncovered"]
    case.take("register_uncovered", ENTERPRISE, on="2026-03-02")
    assert (case.state, case.row.office) == ("triage", "js-east")
    national = opened(
        js, "jiangsu/2022/appeal", OWNER, "js-east", about=BIG_FIRM, party=BIG_FIRM,
        on="2026-03-02", data=REQUEST,
    )  # fmt: skip
    assert national.take("register_uncovered", OWNER, on="2026-03-02").row.office == "js-city"


def test_a_covered_one_goes_to_its_commissioner_first(js: Engine) -> None:
    helper = commissioner(enrolled_and_assigned(js))
    case = appeal_draft(js)
    assert refused(case.attempted("register_uncovered", ENTERPRISE, on="2026-03-02")) == ["refused", "covered"]
    case.take("register", ENTERPRISE, on="2026-03-02")
    assert refused(case.attempted("solve", ENTERPRISE, on="2026-03-02", result="x")) == ["not_permitted", "wrong_role"]
    case.take("solve", helper, on="2026-03-02", result="已解决")


def enrolled_and_assigned(js: Engine) -> Walk:
    who = enrolled(js)
    assigned(js, who)
    return who


def test_the_commissioner_or_the_office_registers_it_for_the_enterprise(js: Engine) -> None:
    helper = commissioner(enrolled_and_assigned(js))
    by_helper = appeal_draft(js, by=helper).take("register", helper, on="2026-03-02")
    assert by_helper.state == "handling"
    on_paper = appeal_draft(js, by=CLERK)
    on_paper.take("register", CLERK, on="2026-03-02", counter=("示例企业", "2026-02-27"))
    told = appeal_draft(js, by=CLERK)
    assert refused(told.attempted("register", WEST_CLERK, on="2026-03-02")) == ["not_permitted", "wrong_desk"]
    told.take("register", CLERK, on="2026-03-02")
    e = entries.c
    newest = select(e.body).order_by(e.seq.desc()).limit(1)
    for case in (on_paper, told):
        last = transaction(js, lambda p, id=case.id: json.loads(p.connection.scalar(newest.where(e.case_id == id))))
        assert (case.state, last["role"], last["on_behalf_of"]) == ("handling", "office_clerk", "enterprise")


def test_who_registers_for_an_enterprise_has_not_filed_the_case(js: Engine) -> None:
    case = appeal_draft(js, by=CLERK).take("register_uncovered", CLERK, on="2026-03-02")
    assert case.row.filers == "[]"
    case.take("assign_division", CLERK, on="2026-03-02", division="示例科")


def test_a_draft_waits_for_the_enterprise_and_not_for_the_office_that_may_help(js: Engine) -> None:
    assert waits_for(APPEAL, APPEAL.initial) == {Role.ENTERPRISE, Role.COMMISSIONER}


def test_a_commissioner_does_not_speak_for_the_enterprise(js: Engine) -> None:
    case, helper = answered(js)
    case.take("feed_back", helper, on="2026-03-04", **TOLD)
    assert refused(case.attempted("confirm", helper, on="2026-03-05", rating=5)) == ["not_permitted", "wrong_role"]


def test_where_the_only_clerk_is_the_commissioner_the_next_higher_office_stands_in(js: Engine) -> None:
    who = nominated(js, account=CLERK.account).take("enrol", LEADER, on="2026-02-02")
    assigned(js, who)
    helper = Actor(CLERK.account, CLERK.grants, frozenset([("commissioner", who.number)]))
    case = appeal_draft(js).take("register", ENTERPRISE, on="2026-03-02")
    case.take("refer", helper, on="2026-03-02", reason="需协调")
    own = case.attempted("assign_division", helper, on="2026-03-02", division="示例科")
    assert refused(own) == ["refused", "same_person"]
    case.take("assign_division", CITY_CLERK, on="2026-03-02", division="示例科")
    assert case.row.office == "js-east"


def test_while_somebody_at_the_desk_may_the_higher_office_may_not(js: Engine) -> None:
    case = appeal_draft(js).take("register_uncovered", ENTERPRISE, on="2026-03-02")
    above = case.attempted("assign_division", CITY_CLERK, on="2026-03-02", division="示例科")
    assert refused(above) == ["not_permitted", "wrong_desk"]


def test_an_appeal_is_handed_within_the_office_or_to_one_below_it_and_waits_there(js: Engine) -> None:
    case, _ = handled(js)
    west = enrolled(js, 2, WEST_CLERK, WEST_LEADER)
    nobody = case.attempted("reassign", CLERK, on="2026-03-03", commissioner="JS-2026-999999")
    assert refused(nobody) == ["refused", "no_commissioner"]
    elsewhere = case.attempted("reassign", CLERK, on="2026-03-03", commissioner=west.number)
    assert refused(elsewhere) == ["refused", "other_office"]
    assigned(js, enrolled(js, 3, CITY_CLERK, CITY_LEADER), firm=BIG_FIRM, clerk=CITY_CLERK, leader=CITY_LEADER)
    national = appeal_draft(js, OWNER, BIG_FIRM).take("register", OWNER, on="2026-03-02")
    assert national.row.office == "js-city"
    national.take("reassign", CITY_CLERK, on="2026-03-03", commissioner=west.number)
    assert (national.state, national.row.office) == ("handling", "js-west")
    national.take("solve", commissioner(west, 2), on="2026-03-04", result="已解决")
    same = national.attempted("reassign", WEST_CLERK, on="2026-03-05", commissioner=west.number)
    assert refused(same) == ["refused", "same_commissioner"]
    above = national.attempted("reassign", WEST_CLERK, on="2026-03-05", commissioner="JS-2026-999999")
    assert refused(above) == ["refused", "no_commissioner"]
