"""Measures, art. 4 to 8: the conditions, number by number, at and below each limit, with and without a relaxation."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.hubei.roads import DAY, RECOMMENDATION, drafted, publish, recommend, submitted
from tests.workflows.hubei.world import APPLICANT, CENTRE, SECOND, YICHANG
from workflows.errors import Refused

# What lies just below each limit; FORM stands on each.
BELOW: list[tuple[str, dict[str, Any]]] = [
    ("years", {"operating_since": "2024-03-03"}),
    ("capital", {"capital": "99999.99"}),
    ("staff", {"full_time_staff": 7}),
    ("qualified", {"with_both": 3}),
    ("area", {"premises_area": "79.9"}),
    ("satisfaction", {"satisfaction": "79.99"}),
    ("public_share", {"public_share": "9.9"}),
    ("partners", {"partners": 2}),
]
ABOVE: dict[str, Any] = {
    "operating_since": "2020-01-01", "capital": "5000000", "full_time_staff": 20, "with_degree": 18, "with_title": 10,
    "with_both": 9, "premises_area": "500", "smes_served": 300, "satisfaction": "99.5", "public_share": "35",
    "partners": 12,
}  # fmt: skip
CLAIM = {"relaxation_ground": "commended", "relaxation_reason": "服务成效明显"}


def outcome(db: Engine, **form: Any) -> list[str]:
    papers = form.pop("papers", ())
    return refused(drafted(db, papers=papers, **form).attempted("submit", APPLICANT, on=DAY))


def test_at_every_limit_and_above_them_all_it_is_taken(hb: Engine) -> None:
    assert submitted(hb).state == "recommender_review"
    again = drafted(hb, **ABOVE)
    assert refused(again.attempted("submit", APPLICANT, on=DAY)) == ["refused", "limit_reached"]


@pytest.mark.parametrize(("name", "form"), BELOW)
def test_below_a_limit_it_is_refused_unless_relaxed(hb: Engine, name: str, form: dict[str, Any]) -> None:
    assert outcome(hb, **form) == ["refused", f"below_{name}"]
    assert outcome(hb, **form, relaxations=[name]) == ["refused", "no_ground"]
    assert outcome(hb, **form, relaxations=[name], **CLAIM) == ["refused", "no_ground"]
    case = drafted(hb, papers=("relaxation_proof",), relaxations=[name], **CLAIM, **form)
    assert case.take("submit", APPLICANT, on=DAY).state == "recommender_review"


def test_a_person_with_degree_and_title_counts_once(hb: Engine) -> None:
    # 5 with a degree and 4 with a title, 3 of them with both: 6 of 10, though 9 were named.
    assert outcome(hb, with_both=3) == ["refused", "below_qualified"]
    assert outcome(hb, with_both=5) == ["refused", "counted_twice", "below_qualified"]
    assert outcome(hb, with_degree=9, with_title=9, with_both=0) == ["refused", "counted_twice"]


def test_fewer_than_50_smes_need_a_reason_and_nothing_more(hb: Engine) -> None:
    assert outcome(hb, smes_served=49) == ["refused", "reason_owed"]
    assert submitted(hb, smes_served=49, smes_reason="专注少数重点企业").state == "recommender_review"


def test_legal_status_and_record_are_never_relaxed(hb: Engine) -> None:
    relaxed = {"relaxations": ["capital"], **CLAIM, "papers": ("relaxation_proof",)}
    assert outcome(hb, legal_form="other", **relaxed) == ["refused", "legal_form"]
    assert outcome(hb, clean_record=False, not_investigated=False, **relaxed) == [
        "invalid", "field_missing", "field_missing",
    ]  # fmt: skip


def test_each_kind_has_its_functions_or_classes(hb: Engine) -> None:
    assert outcome(hb, service_classes=[]) == ["refused", "no_class"]
    three = {"kind": "comprehensive", "functions": ["policies", "organising", "services"]}
    assert outcome(hb, **three) == ["refused", "function_missing"]
    four = {"kind": "comprehensive", "functions": ["policies", "organising", "services", "core_role"]}
    assert submitted(hb, **four).state == "recommender_review"


def test_a_relaxation_is_confirmed_by_recommender_and_centre(hb: Engine) -> None:
    case = submitted(hb, papers=("relaxation_proof",), partners=1, relaxations=["partners"], **CLAIM)
    case.hand_in("recommendation_form")
    assert refused(case.attempted("recommend", YICHANG, on=DAY, **RECOMMENDATION)) == [
        "refused", "relaxation_unconfirmed",
    ]  # fmt: skip
    recommend(case, confirmed=["partners"], version=2)
    with pytest.raises(Refused) as error:
        publish(hb, case, at="2026-03-09")
    assert [r.code for r in error.value.reasons] == ["relaxation_unconfirmed"]
    case.take("confirm_relaxation", CENTRE, on="2026-03-05", confirmed=["partners"], reason="获表彰，成效明显")
    case.take("send_back", SECOND, on="2026-03-05", reason="补充测评")
    recommend(case, on="2026-03-06", version=3, confirmed=["partners"])
    with pytest.raises(Refused):
        publish(hb, case, at="2026-03-09")
    case.take("confirm_relaxation", CENTRE, on="2026-03-06", confirmed=["partners"], reason="同前")
    publish(hb, case, at="2026-03-09")
    assert case.state == "publicity"


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ({"legal_form": "other"}, ["legal_form"]),
        ({"service_classes": []}, ["no_class"]),
        ({"with_both": 5}, ["counted_twice", "below_qualified"]),
        ({"smes_served": 49}, ["reason_owed"]),
        ({"relaxations": ["staff"]}, ["no_ground"]),
        *((form, [f"below_{name}"]) for name, form in BELOW),
    ],
)
def test_what_comes_back_corrected_is_held_against_the_same_conditions(
    hb: Engine, form: dict[str, Any], codes: list[str]
) -> None:
    case = submitted(hb).take("return_for_correction", YICHANG, on=DAY, gaps=["请核对"])
    assert refused(case.attempted("resubmit", APPLICANT, on=DAY, **form)) == ["refused", *codes]


def test_the_centre_confirms_each_relaxation_and_not_only_some(hb: Engine) -> None:
    both = {"relaxations": ["partners", "staff"], "partners": 1, "full_time_staff": 7, "with_degree": 5}
    case = recommend(submitted(hb, papers=("relaxation_proof",), **both, **CLAIM), confirmed=["partners", "staff"])
    some = case.attempted("confirm_relaxation", CENTRE, on=DAY, confirmed=["staff"], reason="成效明显")
    assert refused(some) == ["refused", "relaxation_unconfirmed"]
