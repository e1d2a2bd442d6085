"""The outbox: each message reaches its readers once, in order, whatever runs or fails beside it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from models.case import cases
from models.database import transaction
from models.outbox import outbox
from models.user import grants, users
from scheduler.claiming import MINUTE, TRIES
from scheduler.outbox import _claimed, hand_out
from tests.statements import watched
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import appointed, in_publicity, open_call, submitted
from tests.workflows.notices import notice, publicity, take_in
from tests.world import APPLICANT, DISTRICT, EXPERTS
from workflows.actors import Role
from workflows.inbox import inbox
from workflows.telling import DESK, account, holders, tell

AT = moment("2026-11-01")


@pytest.fixture
def case(gz: Engine) -> Walk:
    open_call(gz)
    hand_out(gz, at=AT)
    return submitted(gz)


def told(db: Engine, name: str) -> list[tuple[str, str, str]]:
    """(kind, case or nothing, words) of everything in somebody's inbox, oldest first."""
    found = transaction(db, lambda p: inbox(p.connection, f"u-{name}"), writes=False)
    return [(m.kind, m.case.number if m.case else "", m.words.zh) for m in reversed(found)]


def test_whose_turn_it_is_and_whose_case_it_is_learn_of_it(case: Walk) -> None:
    assert hand_out(case.db, at=AT) == 2
    assert told(case.db, "district") == [("act", case.number, "提交申请，现为“区级初审”")]
    assert told(case.db, "applicant") == told(case.db, "neighbour") == told(case.db, "hq") == []
    case.take("return_for_correction", DISTRICT, on="2026-02-04", gaps=["场地证明未盖章"])
    assert hand_out(case.db, at=AT) == 1
    ((kind, number, words),) = told(case.db, "applicant")
    assert (kind, number) == ("act", case.number) and "补正" in words
    assert hand_out(case.db, at=AT) == 0


def test_what_was_overtaken_is_nobodys_turn_any_more(case: Walk) -> None:
    """After an outage: the parties learn each step, an officer only what still waits for them."""
    case.take("forward", DISTRICT, on="2026-02-05", opinion="材料齐全，同意上报")
    hand_out(case.db, at=AT)
    assert told(case.db, "district") == []
    assert [kind for kind, _, _ in told(case.db, "hq")] == ["act"]
    assert [kind for kind, _, _ in told(case.db, "applicant")] == ["told"]


def test_experts_learn_that_they_are_appointed_and_nobody_of_scores(gz: Engine) -> None:
    open_call(gz)
    case = appointed(gz)
    hand_out(gz, at=AT)
    assert [kind for kind, _, _ in told(gz, "expert1")] == ["act"] and told(gz, "expert4") == []
    before = told(gz, "applicant")
    case.take("score", EXPERTS[0], on="2026-02-07", premises_score=20, capability_score=21, structure_score=22,
              staff_score=23, opinion="合格")  # fmt: skip
    hand_out(gz, at=AT)
    assert told(gz, "applicant") == before and len(told(gz, "expert2")) == 1


def test_the_clocks_step_is_told_with_its_deadline(gz: Engine) -> None:
    open_call(gz)
    case = in_publicity(gz)
    case.wait(until="2026-10-11 00:02:00")
    hand_out(gz, at=AT)
    words = [words for _, number, words in told(gz, "applicant") if number == case.number]
    assert any(w.endswith("期限至 2026-10-10 24:00") for w in words)
    assert ("act", case.number) in [(kind, number) for kind, number, _ in told(gz, "bureau")]


def test_a_deadline_that_a_notice_moves_is_told_to_its_party_and_its_desk(gz: Engine) -> None:
    open_call(gz)
    case, _ = publicity(gz, "2026-12-28", "示例路 1 号")
    take_in(gz, notice(["01-01", "01-04"]), on="2026-12-30")
    hand_out(gz, at=moment("2027-01-01"))
    for name in ("applicant", "bureau", "second"):
        words = [words for kind, number, words in told(gz, name) if (kind, number) == ("deadline", case.number)]
        assert words == ["期限重算：期限至 2027-01-06 24:00"], name
    assert not [number for kind, number, _ in told(gz, "hq") if kind == "deadline"]


def test_readers_that_a_message_names_itself(case: Walk) -> None:
    about = (case.id, case.row.version)
    to = [DESK, account("u-hq"), holders(Role.BUREAU_APPROVER, "gz-bureau"), account("u-gone")]
    transaction(case.db, lambda p: tell(p.connection, "due_near", to=to, at=AT, about=about, due_at=AT))
    disabled = update(users).where(users.c.id == "u-second").values(disabled_at=1)
    transaction(case.db, lambda p: p.connection.execute(disabled))
    hand_out(case.db, at=AT)
    for name, many in (("district", 1), ("hq", 1), ("bureau", 1), ("second", 0)):
        assert len([k for k, _, _ in told(case.db, name) if k == "deadline"]) == many, name


def test_several_at_once_hand_out_each_message_once(gz: Engine) -> None:
    open_call(gz)
    for n in range(12):
        submitted(gz, address=f"示例路 {n} 号").take("withdraw", APPLICANT, on="2026-02-03")
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: hand_out(gz, at=AT), range(4))) == len(_rows(gz))
    assert hand_out(gz, at=AT) == 0
    assert all(row.sent_at == AT and row.last_error is None for row in _rows(gz))


def _rows(db: Engine) -> Any:
    return transaction(db, lambda p: p.connection.execute(select(outbox).order_by(outbox.c.id)).all())


def test_what_cannot_be_told_holds_up_its_own_case_alone_and_is_given_up(case: Walk) -> None:
    """Data that no longer parse: tried eight times, later messages of the case wait, others don't."""
    spoilt = insert(outbox).values(case_id=case.id, seq=2, topic="due_near", reader="nobody:x", made_at=AT)
    transaction(case.db, lambda p: p.connection.execute(spoilt))
    case.take("forward", DISTRICT, on="2026-02-05", opinion="材料齐全，同意上报")
    other = submitted(case.db, address="示例路 9 号").take("withdraw", APPLICANT, on="2026-02-06")
    hand_out(case.db, at=AT)
    assert [row.sent_at for row in _rows(case.db) if row.case_id == other.id] == [AT] * 3
    hand_out(case.db, at=AT)
    now = AT
    for _ in range(TRIES):
        now += 300 * MINUTE
        hand_out(case.db, at=now)
    (bad,) = [row for row in _rows(case.db) if row.sent_at is None]
    assert (bad.reader, bad.tries, bad.wake_at, bad.last_error) == ("nobody:x", TRIES, None, "KeyError")
    assert told(case.db, "hq")[-1][0] == "act"


def test_the_statements_do_not_grow_with_the_messages(case: Walk) -> None:
    sent: list[str] = []
    engine = watched(case.db, lambda when, statement: sent.append(statement) if when == "before" else None)
    many = []
    for n in (1, 2, 9):  # the first look also reads what a process reads once
        for each in range(n):
            submitted(case.db, address=f"示例路 {n}{each} 号").take("withdraw", APPLICANT, on="2026-02-03")
        sent.clear()
        hand_out(engine, at=AT)
        many.append(len([s for s in sent if "PRAGMA" not in s]))
    engine.dispose()
    assert many[1] == many[2] < 20


def test_what_a_process_claimed_and_left_is_handed_out_after_its_pause(case: Walk) -> None:
    assert _claimed(case.db, AT)  # and there it dies
    assert hand_out(case.db, at=AT) == 0
    assert hand_out(case.db, at=AT + MINUTE) == 2
    assert len(told(case.db, "district")) == 1


def test_in_whose_hand_a_case_is_is_reminded_alone(case: Walk) -> None:
    colleague = {"user_id": "u-neighbour", "role": "district_reviewer", "office": "gz-tianhe"}
    transaction(case.db, lambda p: p.connection.execute(insert(grants).values(colleague)))
    mine = update(cases).where(cases.c.id == case.id)
    about = (case.id, case.row.version)
    hand_out(case.db, at=AT)
    for holder, reminded in (("u-district", 1), (None, 2), ("u-hq", 3)):  # who isn't at the desk holds nothing there
        transaction(case.db, lambda p, h=holder: p.connection.execute(mine.values(assignee=h)))
        transaction(case.db, lambda p: tell(p.connection, "due_near", to=[DESK], at=AT, about=about, due_at=AT))
        hand_out(case.db, at=AT)
        assert len([k for k, _, _ in told(case.db, "district") if k == "deadline"]) == reminded
        assert len([k for k, _, _ in told(case.db, "neighbour") if k == "deadline"]) == reminded - 1
