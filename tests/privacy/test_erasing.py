"""Erasing on an order: the value is nowhere, the chain is whole, and history names what left, and why."""

import io
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError

from models.account_acts import MACHINE
from models.case import cases
from models.database import transaction
from models.files import Files
from models.material import materials
from models.outbox import outbox
from tests.privacy.traces import History, columns_with
from tests.walk import Walk, moment
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, BUREAU, DISTRICT, actor, holds, settle
from workflows.actors import Actor
from workflows.erasing import Erased, erase
from workflows.errors import Invalid, NotFound, NotPermitted, Refused, StepError

NAME, PHONE, STREET = "甲某某示例", "000-7654321", "示例密路 99 号"
KEEPER = actor("u-settings", ("settings_admin", "gz-bureau"))
LATER = "2026-11-02"


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    roads.open_call(db)
    return db


def erased(
    case: Walk, name: str, *, order: str = "示例决〔2026〕1 号", by: Actor = KEEPER, seq: int | None = None
) -> Erased:
    at = moment(LATER)
    return transaction(case.db, lambda p: erase(p.connection, case.id, name, order=order, by=by, at=at, seq=seq))


def certified(gz: Engine) -> Walk:
    case = roads.in_bureau_decision(gz, contact_name=NAME, contact_phone=PHONE, address=STREET)
    roads.publish(gz, case, at="2026-09-28")
    case.wait(until="2026-10-11 00:02:00")
    roads.publish(gz, case, kind="announcement", at="2026-10-12")
    return case


def test_a_field_is_nowhere_afterwards_and_history_says_so(gz: Engine) -> None:
    case = certified(gz)
    assert columns_with(gz, PHONE) == {"cases.data", "disclosures.opened", "titles.data", "register_values.value"}
    before = case.row
    done = erased(case, "contact_phone")
    history = History(gz, case.id)
    assert columns_with(gz, PHONE) == set()
    assert history.wrong() == [] and history.withheld() == set(done.places) == set(history.named())
    assert {seq for seq, _ in done.places} == {1, 2}, "the draft that was opened, and its submission"
    (record,) = history.of_kind("erase")
    assert (record["actor"], record["role"], record["source"]) == (KEEPER.account, "settings_admin", "certified")
    after = case.row
    assert (after.version, after.state, after.due_at) == (before.version + 1, before.state, before.due_at)
    told = transaction(gz, lambda p: p.connection.execute(select(outbox.c.topic).order_by(outbox.c.id.desc())).scalar())
    assert told == "erase"
    holds(gz)


def test_the_order_is_disclosed_and_the_value_is_not(gz: Engine) -> None:
    case = roads.submitted(gz, contact_phone=PHONE)
    erased(case, "contact_phone", order="示例决〔2026〕7 号")
    assert columns_with(gz, "〔2026〕7") == {"disclosures.opened"}
    assert b"2026\xe3\x80\x95" not in b"".join(History(gz, case.id).bodies)


def test_register_notice_and_slot_lose_their_copies(gz: Engine) -> None:
    case = certified(gz)
    assert "titles.address" in columns_with(gz, STREET)
    erased(case, "address")
    assert columns_with(gz, STREET) == set()
    other = roads.in_publicity(gz, at="2026-11-02")
    assert {"notices.content", "titles.name"} <= columns_with(gz, roads.FORM["station_name"])
    erased(case, "station_name")
    names = transaction(gz, lambda p: p.connection.execute(text("SELECT name FROM titles")).scalars().all())
    assert names == [f"（已删除 · erased {case.number}）"]
    assert other.row.form["station_name"] == roads.FORM["station_name"], "another case's are its own"
    holds(gz)


def test_a_slot_is_still_held_without_the_words_that_it_was_made_of(gz: Engine) -> None:
    case = roads.submitted(gz, address=STREET)
    case.take("return_for_correction", DISTRICT, on="2026-02-03", gaps=["场地证明未盖章"])
    erased(case, "address")
    assert columns_with(gz, STREET) == set() and case.row.slot
    holds(gz)


def test_what_an_open_case_still_needs_is_kept(gz: Engine) -> None:
    case = roads.submitted(gz)
    with pytest.raises(Refused, match="end it first"):
        erased(case, "station_name")
    assert erased(case, "contact_name").places
    assert case.row.form["contact_name"] == f"（已删除 · erased {case.number}）", "the next steps find a word there"
    case.take("forward", DISTRICT, on=LATER, opinion="材料齐全，同意上报")
    holds(gz)


def test_an_objectors_name_leaves_the_objection(gz: Engine) -> None:
    objection = roads.object_to(roads.in_publicity(gz), name=NAME, contact=PHONE)
    erased(objection, "name")
    assert columns_with(gz, NAME) == set() and columns_with(gz, PHONE)
    erased(objection, "contact")
    assert columns_with(gz, PHONE) == set()
    assert History(gz, objection.id).withheld() == {(1, "name"), (1, "contact")}
    holds(gz)


def test_a_comment_is_erased_of_one_entry_alone(gz: Engine) -> None:
    case = roads.submitted(gz)
    case.take("return_for_correction", DISTRICT, on="2026-02-03", gaps=["一"])
    case.take("resubmit", APPLICANT, on="2026-02-04", contact_phone=PHONE)
    erased(case, "contact_phone", seq=2)
    assert case.row.form["contact_phone"] == PHONE, "another entry's value stands"
    assert History(gz, case.id).withheld() == {(2, "contact_phone")}
    with pytest.raises(Refused):
        erased(case, "contact_phone", seq=3)
    holds(gz)


def test_a_file_leaves_with_its_name_and_its_bytes_unless_another_case_has_them(gz: Engine, tmp_path: Path) -> None:
    files, case = Files(tmp_path / "files"), roads.submitted(gz)
    stored = files.put(io.BytesIO(b"%PDF-1.7 shared"))
    own = materials.c.case_id == case.id
    first, second = transaction(
        gz, lambda p: p.connection.execute(select(materials.c.id).where(own).limit(2)).scalars().all()
    )
    new = update(materials).where(materials.c.id.in_([first, second])).values(sha256=stored.sha256)
    transaction(gz, lambda p: p.connection.execute(new))
    assert erased(case, f"material.{first}").files == (), "the other row has the same bytes"
    assert erased(case, f"material.{second}").files == (stored.sha256,)
    assert columns_with(gz, stored.sha256, "application_form.pdf") == set()
    history = History(gz, case.id)
    assert history.withheld() == {(2, f"material.{m}.{what}") for m in (first, second) for what in ("name", "sha256")}
    with pytest.raises(Refused):
        erased(case, f"material.{second}")
    holds(gz)


def test_a_draft_that_no_entry_holds_is_erased_and_recorded(gz: Engine) -> None:
    case = roads.drafted(gz)
    form = '{"contact_phone":"000-7654321"}'
    transaction(gz, lambda p: p.connection.execute(update(cases).where(cases.c.id == case.id).values(data=form)))
    assert erased(case, "contact_phone").places == ((1, "contact_phone"),)
    assert columns_with(gz, PHONE) == set()


@pytest.mark.parametrize(
    ("name", "by", "order", "error"),
    [
        ("contact_phone", DISTRICT, "1", NotPermitted),
        ("contact_phone", BUREAU, "1", NotPermitted),
        ("contact_phone", actor("u-x", ("settings_admin", "gz-yuexiu")), "1", NotPermitted),
        ("contact_phone", actor("u-x", ("accounts_admin", "gz-bureau")), "1", NotPermitted),
        ("contact_phone", KEEPER, " ", Invalid),
        ("contact_phone", KEEPER, "x" * 201, Invalid),
        ("no_such_field", KEEPER, "1", Refused),
        ("material.999999", KEEPER, "1", Refused),
    ],
)
def test_what_is_refused_changes_nothing(gz: Engine, name: str, by: Actor, order: str, error: type[StepError]) -> None:
    case = roads.submitted(gz)
    before = case.row
    with pytest.raises(error):
        erased(case, name, by=by, order=order)
    assert case.row == before
    with pytest.raises(NotFound):
        transaction(gz, lambda p: erase(p.connection, 0, name, order="1", by=Actor(MACHINE), at=0))


SAID = "only loses fields"
EDITS = [
    "UPDATE disclosures SET opened = replace(opened, '材料齐全', '材料不全')",
    """UPDATE disclosures SET opened = '{"contact_phone":["00","x"]}'""",
    "UPDATE disclosures SET seq = seq + 100",
    "DELETE FROM disclosures",
]


@pytest.mark.parametrize("edit", EDITS)
def test_the_database_lets_a_disclosure_lose_fields_and_nothing_else(gz: Engine, edit: str) -> None:
    roads.in_expert_review(gz)
    with gz.connect() as connection, pytest.raises(DBAPIError, match=SAID):
        connection.execute(text(edit))
    if gz.dialect.name == "postgresql":
        with gz.connect() as connection, pytest.raises(DBAPIError, match=SAID):
            connection.execute(text("TRUNCATE disclosures"))
