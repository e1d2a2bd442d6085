"""Measures, art. 22 to 24: the yearly assessment, rewards within 300,000 CNY a site and year, and their clawback."""

from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from models.database import transaction
from models.reward import reward_sums
from tests.walk import Walk, refused
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import children, do_duty, history_of, opened
from tests.workflows.wuhan.roads import about, assessed, certified, graded, mobile, resident, set_run
from tests.workflows.wuhan.world import APPLICANT, BUREAU, HQ, HQ2, JIANGAN, ORGANISATION
from tests.world import holds
from workflows.invariants import broken


def test_the_run_opens_one_for_each_station_district_and_commissioner(wh: Engine) -> None:
    station, person = certified(wh), mobile(wh)
    set_run(wh)
    for day in ("2026-12-01", "2026-12-02"):
        do_duty(wh, "wuhan/2026", "assessments", on=day)
    for number in (station.number, person.number, "wh-jiangan", "wh-wuchang"):
        assert len(cases_about(wh, number, "assessment")) == 1
    (of_person,) = cases_about(wh, person.number, "assessment")
    assert of_person.row.party == {("commissioner", person.number)}


def test_who_is_assessed_reports(wh: Engine) -> None:
    station = certified(wh)
    set_run(wh)
    do_duty(wh, "wuhan/2026", "assessments", on="2026-12-01")
    (own,) = cases_about(wh, station.number, "assessment")
    assert refused(own.attempted("report", JIANGAN, on="2026-12-02", summary="x")) == ["refused", "wrong_role"]
    assert own.take("report", APPLICANT, on="2026-12-02", summary="示例总结").state == "scoring"
    (district,) = cases_about(wh, "wh-jiangan", "assessment")
    assert district.take("report", JIANGAN, on="2026-12-02", summary="示例总结").state == "scoring"


def test_who_does_not_report_is_assessed_and_marked(wh: Engine) -> None:
    case = assessed(wh, certified(wh).number)
    assert (case.state, case.row.form["no_report"]) == ("scoring", True)


def test_a_second_fail_in_consecutive_years_opens_a_revocation_draft(wh: Engine) -> None:
    station = certified(wh)
    first = graded(wh, station.number, "fail", year=2026)
    assert children(wh, first, "revocation") == []
    second = graded(wh, station.number, "fail", year=2027)
    (draft,) = children(wh, second, "revocation")
    assert (draft.state, draft.row.form["ground"], draft.row.office) == ("draft", "failed_twice", "wh-hq")


def test_the_earlier_year_may_be_graded_last(wh: Engine) -> None:
    station = certified(wh)
    waiting = assessed(wh, station.number, year=2026)
    assert children(wh, graded(wh, station.number, "fail", year=2027), "revocation") == []
    late = waiting.take("grade", HQ, on="2027-12-21", score=40, grade="fail", opinion="示例意见")
    (draft,) = children(wh, late, "revocation")
    assert draft.row.form["ground"] == "failed_twice"


def test_a_year_between_breaks_the_row(wh: Engine) -> None:
    station = certified(wh)
    graded(wh, station.number, "fail", year=2026)
    graded(wh, station.number, "pass", year=2027)
    assert children(wh, graded(wh, station.number, "fail", year=2028), "revocation") == []


def test_a_district_is_never_revoked(wh: Engine) -> None:
    graded(wh, "wh-jiangan", "fail", year=2026)
    assert children(wh, graded(wh, "wh-jiangan", "fail", year=2027), "revocation") == []


def reward(db: Engine, station: Walk, on: str = "2026-12-21") -> Walk:
    return about(db, "reward", HQ, "wh-hq", station, on=on)


def proposal(case: Walk, amount: int) -> dict[str, Any]:
    return {"assessment": case.number, "amount": amount, "purposes": ["training"]}


def promised(db: Engine) -> list[int]:
    return transaction(db, lambda present: list(present.connection.execute(select(reward_sums.c.amount)).scalars()))


def test_at_most_300000_a_site_and_year(wh: Engine) -> None:
    station = certified(wh)
    case = graded(wh, station.number, "excellent")
    first = reward(wh, station)
    assert refused(first.attempted("propose", HQ, on="2026-12-21", **proposal(case, 300_001))) == [
        "invalid",
        "field_wrong",
    ]
    first.take("propose", HQ, on="2026-12-21", **proposal(case, 200_000))
    second = reward(wh, station)
    above = second.attempted("propose", HQ, on="2026-12-21", **proposal(case, 100_001))
    assert refused(above) == ["refused", "above_the_limit"]
    second.take("propose", HQ, on="2026-12-21", **proposal(case, 100_000))
    assert promised(wh) == [300_000]
    second.take("decline", BUREAU, on="2026-12-22", reason="预算不足")
    assert promised(wh) == [200_000]
    first.take("approve", BUREAU, on="2026-12-22")
    more = first.attempted("pay", HQ2, on="2026-12-23", amount=200_001, paid_on="2026-12-23")
    assert refused(more) == ["refused", "above_approved"]
    first.take("pay", HQ2, on="2026-12-23", amount=150_000, paid_on="2026-12-23", district_amount=150_000)
    assert (first.state, promised(wh)) == ("paid", [150_000])


def test_what_was_promised_is_the_sum_of_the_rewards(wh: Engine) -> None:
    station = certified(wh)
    case = graded(wh, station.number, "pass")
    reward(wh, station).take("propose", HQ, on="2026-12-21", **proposal(case, 5000))
    holds(wh)
    with wh.connect() as connection:
        connection.execute(update(reward_sums).values(amount=4000))
        assert list(broken(connection)) == [
            f"{station.number}, 2026: its rewards come to 5000 CNY, and 4000 are counted"
        ]
        connection.rollback()


def test_the_database_refuses_more_than_the_limit(wh: Engine) -> None:
    row = {"book": "wuhan", "site": "示例", "year": 2026, "amount": 300_001}
    with pytest.raises(IntegrityError):
        transaction(wh, lambda present: present.connection.execute(insert(reward_sums), [row]))


def test_who_failed_or_is_another_is_not_rewarded(wh: Engine) -> None:
    station, other = certified(wh), certified(wh, address="示例路 4 号")
    failed = graded(wh, station.number, "fail")
    outcome = reward(wh, station).attempted("propose", HQ, on="2026-12-21", **proposal(failed, 1000))
    assert refused(outcome) == ["refused", "failed"]
    outcome = reward(wh, other).attempted("propose", HQ, on="2026-12-21", **proposal(failed, 1000))
    assert refused(outcome) == ["refused", "not_assessed"]


def test_a_reward_is_cancelled_before_it_is_paid(wh: Engine) -> None:
    station = certified(wh)
    case = reward(wh, station).take(
        "propose", HQ, on="2026-12-21", **proposal(graded(wh, station.number, "pass"), 5000)
    )
    case.take("approve", BUREAU, on="2026-12-22")
    case.take("cancel", BUREAU, on="2026-12-23", cause="left", reason="已退出")
    assert (case.state, promised(wh)) == ("cancelled", [0])


def paid(db: Engine, station: Walk) -> Walk:
    case = reward(db, station).take(
        "propose", HQ, on="2026-12-21", **proposal(graded(db, station.number, "pass"), 5000)
    )
    case.take("approve", BUREAU, on="2026-12-22")
    return case.take("pay", HQ, on="2026-12-23", amount=5000, paid_on="2026-12-23")


def clawback(db: Engine, won: Walk) -> Walk:
    case = opened(
        db, "wuhan/2026/clawback", HQ, "wh-hq", about=("case", won.number), party=ORGANISATION, on="2027-02-01"
    )
    return case.hand_in("evidence")


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
