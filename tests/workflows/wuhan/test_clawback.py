"""Measures, art. 24: what was won by deceit is taken back, and by severity an exit is drafted (WH-24)."""

import pytest
from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.staging import children, history_of
from tests.workflows.wuhan.money import clawback, paid, to_be_recovered
from tests.workflows.wuhan.roads import certified, graded, resident
from tests.workflows.wuhan.world import APPLICANT, BUREAU, HQ, holding

DIRECT = {"served_on": "2027-02-02", "served_how": "direct"}


def test_what_was_won_by_deceit_is_taken_back(wh: Engine) -> None:
    station = certified(wh)
    case = clawback(wh, paid(wh, station)).take("propose", HQ, on="2027-02-01", deceit="示例认定")
    case.take("serve", HQ, on="2027-02-02", served_on="2027-02-02", served_how="direct")
    case.take("state", APPLICANT, on="2027-02-03", statement="示例陈述")
    given = {"severity": "leave", "reason": "情节较重"}
    assert refused(case.attempted("claw_back", BUREAU, on="2027-02-10", amount=5001, **given)) == [
        "refused",
        "above_paid",
    ]
    case.take("claw_back", BUREAU, on="2027-02-10", amount=5000, **given)
    (draft,) = children(wh, case, "revocation")
    assert (draft.row.form["ground"], draft.row.subject_number) == ("deceit", station.number)
    assert history_of(wh, station.number, "honour_withdrawn") != []
    assert case.take("recover", HQ, on="2027-03-01", recovered_on="2027-03-01").state == "recovered"


def test_a_clawback_that_cannot_be_recovered_is_written_off_by_the_bureau(wh: Engine) -> None:
    case = clawback(wh, paid(wh, certified(wh))).take("propose", HQ, on="2027-02-01", deceit="示例认定")
    case.take("serve", HQ, on="2027-02-02", served_on="2027-02-02", served_how="direct")
    case.take("state", APPLICANT, on="2027-02-03", statement="示例陈述")
    case.take("claw_back", BUREAU, on="2027-02-10", amount=5000, severity="honour", reason="情节较轻")
    assert children(wh, case, "revocation") == []
    case.hand_in("proof")
    assert refused(case.attempted("write_off", HQ, on="2028-01-01", reason="x"))[0] == "not_permitted"
    assert case.take("write_off", BUREAU, on="2028-01-01", reason="主体已注销").state == "written_off"


def test_only_what_was_paid_or_honoured_is_taken_back(wh: Engine) -> None:
    won = graded(wh, certified(wh).number, "pass")
    outcome = clawback(wh, won).attempted("propose", HQ, on="2027-02-01", deceit="示例认定")
    assert refused(outcome) == ["refused", "nothing_won"]
    honour = graded(wh, resident(wh, certified(wh, address="示例路 5 号")).number, "excellent", year=2027)
    assert clawback(wh, honour).take("propose", HQ, on="2028-02-01", deceit="示例").state == "service"


def test_a_district_loses_its_honour_and_nothing_is_drafted(wh: Engine) -> None:
    honour = graded(wh, "wh-jiangan", "excellent")
    case = clawback(wh, honour, on="2026-12-21").take("propose", HQ, on="2026-12-21", deceit="示例认定")
    case.take("serve", HQ, on="2026-12-21", served_on="2026-12-21", served_how="direct")
    case.wait(until="2026-12-29 00:00:00")
    case.take("claw_back", BUREAU, on="2026-12-30", amount=0, severity="leave", reason="示例理由")
    assert (case.state, children(wh, case, "revocation")) == ("recovering", [])
    assert history_of(wh, "wh-jiangan", "honour_withdrawn") == []


def test_who_says_nothing_within_five_working_days_of_service_has_waived(wh: Engine) -> None:
    case = clawback(wh, paid(wh, certified(wh)), on="2026-12-23").take(
        "propose", HQ, on="2026-12-23", deceit="示例认定"
    )
    case.take("serve", HQ, on="2026-12-24", served_on="2026-12-23", served_how="post")
    late = case.attempted("state", APPLICANT, on="2026-12-31 00:00:00", statement="x")
    assert refused(late) == ["deadline_passed", "deadline_passed"]
    case.wait(until="2026-12-31 00:00:00")
    assert (case.state, case.row.form["waived"]) == ("decision", True)


def test_neither_service_nor_recovery_lies_ahead(wh: Engine) -> None:
    won = paid(wh, certified(wh))
    case = clawback(wh, won).take("propose", HQ, on="2027-02-01", deceit="示例认定")
    assert refused(case.attempted("serve", HQ, on="2027-02-01", **DIRECT)) == ["refused", "date_ahead"]
    decided = to_be_recovered(wh, won)
    ahead = decided.attempted("recover", HQ, on="2027-03-01", recovered_on="2027-03-02")
    assert refused(ahead) == ["refused", "date_ahead"]


def test_who_proposed_decides_nothing_of_it(wh: Engine) -> None:
    both = holding(HQ, BUREAU)
    case = clawback(wh, paid(wh, certified(wh))).take("propose", both, on="2027-02-01", deceit="示例认定")
    case.take("serve", HQ, on="2027-02-02", **DIRECT).take("state", APPLICANT, on="2027-02-03", statement="示例陈述")
    given = {"amount": 5000, "severity": "honour", "reason": "示例理由"}
    assert refused(case.attempted("claw_back", both, on="2027-02-10", **given)) == ["refused", "same_person"]
    assert refused(case.attempted("dismiss", both, on="2027-02-10", reason="x")) == ["refused", "same_person"]
    case.take("claw_back", BUREAU, on="2027-02-10", **given).hand_in("proof")
    assert refused(case.attempted("write_off", both, on="2028-01-01", reason="x")) == ["refused", "same_person"]


@pytest.mark.parametrize("step", ["drop", "dismiss"])
def test_what_is_dropped_or_dismissed_takes_nothing_back(wh: Engine, step: str) -> None:
    station = certified(wh)
    case, by = clawback(wh, paid(wh, station)), HQ
    if step == "dismiss":
        case.take("propose", HQ, on="2027-02-01", deceit="示例认定").take("serve", HQ, on="2027-02-02", **DIRECT)
        case.take("state", APPLICANT, on="2027-02-03", statement="示例陈述")
        by = BUREAU
    assert refused(case.attempted(step, by, on="2027-02-10")) == ["invalid", "field_missing"]
    assert case.take(step, by, on="2027-02-10", reason="查无实据").state == "dismissed"
    assert history_of(wh, station.number, "honour_withdrawn") == []
