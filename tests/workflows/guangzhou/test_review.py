"""Guideline, part 4 (1) 3 (1) to (3): the reviews of an application, and how else it ends."""

from typing import Any

import pytest
from sqlalchemy import Engine, insert

from models.database import transaction
from models.user import contacts
from tests.walk import Walk, refused
from tests.workflows.guangzhou.roads import (
    PAPERS,
    SCORES,
    appointed,
    drafted,
    in_bureau_decision,
    in_conclusion,
    in_expert_review,
    in_publicity,
    publish,
    submitted,
)
from tests.world import APPLICANT, DISTRICT, EXPERTS, HQ, ORGANISATION, SECOND
from workflows.actors import Actor
from workflows.errors import Refused

OPINION = {"opinion": "示例意见"}
REASON = {"reason": "示例理由"}


def change(db: Engine, statement: Any) -> None:
    transaction(db, lambda present: present.connection.execute(statement))


def test_every_paper_is_needed(gz: Engine) -> None:
    case = Walk.open(
        gz, "guangzhou/2025/certification", APPLICANT, "gz-tianhe", on="2026-02-02", data=drafted(gz).row.form
    )
    assert refused(case.attempted("submit", APPLICANT, on="2026-02-02")) == [
        "invalid",
        *["material_missing"] * len(PAPERS),
    ]


@pytest.mark.parametrize("field", ["legal_person", "fixed_premises"])
def test_each_condition_is_declared(gz: Engine, field: str) -> None:
    case = drafted(gz)
    assert refused(case.attempted("submit", APPLICANT, on="2026-02-02", **{field: False})) == [
        "invalid",
        "field_missing",
    ]


def test_one_open_application_an_organisation_and_premises(gz: Engine) -> None:
    first, second = submitted(gz), drafted(gz)
    assert refused(second.attempted("submit", APPLICANT, on="2026-02-02")) == ["refused", "limit_reached"]
    first.take("withdraw", APPLICANT, on="2026-02-03")
    second.take("submit", APPLICANT, on="2026-02-03")
    drafted(gz, address="示例路 2 号").take("submit", APPLICANT, on="2026-02-03")


def test_a_corrected_application_cannot_slip_into_premises_that_another_stands_for(gz: Engine) -> None:
    submitted(gz)
    other = submitted(gz, address="示例路 2 号").take("return_for_correction", DISTRICT, on="2026-02-03", gaps=["一"])
    outcome = other.attempted("resubmit", APPLICANT, on="2026-02-04", address="示例路 1 号")
    assert refused(outcome) == ["refused", "limit_reached"]
    other.take("resubmit", APPLICANT, on="2026-02-04", address="示例路 3 号")
    drafted(gz, address="示例路 2 号").take("submit", APPLICANT, on="2026-02-05")


def test_no_application_beside_a_title_in_force(gz: Engine) -> None:
    publish(gz, in_conclusion(gz), kind="announcement", at="2026-10-12")
    again = drafted(gz, on="2026-10-13")
    assert refused(again.attempted("submit", APPLICANT, on="2026-10-13")) == ["refused", "title_in_force"]


def test_lapse_waits_for_the_offices_target(gz: Engine) -> None:
    case = submitted(gz).take("return_for_correction", DISTRICT, on="2026-03-02", gaps=["一"])
    assert refused(case.attempted("lapse", DISTRICT, on="2026-03-16 23:59:59", **REASON)) == ["refused", "target_runs"]
    assert case.take("lapse", DISTRICT, on="2026-03-17 00:00:00", **REASON).state == "lapsed"


def test_a_panel_of_three_listed_experts(gz: Engine) -> None:
    case = in_expert_review(gz)
    given: dict[str, Any] = {"preliminary_opinion": "示例"}
    names = [e.account for e in EXPERTS]
    few = case.attempted("appoint", HQ, on="2026-02-03", experts=names[:2], **given)
    assert refused(few) == ["refused", "too_few_experts"]
    strange = case.attempted("appoint", HQ, on="2026-02-03", experts=[*names[:2], "u-hq"], **given)
    assert refused(strange) == ["refused", "no_expert"]
    assert isinstance(strange, Refused) and "u-" not in str(strange) and "hq" in strange.reasons[0].zh
    case.take("appoint", HQ, on="2026-02-03", experts=names[:3], **given)
    again = case.attempted("appoint", HQ, on="2026-02-03", experts=names[2:], **given)
    assert refused(again) == ["refused", "appointed_before"]
    case.take("appoint", HQ, on="2026-02-03", experts=names[3:], **given)


def test_no_expert_who_speaks_for_an_applicant(gz: Engine) -> None:
    kind, number = ORGANISATION
    change(gz, insert(contacts).values(user_id="u-expert1", kind=kind, number=number, name="示例"))
    case = in_expert_review(gz)
    experts = [e.account for e in EXPERTS[:3]]
    outcome = case.attempted("appoint", HQ, on="2026-02-03", preliminary_opinion="示例", experts=experts)
    assert refused(outcome) == ["refused", "expert_tied"]


def test_a_recused_experts_score_no_longer_counts(gz: Engine) -> None:
    case = appointed(gz)
    for expert in EXPERTS[:3]:
        case.take("score", expert, on="2026-02-03", **SCORES)
    case.take("recuse", EXPERTS[0], on="2026-02-04", **REASON)
    assert refused(case.attempted("recommend", HQ, on="2026-02-05", **OPINION)) == ["refused", "too_few_scores"]
    assert refused(case.attempted("score", EXPERTS[0], on="2026-02-05", **SCORES)) == ["not_permitted", "wrong_role"]
    case.take("appoint", HQ, on="2026-02-05", preliminary_opinion="示例", experts=[EXPERTS[3].account])
    case.take("score", EXPERTS[3], on="2026-02-05", **SCORES).take("recommend", HQ, on="2026-02-05", **OPINION)


def test_who_recuses_whom(gz: Engine) -> None:
    case = appointed(gz)
    other = case.attempted("recuse", EXPERTS[0], on="2026-02-04", expert=EXPERTS[1].account, **REASON)
    assert refused(other) == ["refused", "no_expert"]
    unnamed = case.attempted("recuse", HQ, on="2026-02-04", **REASON)
    assert refused(unnamed) == ["refused", "no_expert"]
    case.take("recuse", HQ, on="2026-02-04", expert=EXPERTS[1].account, **REASON)


def test_a_score_keeps_to_its_scale(gz: Engine) -> None:
    outcome = appointed(gz).attempted("score", EXPERTS[0], on="2026-02-03", **{**SCORES, "staff_score": 26})
    assert refused(outcome) == ["invalid", "field_wrong"]


@pytest.mark.parametrize(
    "road", [drafted, submitted, in_expert_review, in_bureau_decision, in_publicity, in_conclusion]
)
def test_the_applicant_withdraws_until_the_last_decision(gz: Engine, road: Any) -> None:
    assert (
        road(gz).take("withdraw", APPLICANT, on="2026-12-01" if road is in_conclusion else "2026-09-29").state
        == "withdrawn"
    )


@pytest.mark.parametrize(("road", "who"), [(submitted, DISTRICT), (in_expert_review, HQ), (in_bureau_decision, SECOND)])
def test_a_party_that_no_longer_exists_ends_the_case_with_proof(gz: Engine, road: Any, who: Actor) -> None:
    case = road(gz)
    assert refused(case.attempted("terminate", who, on="2026-03-01", **REASON)) == ["invalid", "material_missing"]
    assert case.hand_in("proof_of_end").take("terminate", who, on="2026-03-01", **REASON).state == "discontinued"


def test_a_final_state_has_no_step_out(gz: Engine) -> None:
    case = submitted(gz).take("reject", DISTRICT, on="2026-02-03", **REASON)
    for step in ("submit", "withdraw", "terminate", "forward"):
        assert refused(case.attempted(step, DISTRICT, on="2026-02-04")) == ["wrong_state", "wrong_state"]
