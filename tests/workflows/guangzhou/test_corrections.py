"""A return for correction: the applicant's time is not the office's, and the office's target begins anew after it."""

from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import Walk
from tests.workflows.guangzhou.roads import submitted
from tests.world import APPLICANT, DISTRICT, HQ
from workflows.case_deadlines import counted, deadlines_of
from workflows.corrections import days_before, spells, working_days

GAPS = ["说明不详"]


def ledger(case: Walk) -> list[str]:
    """As a clerk reads it, day by day: `n` a day that counts, the reason of one that doesn't."""
    row = case.row
    reference, before = transaction(case.db, lambda p: (current(p.connection), spells(p.connection, row)))
    (deadline,) = deadlines_of(row, reference)
    earlier = days_before(reference.calendar, before, deadline.start)
    days = [*earlier, *counted(reference.calendar, deadline)]
    numbered = iter(range(1, len(days)))
    return [f"{d.date:%m-%d} {next(numbered) if d.counted else d.en}" for d in days]


def to_and_fro(case: Walk) -> list[tuple[str, int]]:
    row = case.row
    reference, before = transaction(case.db, lambda p: (current(p.connection), spells(p.connection, row)))
    return [(spell.whose, working_days(reference.calendar, spell)) for spell in before]


def test_days_before_the_correction_and_of_it_do_not_count_in_the_offices_target(gz: Engine) -> None:
    case = submitted(gz, "2026-03-02")
    assert to_and_fro(case) == [] and ledger(case)[1] == "03-03 1"
    case.take("return_for_correction", DISTRICT, on="2026-03-04", gaps=GAPS)
    case.take("resubmit", APPLICANT, on="2026-03-09")
    day_after = "the period starts on the day after (Civil Code art. 201)"
    assert ledger(case) == [
        f"03-02 {day_after}",
        "03-03 working day; used before the return: not carried over",
        "03-04 working day; used before the return: not carried over",
        "03-05 working day; with the applicant for correction: not counted",
        "03-06 working day; with the applicant for correction: not counted",
        "03-07 weekend (Saturday); with the applicant for correction: not counted",
        "03-08 weekend (Sunday); with the applicant for correction: not counted",
        f"03-09 {day_after}",
        "03-10 1", "03-11 2", "03-12 3", "03-13 4", "03-14 weekend (Saturday)", "03-15 weekend (Sunday)",
        "03-16 5", "03-17 6", "03-18 7", "03-19 8", "03-20 9", "03-21 weekend (Saturday)", "03-22 weekend (Sunday)",
        "03-23 10",
    ]  # fmt: skip
    assert to_and_fro(case) == [("office", 2), ("applicant", 3)]


def test_the_time_to_correct_begins_anew_with_each_return(gz: Engine) -> None:
    case = submitted(gz, "2026-03-02").take("return_for_correction", DISTRICT, on="2026-03-03", gaps=GAPS)
    assert ledger(case)[:3] == [
        "03-02 the period starts on the day after (Civil Code art. 201)",
        "03-03 the period starts on the day after (Civil Code art. 201)",
        "03-04 1",
    ]
    case.take("resubmit", APPLICANT, on="2026-03-05")
    case.take("return_for_correction", DISTRICT, on="2026-03-06", gaps=GAPS)
    assert ledger(case)[1:6] == [
        "03-03 working day; with the office for review: not counted",
        "03-04 working day; used in an earlier correction: not carried over",
        "03-05 working day; used in an earlier correction: not carried over",
        "03-06 the period starts on the day after (Civil Code art. 201)",
        "03-07 weekend (Saturday)",
    ]
    assert to_and_fro(case) == [("office", 1), ("applicant", 2), ("office", 1)]


def test_what_a_later_desk_sends_back_begins_with_nothing_before_it(gz: Engine) -> None:
    case = submitted(gz, "2026-03-02").take("return_for_correction", DISTRICT, on="2026-03-03", gaps=GAPS)
    case.take("resubmit", APPLICANT, on="2026-03-04").take("forward", DISTRICT, on="2026-03-05", opinion="同意")
    assert to_and_fro(case) == []
    case.take("send_back", HQ, on="2026-03-06", reason="请核实场地")
    assert to_and_fro(case) == [] and ledger(case)[0].startswith("03-06")
