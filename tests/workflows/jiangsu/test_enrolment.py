"""Notice, parts 1, 4 and 5 (1): who becomes a commissioner, and how one leaves."""

import json
from typing import Any

from sqlalchemy import Engine, insert, select

from models.database import transaction
from models.outbox import outbox
from models.people import commissioners
from models.user import contacts, sessions, users
from tests.walk import Walk, moment, refused
from tests.workflows.jiangsu.roads import NOMINATION, assigned, enrolled, nominated, proposed
from tests.workflows.jiangsu.world import CITY_CLERK, CLERK, HELPERS, LEADER, WEST_CLERK
from tests.workflows.staging import history_of, opened
from workflows.actors import Actor


def read(db: Engine, asked):
    return transaction(db, lambda present: present.connection.execute(asked).all())


def drafted_for(db: Engine, number: str, data: dict[str, Any]) -> Walk:
    who = ("commissioner", number)
    return opened(db, "jiangsu/2022/enrolment", CLERK, "js-east", about=who, party=who, on="2026-02-02", data=data)


def told(db: Engine, case: Walk) -> list[str]:
    asked = select(outbox.c.reader).where(outbox.c.case_id == case.id, outbox.c.reader.like("office:%"))
    return [row.reader for row in read(db, asked)]


def test_nominated_by_the_clerk_and_enrolled_by_the_leader(js: Engine) -> None:
    case = enrolled(js)
    assert (case.state, case.trail) == ("enrolled", ["nominate", "enrol"])
    (row,) = read(js, select(commissioners))
    assert (row.number, row.name, row.office, row.load, row.ended_at) == (case.number, "示例专员1", "js-east", 0, None)
    assert json.loads(row.data)["unit"] == NOMINATION["unit"]
    assert read(js, select(contacts.c.user_id).where(contacts.c.number == case.number)) == [(HELPERS[0].account,)]
    assert told(js, case) == ["office:js-province"]
    assert case.row.due_at is None and case.row.target_at is None


def test_the_clerk_who_nominated_does_not_enrol(js: Engine) -> None:
    case = nominated(js)
    assert refused(case.attempted("enrol", CLERK, on="2026-02-03")) == ["not_permitted", "wrong_role"]
    both = Actor(CLERK.account, CLERK.grants | LEADER.grants)
    assert refused(case.attempted("enrol", both, on="2026-02-03")) == ["refused", "same_person"]
    assert refused(case.attempted("reject", both, on="2026-02-03", reason="x")) == ["refused", "same_person"]


def test_a_condition_left_unsaid_is_missing(js: Engine) -> None:
    case = drafted_for(js, "P-1", NOMINATION)
    assert refused(case.attempted("nominate", CLERK, on="2026-02-02", willing=False)) == ["invalid", "field_missing"]


def test_who_is_not_on_public_staff_is_an_exception_with_its_reason(js: Engine) -> None:
    case = drafted_for(js, "P-1", {**NOMINATION, "staff_of": "other"})
    assert refused(case.attempted("nominate", CLERK, on="2026-02-02")) == ["refused", "exception_reason"]
    case.take("nominate", CLERK, on="2026-02-02", exception="示例商会资深服务人员")


def test_an_account_that_is_named_must_be_there(js: Engine) -> None:
    case = drafted_for(js, "P-1", {**NOMINATION, "account": "u-nobody"})
    assert refused(case.attempted("nominate", CLERK, on="2026-02-02")) == ["refused", "no_account"]


def test_nobody_is_nominated_twice_while_in_the_pool(js: Engine) -> None:
    first = enrolled(js)
    again = drafted_for(js, "P-js-east-1", NOMINATION)
    assert refused(again.attempted("nominate", CLERK, on="2026-02-03")) == ["refused", "limit_reached"]
    first.take("remove", CLERK, on="2026-02-04", reason="调离")
    again.take("nominate", CLERK, on="2026-02-05")


def test_rejected_with_a_reason(js: Engine) -> None:
    case = nominated(js).take("reject", LEADER, on="2026-02-03", reason="经验不足")
    assert case.state == "rejected"
    assert read(js, select(commissioners)) == []


def test_removed_sign_in_and_assignments_end_and_the_province_is_told(js: Engine) -> None:
    case = enrolled(js)
    held = assigned(js, case)
    assert refused(case.attempted("remove", WEST_CLERK, on="2026-05-06", reason="x"))[0] == "not_permitted"
    case.take("remove", CLERK, on="2026-05-06", reason="调离")
    assert (case.state, held.state) == ("removed", "ended")
    row = read(js, select(commissioners).where(commissioners.c.number == case.number))[0]
    assert (row.load, row.ended_how) == (0, "remove")
    assert read(js, select(contacts).where(contacts.c.number == case.number)) == []
    (disabled,) = read(js, select(users.c.disabled_at).where(users.c.id == HELPERS[0].account))
    assert disabled.disabled_at is not None
    assert told(js, case) == ["office:js-province", "office:js-province"]
    assert history_of(js, case.number, "ended_how") == ['"remove"']


def test_who_signs_in_for_something_else_keeps_the_account(js: Engine) -> None:
    data = {"account": CITY_CLERK.account}
    case = nominated(js, 3, **data).take("enrol", LEADER, on="2026-02-03")
    case.take("remove", CLERK, on="2026-02-04", reason="调离")
    (row,) = read(js, select(users.c.disabled_at).where(users.c.id == CITY_CLERK.account))
    assert row.disabled_at is None


def test_a_proposal_for_who_was_removed_is_discontinued(js: Engine) -> None:
    case = enrolled(js)
    waiting = proposed(js, case)
    case.take("remove", CLERK, on="2026-02-04", reason="调离")
    assert waiting.state == "discontinued"


def test_who_is_signed_in_when_removed_is_signed_out(js: Engine) -> None:
    case = enrolled(js)
    at = moment("2026-02-03")
    row = {"digest": b"example", "user_id": HELPERS[0].account, "created_at": at, "seen_at": at}
    transaction(js, lambda present: present.connection.execute(insert(sessions).values(row)))
    assert refused(case.attempted("remove", CLERK, on="2026-02-04")) == ["invalid", "field_missing"]
    case.take("remove", CLERK, on="2026-02-04", reason="调离")
    assert read(js, select(sessions.c.ended_at)) == [(moment("2026-02-04"),)]


def test_a_nomination_ends_on_proof_only(js: Engine) -> None:
    case = nominated(js)
    assert refused(case.attempted("terminate", CLERK, on="2026-02-03", reason="x")) == ["invalid", "material_missing"]
    case.hand_in("proof_of_end").take("terminate", CLERK, on="2026-02-03", reason="示例情况")
    assert (case.state, told(js, case)) == ("discontinued", [])
    draft = drafted_for(js, "P-1", NOMINATION).hand_in("proof_of_end")
    assert draft.take("terminate", CLERK, on="2026-02-03", reason="示例情况").state == "discontinued"


def test_a_commissioner_who_died_leaves_the_pool_by_the_desk(js: Engine) -> None:
    case = enrolled(js)
    held = assigned(js, case)
    case.hand_in("proof_of_end").take("terminate", CLERK, on="2026-02-04", reason="示例情况")
    assert (case.state, held.state) == ("discontinued", "ended")
