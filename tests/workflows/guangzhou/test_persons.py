"""Guideline, part 4 (1) 3: who may take which step of a review, and who stands in."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, delete, insert

from models.database import transaction
from models.user import contacts, grants
from tests.walk import moment, refused
from tests.workflows.guangzhou.roads import (
    SCORES,
    drafted,
    in_bureau_decision,
    submitted,
)
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, ORGANISATION
from workflows.actors import Actor

OPINION = {"opinion": "示例意见"}
REASON = {"reason": "示例理由"}


def with_grants(person: Actor, *others: Actor) -> Actor:
    """One account that holds what several hold."""
    return replace(person, grants=person.grants.union(*(o.grants for o in others)))


def change(db: Engine, statement: Any) -> None:
    transaction(db, lambda present: present.connection.execute(statement))


def test_forwarding_recommending_and_shortlisting_are_three_persons(gz: Engine) -> None:
    one = with_grants(HQ, DISTRICT, BUREAU)
    case = submitted(gz).take("forward", one, on="2026-02-03", **OPINION)
    case.take("appoint", HQ, on="2026-02-03", preliminary_opinion="示例", experts=[e.account for e in EXPERTS[:3]])
    for expert in EXPERTS[:3]:
        case.take("score", expert, on="2026-02-03", **SCORES)
    assert refused(case.attempted("recommend", one, on="2026-02-04", **OPINION)) == ["refused", "same_person"]
    assert refused(case.attempted("not_recommend", one, on="2026-02-04", **OPINION)) == ["refused", "same_person"]
    case.take("not_recommend", replace(HQ, account="u-second"), on="2026-02-04", **OPINION)
    for who in (one, replace(BUREAU, account="u-second")):
        assert refused(case.attempted("shortlist", who, on="2026-02-05")) == ["refused", "needs_notice", "same_person"]
        assert refused(case.attempted("reject", who, on="2026-02-05", **REASON)) == ["refused", "same_person"]
    assert case.take("reject", BUREAU, on="2026-02-05", **REASON).state == "rejected"


def test_sent_back_who_recommended_does_not_forward(gz: Engine) -> None:
    case = in_bureau_decision(gz).take("send_back", BUREAU, on="2026-02-04", **REASON)
    case.take("send_back", HQ, on="2026-02-05", **REASON)
    both = with_grants(HQ, DISTRICT)
    assert refused(case.attempted("forward", both, on="2026-02-06", **OPINION)) == ["refused", "same_person"]
    assert case.take("forward", DISTRICT, on="2026-02-06", **OPINION).state == "expert_review"


def test_nobody_decides_their_own_filing(gz: Engine) -> None:
    filer = replace(APPLICANT, grants=DISTRICT.grants)
    case = drafted(gz).take("submit", filer, on="2026-02-02")
    assert refused(case.attempted("forward", filer, on="2026-02-03", **OPINION)) == ["refused", "same_person"]
    concerned = replace(DISTRICT, contacts=frozenset([ORGANISATION]))
    assert refused(case.attempted("forward", concerned, on="2026-02-03", **OPINION)) == ["refused", "same_person"]


def test_paper_taken_in_at_the_counter_is_not_filing(gz: Engine) -> None:
    case = drafted(gz).take("submit", DISTRICT, on="2026-02-03", counter=("示例单位", "2026-02-02"))
    assert case.row.entered_at == moment("2026-02-02")
    case.take("forward", DISTRICT, on="2026-02-03", **OPINION)


def test_a_day_of_receipt_ahead_is_refused(gz: Engine) -> None:
    outcome = drafted(gz).attempted("submit", DISTRICT, on="2026-02-03", counter=("示例单位", "2026-02-04"))
    assert refused(outcome) == ["invalid", "received_at"]


def test_the_bureau_stands_in_where_nobody_at_the_desk_may(gz: Engine) -> None:
    case = submitted(gz)
    for form in (OPINION, {}):
        assert refused(case.attempted("forward", BUREAU, on="2026-02-03", **form)) == ["not_permitted", "wrong_desk"]
    change(gz, delete(grants).where(grants.c.user_id == "u-district"))
    assert refused(case.attempted("forward", BUREAU, on="2026-02-03")) == ["invalid", "field_missing"]
    case.take("forward", BUREAU, on="2026-02-03", **OPINION)
    change(gz, delete(grants).where(grants.c.role == "hq_reviewer"))
    # A substitute counts as both: who forwarded in the district's stead doesn't recommend.
    assert "same_person" in refused(case.attempted("recommend", BUREAU, on="2026-02-03", **OPINION))


def test_the_bureau_stands_in_where_all_at_the_desk_are_excluded(gz: Engine) -> None:
    kind, number = ORGANISATION
    change(gz, insert(contacts).values(user_id="u-district", kind=kind, number=number, name="示例"))
    submitted(gz).take("forward", BUREAU, on="2026-02-03", **OPINION)
