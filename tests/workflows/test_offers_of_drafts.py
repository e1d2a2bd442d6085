"""Why and why not, asked of drafts that nobody has filled in yet: every step answers, none breaks."""

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import Walk, moment
from tests.workflows.hubei import world as hubei
from tests.workflows.hubei.roads import about as about_institution
from tests.workflows.hubei.roads import certified as institution
from tests.workflows.hubei.roads import open_call
from tests.workflows.wuhan import world as wuhan
from tests.workflows.wuhan.roads import about as about_station
from tests.workflows.wuhan.roads import certified as station
from workflows.actors import Actor
from workflows.offers import Offer, offers
from workflows.rulebooks import lifecycles

ON = "2026-09-01"


def asked(db: Engine, case: Walk, actor: Actor) -> dict[str, Offer]:
    row, at = case.row, moment(ON)
    found = transaction(db, lambda present: offers(present.connection, row, actor, current(present.connection), at=at))
    assert [o.step for o in found] == lifecycles()[row.lifecycle].leaving(row.state)
    return {offer.step.name: offer for offer in found}


@pytest.mark.parametrize(
    ("name", "by", "office", "first"),
    [
        ("change", wuhan.APPLICANT, "wh-jiangan", "submit"),
        ("exit", wuhan.APPLICANT, "wh-jiangan", "apply"),
        ("plaque", wuhan.APPLICANT, "wh-jiangan", "request"),
        ("reward", wuhan.HQ, "wh-hq", "propose"),
        ("revocation", wuhan.HQ, "wh-hq", "propose"),
        ("complaint", wuhan.HQ, "wh-hq", "file"),
    ],
)
def test_a_fresh_draft_about_a_wuhan_station(db: Engine, name: str, by: Actor, office: str, first: str) -> None:
    wuhan.settle(db)
    assert first in asked(db, about_station(db, name, by, office, station(db), on=ON), by)


@pytest.mark.parametrize(
    ("name", "by", "office", "first"),
    [
        ("change", hubei.APPLICANT, "hb-yichang", "submit"),
        ("plaque", hubei.APPLICANT, "hb-yichang", "request"),
        ("revocation", hubei.YICHANG, "hb-yichang", "propose"),
    ],
)
def test_a_fresh_draft_about_a_hubei_institution(db: Engine, name: str, by: Actor, office: str, first: str) -> None:
    hubei.settle(db)
    open_call(db)
    assert first in asked(db, about_institution(db, name, by, office, institution(db), on=ON), by)


def test_an_empty_application_says_what_stands_in_its_way(db: Engine) -> None:
    hubei.settle(db)
    case = Walk.open(db, "hubei/1/certification", hubei.APPLICANT, "hb-yichang", on=ON)
    reasons = {r.code for r in asked(db, case, hubei.APPLICANT)["submit"].reasons}
    assert "no_open_call" in reasons
    # What nobody has filled in is asked for, and not called too little.
    assert not {"below_years", "below_capital", "counted_twice"} & reasons


@pytest.mark.parametrize(("name", "office"), [("certification", "wh-jiangan"), ("filing", "wh-hq")])
def test_an_empty_wuhan_application(db: Engine, name: str, office: str) -> None:
    wuhan.settle(db)
    case = Walk.open(db, f"wuhan/2026/{name}", wuhan.APPLICANT, office, on=ON)
    assert "submit" in asked(db, case, wuhan.APPLICANT)
