"""Notice, part 1 (JS-1): a proposal that no longer fits is refused on confirmation; how an assignment ends."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.people import assignments, commissioners
from tests.walk import Walk, refused
from tests.workflows.jiangsu.roads import assigned, drafted, enrolled, proposed
from tests.workflows.jiangsu.world import CITY_LEADER, CLERK, FIRM, LEADER, WEST_CLERK, relist


def serving(db: Engine, who: Walk) -> tuple[int, int]:
    """The commissioner's load, and the assignments in force."""
    held = select(assignments.c.case_id).where(assignments.c.ended_at.is_(None))
    load = select(commissioners.c.load).where(commissioners.c.number == who.number)
    return transaction(db, lambda p: (p.connection.scalar(load), len(p.connection.execute(held).all())))


@pytest.mark.parametrize(("lists", "code"), [((), "not_listed"), (("national",), "other_office")])
def test_the_lists_may_change_before_it_is_confirmed(js: Engine, lists: tuple[str, ...], code: str) -> None:
    case = proposed(js, enrolled(js))
    relist(js, FIRM, *lists, on="2026-02-03")
    assert refused(case.attempted("confirm", LEADER, on="2026-02-04")) == ["refused", code]
    assert case.take("decline", LEADER, on="2026-02-04", reason="名单变化").state == "declined"


def test_the_commissioner_may_be_full_and_the_enterprise_covered_before_it_is_confirmed(js: Engine) -> None:
    who, other = enrolled(js), enrolled(js, 2)
    for n in range(5):
        relist(js, ("enterprise", f"91320102MA1FIRM00{n}"), "provincial")
    sixth, late = proposed(js, who), proposed(js, other, firm=("enterprise", "91320102MA1FIRM000"))
    for n in range(5):
        assigned(js, who, firm=("enterprise", f"91320102MA1FIRM00{n}"))
    for case in (sixth, late):
        assert refused(case.attempted("confirm", LEADER, on="2026-02-04")) == ["refused", "limit_reached"]


def test_only_its_own_leader_confirms_and_declines_with_a_reason(js: Engine) -> None:
    case = proposed(js, enrolled(js))
    assert refused(case.attempted("confirm", CITY_LEADER, on="2026-02-04")) == ["not_permitted", "wrong_desk"]
    assert refused(case.attempted("decline", LEADER, on="2026-02-04")) == ["invalid", "field_missing"]


def test_its_own_clerk_ends_it_with_a_reason_and_nobody_says_that_the_status_was_lost(js: Engine) -> None:
    who = enrolled(js)
    case = assigned(js, who)
    assert refused(case.attempted("end", WEST_CLERK, on="2026-03-03", reason="x")) == ["not_permitted", "wrong_desk"]
    assert refused(case.attempted("end", CLERK, on="2026-03-03")) == ["invalid", "field_missing"]
    assert refused(case.attempted("lose_status", CLERK, on="2026-03-03", reason="x")) == ["not_permitted", "wrong_role"]
    assert serving(js, who) == (1, 1)
    case.take("end", CLERK, on="2026-03-03", reason="工作调整")
    assert (case.state, serving(js, who)) == ("ended", (0, 0))


def test_an_enterprise_that_no_longer_exists_ends_it_on_proof(js: Engine) -> None:
    who = enrolled(js)
    case = assigned(js, who)
    assert refused(case.attempted("terminate", CLERK, on="2026-03-03", reason="注销")) == [
        "invalid",
        "material_missing",
    ]
    case.hand_in("proof_of_end").take("terminate", CLERK, on="2026-03-03", reason="注销")
    assert (case.state, serving(js, who)) == ("discontinued", (0, 0))
    for waiting in (drafted(js, who), proposed(js, who)):
        waiting.hand_in("proof_of_end").take("terminate", CLERK, on="2026-03-03", reason="注销")
        assert waiting.state == "discontinued"
