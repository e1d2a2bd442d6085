"""Guideline, part 4 (1) 3 (4): objecting in the period, and how the bureau decides."""

from sqlalchemy import Engine, select

from models.case import cases
from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.guangzhou.roads import (
    SAID,
    in_bureau_decision,
    in_conclusion,
    in_publicity,
    investigated,
    object_to,
    publish,
)
from tests.world import APPLICANT, BUREAU, DISTRICT, HQ, RIVAL, SECOND
from workflows.actors import PUBLIC
from workflows.errors import Refused
from workflows.moves import Entry


def announcement(db: Engine, *walks: Walk, on: str) -> list[str]:
    try:
        publish(db, *walks, kind="announcement", at=on)
    except Refused as error:
        return refused(error)
    return []


def test_each_filing_is_one_objection_of_the_notice(gz: Engine) -> None:
    case = in_publicity(gz)
    due = case.row.due_at
    one, two = object_to(case), object_to(case, text="另一理由")
    assert one.number != two.number
    assert (one.state, one.row.subject_kind, one.row.office) == ("filed", "notice", "gz-bureau")
    assert one.row.parent is not None
    assert one.row.subject_number != case.number
    assert (case.state, case.row.due_at) == ("publicity", due)
    assert one.row.form["cases"] == [case.number]


def test_an_unsigned_objection_is_refused_online(gz: Engine) -> None:
    case = in_publicity(gz)
    assert refused(case.attempted("object", PUBLIC, on="2026-09-29", **{**SAID, "name": ""})) == ["refused", "unsigned"]
    assert refused(case.attempted("object", PUBLIC, on="2026-09-29", **{**SAID, "contact": ""})) == [
        "refused",
        "unsigned",
    ]


def test_in_time_to_the_last_second(gz: Engine) -> None:
    case = in_publicity(gz)
    assert isinstance(case.attempted("object", PUBLIC, on="2026-10-10 23:59:59", **SAID), Entry)
    for late in ("2026-10-11 00:00:00", "2026-10-11 00:01:00"):
        assert refused(case.attempted("object", PUBLIC, on=late, **SAID)) == ["deadline_passed"] * 2


def test_a_letters_postmark_decides_at_the_counter(gz: Engine) -> None:
    case = in_conclusion(gz)
    paper = ("示例公民", "2026-10-10 12:00:00")
    outcome = case.attempted("object", BUREAU, on="2026-10-13", counter=paper, **SAID)
    assert isinstance(outcome, Entry)
    objection = Walk(gz, outcome.caused[0])
    assert (objection.row.form["late"], objection.row.form["anonymous"]) == (False, False)
    objection.take("admit", SECOND, on="2026-10-13")


def test_late_or_anonymous_at_the_counter_is_taken_in_marked_and_refused_by_the_decider(gz: Engine) -> None:
    case = in_conclusion(gz)
    outcome = case.attempted("object", BUREAU, on="2026-10-13", counter=("示例公民", "2026-10-12"), **SAID)
    assert isinstance(outcome, Entry)
    late = Walk(gz, outcome.caused[0])
    assert late.row.form["late"] is True
    assert refused(late.attempted("admit", SECOND, on="2026-10-13")) == ["refused", "late"]
    assert late.take("refuse", SECOND, on="2026-10-13", reason="逾期").state == "inadmissible"

    unsigned = {**SAID, "name": "", "contact": ""}
    outcome = case.attempted("object", BUREAU, on="2026-10-13", counter=("匿名", "2026-10-10"), **unsigned)
    assert isinstance(outcome, Entry)
    anonymous = Walk(gz, outcome.caused[0])
    assert (anonymous.row.form["late"], anonymous.row.form["anonymous"]) == (False, True)
    assert refused(anonymous.attempted("admit", SECOND, on="2026-10-13")) == ["refused", "unsigned"]
    anonymous.take("admit", SECOND, on="2026-10-13", name="示例公民", contact="000-0000")


def test_a_unit_needs_its_seal(gz: Engine) -> None:
    objection = object_to(in_publicity(gz), by="unit", name="示例单位")
    assert refused(objection.attempted("admit", SECOND, on="2026-09-30")) == ["refused", "unsealed"]
    objection.hand_in("seal_scan", on="2026-09-30").take("admit", SECOND, on="2026-09-30")


def test_nobody_who_forwarded_or_recommended_decides(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    publish(gz, case, at="2026-09-28")
    objection = investigated(case)
    both = HQ.__class__(HQ.account, HQ.grants | BUREAU.grants)
    for step in ("uphold", "dismiss", "amend"):
        outcome = objection.attempted(step, both, on="2026-10-15", findings="x")
        assert refused(outcome) == ["refused", "same_person"]


def test_upholding_waits_for_the_applicant(gz: Engine) -> None:
    objection = investigated(in_publicity(gz))
    early = objection.attempted("uphold", SECOND, on="2026-09-30", findings="属实")
    assert refused(early) == ["refused", "not_heard"]
    assert refused(objection.attempted("hear", RIVAL, on="2026-09-30", statement="x")) == [
        "not_permitted",
        "wrong_role",
    ]
    objection.take("hear", APPLICANT, on="2026-09-30", statement="说明")
    assert objection.take("uphold", SECOND, on="2026-09-30", findings="属实").state == "upheld"


def test_upholding_after_five_working_days_of_silence(gz: Engine) -> None:
    objection = investigated(in_publicity(gz), on="2026-09-29")
    assert refused(objection.attempted("uphold", SECOND, on="2026-10-11 23:59:59", findings="x")) == [
        "refused",
        "not_heard",
    ]
    objection.take("uphold", SECOND, on="2026-10-13", findings="属实")


def test_an_upheld_objection_bars_announcing_and_rejects(gz: Engine) -> None:
    case = in_publicity(gz)
    objection = investigated(case).take("hear", APPLICANT, on="2026-09-30", statement="说明")
    objection.take("uphold", SECOND, on="2026-09-30", findings="属实")
    case.wait(until="2026-10-11 00:02:00")
    assert announcement(gz, case, on="2026-10-12") == ["refused", "upheld_objection"]
    case.take("reject", BUREAU, on="2026-10-12", ground="upheld_objection", reason="异议成立")
    assert case.state == "rejected"


def test_rejecting_after_publicity_needs_an_upheld_objection_or_a_hearing(gz: Engine) -> None:
    case = in_conclusion(gz)
    given = {"reason": "示例"}
    without = case.attempted("reject", BUREAU, on="2026-10-12", ground="upheld_objection", **given)
    assert refused(without) == ["refused", "no_upheld_objection"]
    unheard = case.attempted("reject", BUREAU, on="2026-10-12", ground="condition_lapsed", **given)
    assert refused(unheard) == ["refused", "not_heard"]
    ahead = case.attempted("reject", BUREAU, on="2026-10-12", ground="condition_lapsed", heard_on="2026-10-13", **given)
    assert refused(ahead) == ["refused", "not_heard"]
    case.take("reject", BUREAU, on="2026-10-12", ground="condition_lapsed", heard_on="2026-10-12", **given)


def test_an_amended_text_is_publicised_anew_for_a_full_period(gz: Engine) -> None:
    case = in_publicity(gz)
    first = case.row.due_at or 0
    investigated(case).take("amend", SECOND, on="2026-09-30", findings="更正名称")
    case.wait(until="2026-10-11 00:02:00")
    assert announcement(gz, case, on="2026-10-12") == ["refused", "open_objection"]
    publish(gz, case, at="2026-10-12", about="GZ-2026-000003")
    assert case.state == "publicity"
    assert (case.row.due_at or 0) > first
    case.wait(until="2026-10-20 00:02:00")
    assert announcement(gz, case, on="2026-10-20") == []


def test_an_objection_is_moot_once_every_case_that_it_names_has_ended(gz: Engine) -> None:
    case = in_publicity(gz)
    objection = object_to(case)
    case.take("withdraw", APPLICANT, on="2026-09-30")
    assert (case.state, objection.state) == ("withdrawn", "moot")


def test_an_objection_outlives_a_withdrawn_notice_and_ends_with_its_case(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    notice = publish(gz, case, at="2026-09-28")
    objection = object_to(case)
    notice.take("withdraw", BUREAU, on="2026-09-30", reason="示例")
    assert (case.state, objection.state) == ("bureau_decision", "filed")
    case.take("send_back", BUREAU, on="2026-10-08", reason="示例").take("send_back", HQ, on="2026-10-08", reason="示例")
    case.take("reject", DISTRICT, on="2026-10-09", reason="示例")
    assert objection.state == "moot"


def test_a_filed_objection_is_withdrawn_but_not_one_under_investigation(gz: Engine) -> None:
    case = in_publicity(gz)
    assert object_to(case).take("withdraw", PUBLIC, on="2026-09-30").state == "withdrawn"
    later = investigated(case).attempted("withdraw", PUBLIC, on="2026-09-30")
    assert refused(later) == ["wrong_state", "wrong_state"]


def test_a_refused_objection_leaves_nothing(gz: Engine) -> None:
    case = in_publicity(gz)
    before = case.row
    case.attempted("object", PUBLIC, on="2026-09-29", **{**SAID, "by": "nobody"})
    asked = select(cases.c.id).where(cases.c.lifecycle == "guangzhou/2025/objection")
    assert transaction(gz, lambda present: present.connection.execute(asked).all()) == []
    assert case.row == before


def test_a_time_with_an_officer_not_acting_at_the_counter_is_now(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    outcome = case.attempted("send_back", BUREAU, on="2026-09-29", counter=("x", "2026-09-01"), reason="示例")
    assert isinstance(outcome, Entry)
    assert case.row.entered_at == moment("2026-09-29")
