"""Near HB-10, HB-12 (office): the applicant takes it back until the last decision; on proof it ends with the party."""

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.hubei.roads import drafted, in_conclusion, in_publicity, recommended, submitted
from tests.workflows.hubei.world import APPLICANT, CENTRE, YICHANG

STATES = ("draft", "recommender_review", "returned", "centre_review", "publicity", "concluded")


def returned(db: Engine) -> Walk:
    return submitted(db).take("return_for_correction", YICHANG, on="2026-03-03", gaps=["人员名单"])


def standing_at(db: Engine, state: str) -> tuple[Walk, str]:
    """The case, and a day on which it stands there yet."""
    roads = (drafted, submitted, returned, recommended, in_publicity, in_conclusion)
    case = dict(zip(STATES, roads, strict=True))[state](db)
    assert case.state == state
    return case, "2026-03-18" if state == "concluded" else "2026-03-16"


@pytest.mark.parametrize("state", STATES)
def test_taken_back_until_the_last_decision_it_frees_the_place_of_another(hb: Engine, state: str) -> None:
    case, day = standing_at(hb, state)
    assert refused(case.attempted("withdraw", YICHANG, on=day)) == ["not_permitted", "wrong_role"]
    assert case.take("withdraw", APPLICANT, on=day).state == "withdrawn"
    assert submitted(hb, on=day).state == "recommender_review"


@pytest.mark.parametrize("state", STATES)
def test_an_applicant_that_no_longer_exists_ends_it_on_proof(hb: Engine, state: str) -> None:
    case, day = standing_at(hb, state)
    desk = YICHANG if state in STATES[:3] else CENTRE
    bare = case.attempted("terminate", desk, on=day, reason="注销")
    assert refused(bare) == ["invalid", "material_missing"]
    case.hand_in("proof_of_end").take("terminate", desk, on=day, reason="注销")
    assert case.state == "discontinued"
