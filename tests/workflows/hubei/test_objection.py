"""Measures, art. 12 (near HB-12): objecting in the period, and how the centre decides; the office's own procedure."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from models.case import cases
from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.hubei.roads import (
    SAID,
    in_conclusion,
    in_publicity,
    investigated,
    not_published,
    object_to,
    of_a_member,
    publish,
    recommend,
    recommended,
    submitted,
)
from tests.workflows.hubei.world import APPLICANT, CENTRE, OTHER, SECOND, YICHANG
from workflows.actors import PUBLIC
from workflows.engine import fire
from workflows.errors import Refused
from workflows.moves import Entry


def test_each_filing_is_one_objection_of_the_notice(hb: Engine) -> None:
    case = in_publicity(hb)
    due = case.row.due_at
    one, two = object_to(case), object_to(case, text="另一理由")
    assert one.number != two.number
    assert (one.state, one.row.subject_kind, one.row.office) == ("filed", "notice", "hb-centre")
    assert one.row.parent is not None
    assert one.row.form["cases"] == [case.number]
    assert (case.state, case.row.due_at) == ("publicity", due)


def test_an_unsigned_objection_is_refused_online_and_leaves_nothing(hb: Engine) -> None:
    case = in_publicity(hb)
    before = case.row
    for lacking in ("name", "contact"):
        unsigned = case.attempted("object", PUBLIC, on="2026-03-10", **{**SAID, lacking: ""})
        assert refused(unsigned) == ["refused", "unsigned"]
    asked = select(cases.c.id).where(cases.c.lifecycle == "hubei/1/objection")
    assert transaction(hb, lambda present: present.connection.execute(asked).all()) == []
    assert case.row == before


def test_in_time_to_the_last_second(hb: Engine) -> None:
    case = in_publicity(hb)
    assert isinstance(case.attempted("object", PUBLIC, on="2026-03-16 23:59:59", **SAID), Entry)
    late = case.attempted("object", PUBLIC, on="2026-03-17 00:00:00", **SAID)
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-03-17 00:02:00")
    after = case.attempted("object", PUBLIC, on="2026-03-17 00:03:00", **SAID)
    assert refused(after) == ["deadline_passed", "deadline_passed"]


def test_a_letters_postmark_decides_at_the_counter(hb: Engine) -> None:
    case = in_conclusion(hb)
    outcome = case.attempted("object", CENTRE, on="2026-03-18", counter=("示例公民", "2026-03-16 12:00:00"), **SAID)
    assert isinstance(outcome, Entry)
    objection = Walk(hb, outcome.caused[0])
    assert (objection.row.form["late"], objection.row.form["anonymous"]) == (False, False)
    assert objection.take("admit", SECOND, on="2026-03-18").state == "investigating"


def test_late_or_anonymous_at_the_counter_is_taken_in_marked_and_refused_by_the_decider(hb: Engine) -> None:
    case = in_conclusion(hb)
    outcome = case.attempted("object", CENTRE, on="2026-03-18", counter=("示例公民", "2026-03-17"), **SAID)
    assert isinstance(outcome, Entry)
    late = Walk(hb, outcome.caused[0])
    assert late.row.form["late"] is True
    assert refused(late.attempted("admit", SECOND, on="2026-03-18")) == ["refused", "late"]
    assert late.take("refuse", SECOND, on="2026-03-18", reason="逾期").state == "inadmissible"

    unsigned = {**SAID, "name": "", "contact": ""}
    outcome = case.attempted("object", CENTRE, on="2026-03-18", counter=("匿名", "2026-03-16"), **unsigned)
    assert isinstance(outcome, Entry)
    anonymous = Walk(hb, outcome.caused[0])
    assert (anonymous.row.form["late"], anonymous.row.form["anonymous"]) == (False, True)
    assert refused(anonymous.attempted("admit", SECOND, on="2026-03-18")) == ["refused", "unsigned"]
    anonymous.take("admit", SECOND, on="2026-03-18", name="示例公民", contact="000-0000")


def test_a_unit_needs_its_seal(hb: Engine) -> None:
    objection = object_to(in_publicity(hb), by="unit", name="示例单位")
    assert refused(objection.attempted("admit", CENTRE, on="2026-03-10")) == ["refused", "unsealed"]
    objection.hand_in("seal_scan", on="2026-03-10").take("admit", CENTRE, on="2026-03-10")


def test_nobody_who_recommended_decides(hb: Engine) -> None:
    objection = investigated(in_publicity(hb))
    both = replace(YICHANG, grants=YICHANG.grants | CENTRE.grants)
    for step in ("uphold", "dismiss", "amend"):
        outcome = objection.attempted(step, both, on="2026-03-20", findings="x")
        assert refused(outcome) == ["refused", "same_person"]


def test_upholding_waits_for_the_applicant(hb: Engine) -> None:
    objection = investigated(in_publicity(hb))
    early = objection.attempted("uphold", SECOND, on="2026-03-11", findings="属实")
    assert refused(early) == ["refused", "not_heard"]
    stranger = objection.attempted("hear", OTHER, on="2026-03-11", statement="x")
    assert refused(stranger) == ["not_permitted", "wrong_role"]
    objection.take("hear", APPLICANT, on="2026-03-11", statement="说明")
    assert objection.take("uphold", SECOND, on="2026-03-11", findings="属实").state == "upheld"


def test_upholding_after_five_working_days_of_silence(hb: Engine) -> None:
    objection = investigated(in_publicity(hb), on="2026-03-10")  # 11, 12, 13, 16, 17 March
    early = objection.attempted("uphold", SECOND, on="2026-03-17 23:59:59", findings="x")
    assert refused(early) == ["refused", "not_heard"]
    assert objection.take("uphold", SECOND, on="2026-03-18 00:00:00", findings="属实").state == "upheld"


def test_each_applicant_of_the_notice_whom_it_names_is_heard_first(hb: Engine) -> None:
    both = recommended(hb), of_a_member(hb)
    publish(hb, *both, at="2026-03-09")
    filed = [case.attempt("object", PUBLIC, **SAID) for case in both]
    first, _ = transaction(hb, lambda p: fire(p.connection, filed, at=moment("2026-03-10")))
    assert isinstance(first, Entry)
    objection = Walk(hb, first.caused[0]).take("admit", SECOND, on="2026-03-10")
    assert sorted(objection.row.form["cases"]) == sorted(case.number for case in both)
    for said in ("说明", "再说明"):
        objection.take("hear", APPLICANT, on="2026-03-11", statement=said)
    alone = objection.attempted("uphold", SECOND, on="2026-03-11", findings="属实")
    assert refused(alone) == ["refused", "not_heard"]
    objection.take("hear", CENTRE, on="2026-03-11", counter=("另一单位", "2026-03-11"), statement="书面说明")
    assert objection.take("uphold", SECOND, on="2026-03-11", findings="属实").state == "upheld"


def test_an_upheld_objection_stops_the_announcement(hb: Engine) -> None:
    case = recommend(submitted(hb))
    publish(hb, case, at="2026-03-09")
    said = {"by": "person", "name": "示例公民", "contact": "000", "text": "人数不实"}
    (filed,) = case.attempted("object", PUBLIC, on="2026-03-16 23:59:59", **said).caused
    objection = Walk(hb, filed)
    objection.take("admit", CENTRE, on="2026-03-17")
    objection.take("hear", APPLICANT, on="2026-03-17", statement="属实")
    recommender = objection.attempted("uphold", YICHANG, on="2026-03-18", findings="属实")
    assert refused(recommender)[0] == "not_permitted"
    objection.take("uphold", SECOND, on="2026-03-18", findings="属实")
    case.wait(until="2026-03-18")
    with pytest.raises(Refused) as error:
        publish(hb, case, kind="announcement", at="2026-03-18")
    assert [r.code for r in error.value.reasons] == ["upheld_objection"]
    case.take("reject", CENTRE, on="2026-03-19", ground="upheld_objection", reason="异议成立")
    assert case.state == "rejected"


def test_a_dismissed_objection_lets_the_announcement_pass(hb: Engine) -> None:
    case = in_publicity(hb)
    objection = investigated(case)
    case.wait(until="2026-03-17 00:02:00")
    assert not_published(hb, case, kind="announcement", at="2026-03-17") == ["refused", "open_objection"]
    assert objection.take("dismiss", SECOND, on="2026-03-17", findings="不属实").state == "dismissed"
    assert not_published(hb, case, kind="announcement", at="2026-03-18") == []


def test_an_amended_text_is_publicised_anew_for_a_full_period(hb: Engine) -> None:
    case = recommended(hb)
    old = publish(hb, case, at="2026-03-09")
    investigated(case).take("amend", SECOND, on="2026-03-11", findings="更正名称")
    case.wait(until="2026-03-17 00:02:00")
    assert not_published(hb, case, kind="announcement", at="2026-03-17") == ["refused", "open_objection"]
    publish(hb, case, at="2026-03-18", about=old.number)
    case.wait(until="2026-03-26 00:02:00")
    assert not_published(hb, case, kind="announcement", at="2026-03-26") == []


def test_an_objection_is_moot_once_every_case_that_it_names_has_ended(hb: Engine) -> None:
    one, two = both = recommended(hb), of_a_member(hb)
    publish(hb, *both, at="2026-03-09")
    filed = [case.attempt("object", PUBLIC, **SAID) for case in both]
    first, _ = transaction(hb, lambda p: fire(p.connection, filed, at=moment("2026-03-10")))
    assert isinstance(first, Entry)
    objection = Walk(hb, first.caused[0]).take("admit", SECOND, on="2026-03-10")
    one.take("withdraw", APPLICANT, on="2026-03-11")
    assert objection.state == "investigating"
    two.take("withdraw", OTHER, on="2026-03-11")
    assert objection.state == "moot"


def test_a_filed_objection_is_withdrawn_but_not_one_under_investigation(hb: Engine) -> None:
    case = in_publicity(hb)
    assert object_to(case).take("withdraw", PUBLIC, on="2026-03-11").state == "withdrawn"
    later = investigated(case).attempted("withdraw", PUBLIC, on="2026-03-11")
    assert refused(later) == ["wrong_state", "wrong_state"]
