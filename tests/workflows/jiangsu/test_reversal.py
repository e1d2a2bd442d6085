"""A decision is set aside by two persons of the office that took it; the old case keeps its state."""

from sqlalchemy import Engine, select

from models.database import transaction
from models.people import commissioners
from tests.walk import Walk, refused
from tests.workflows.jiangsu.roads import enrolled, nominated, proposed
from tests.workflows.jiangsu.world import CITY_CLERK, CLERK, LEADER
from tests.workflows.staging import children, opened
from workflows.actors import Actor

SAID = {"basis": "reconsideration", "reason": "示例复议决定"}


def rejected(js: Engine) -> Walk:
    return nominated(js).take("reject", LEADER, on="2026-02-03", reason="经验不足")


def about(js: Engine, old: Walk, office: str = "js-east", clerk=CLERK) -> Walk:
    case = opened(
        js,
        "jiangsu/2022/reversal",
        clerk,
        office,
        about=("case", old.number),
        party=("case", old.number),
        on="2026-04-01",
    )
    return case.hand_in("basis_paper")


def test_a_rejection_set_aside_is_decided_anew(js: Engine) -> None:
    old = rejected(js)
    case = about(js, old).take("propose", CLERK, on="2026-04-01", anew=True, **SAID)
    assert refused(case.attempted("order", CLERK, on="2026-04-02"))[0] == "not_permitted"
    case.take("order", LEADER, on="2026-04-02")
    assert (case.state, old.state) == ("reversed", "rejected")
    (anew,) = children(js, case, "enrolment")
    assert (anew.state, anew.row.form["name"]) == ("draft", "示例专员1")
    anew.take("nominate", CLERK, on="2026-04-03").take("enrol", LEADER, on="2026-04-03")
    again = about(js, old)
    assert refused(again.attempted("propose", CLERK, on="2026-04-07", **SAID)) == ["refused", "set_aside"]


def test_only_a_decision_and_only_by_the_office_that_took_it(js: Engine) -> None:
    waiting = nominated(js, 2)
    assert refused(about(js, waiting).attempted("propose", CLERK, on="2026-04-01", **SAID)) == [
        "refused",
        "not_decided",
    ]
    other = about(js, rejected(js), "js-city", CITY_CLERK)
    assert refused(other.attempted("propose", CITY_CLERK, on="2026-04-01", **SAID)) == ["refused", "other_office"]


def test_the_decision_may_be_left_as_it_is(js: Engine) -> None:
    case = about(js, rejected(js)).take("propose", CLERK, on="2026-04-01", **SAID)
    case.take("dismiss", LEADER, on="2026-04-02", reason="原决定正确")
    assert case.state == "dismissed"


def test_two_persons_decide_on_a_paper_and_only_one_proposal_stands(js: Engine) -> None:
    old = rejected(js)
    bare = opened(
        js, "jiangsu/2022/reversal", CLERK, "js-east", about=("case", old.number), party=("case", old.number),
        on="2026-04-01",
    )  # fmt: skip
    assert refused(bare.attempted("propose", CLERK, on="2026-04-01", **SAID)) == ["invalid", "material_missing"]
    case = about(js, old).take("propose", CLERK, on="2026-04-01", **SAID)
    bare.hand_in("basis_paper")
    assert refused(bare.attempted("propose", CLERK, on="2026-04-01", **SAID)) == ["refused", "limit_reached"]
    both = Actor(CLERK.account, CLERK.grants | LEADER.grants)
    assert refused(case.attempted("order", both, on="2026-04-02")) == ["refused", "same_person"]
    assert refused(case.attempted("dismiss", both, on="2026-04-02", reason="x")) == ["refused", "same_person"]


def test_a_declined_assignment_is_proposed_anew(js: Engine) -> None:
    who = enrolled(js)
    old = proposed(js, who).take("decline", LEADER, on="2026-02-03", reason="另行安排")
    case = (
        about(js, old).take("propose", CLERK, on="2026-04-01", anew=True, **SAID).take("order", LEADER, on="2026-04-02")
    )
    (anew,) = children(js, case, "assignment")
    anew.take("propose", CLERK, on="2026-04-03").take("confirm", LEADER, on="2026-04-03")
    assert (anew.state, old.state) == ("active", "declined")


def test_who_was_removed_in_error_is_enrolled_anew(js: Engine) -> None:
    old = nominated(js, account=CITY_CLERK.account).take("enrol", LEADER, on="2026-02-03")
    old.take("remove", CLERK, on="2026-03-02", reason="调离")
    case = (
        about(js, old).take("propose", CLERK, on="2026-04-01", anew=True, **SAID).take("order", LEADER, on="2026-04-02")
    )
    (anew,) = children(js, case, "enrolment")
    anew.take("nominate", CLERK, on="2026-04-03").take("enrol", LEADER, on="2026-04-03")
    standing = select(commissioners.c.number).where(commissioners.c.ended_at.is_(None))
    assert transaction(js, lambda p: list(p.connection.execute(standing).scalars())) == [anew.number]
