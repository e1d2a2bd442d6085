"""The database lets a disclosure lose fields, since an erasure must; the checker asks for the order."""

import json

import pytest
from sqlalchemy import Engine, select, update

from models.account_acts import MACHINE
from models.case import disclosures
from models.database import transaction
from tests.walk import moment
from tests.workflows.guangzhou import roads
from tests.world import actor, holds, settle
from web.pages.case_words import said
from workflows.erasing import erase
from workflows.invariants import broken
from workflows.seal import text_of

ORDER = "示例决〔2026〕3 号"


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    roads.open_call(db)
    return db


def test_what_left_without_an_order_is_found(gz: Engine) -> None:
    case, at = roads.submitted(gz), moment("2026-11-02")
    transaction(gz, lambda p: erase(p.connection, case.id, "contact_phone", order=ORDER, by=actor(MACHINE), at=at))
    holds(gz)
    told = select(disclosures.c.opened).where(disclosures.c.case_id == case.id, disclosures.c.seq == 2)
    fields = json.loads(transaction(gz, lambda p: p.connection.execute(told).scalar_one()))
    fields.pop("capability")
    lost = update(disclosures).where(disclosures.c.case_id == case.id, disclosures.c.seq == 2)
    transaction(gz, lambda p: p.connection.execute(lost.values(opened=text_of(fields))))
    found = transaction(gz, lambda p: list(broken(p.connection)), writes=False)
    assert found == [f"{case.number}: 2:capability left without an order"]


def test_the_page_says_which_order_it_was() -> None:
    shown = said({}, {"order": ORDER, "erased": ["2:contact_phone"]}, {})
    assert [(one.label.en, one.value.zh) for one in shown] == [
        ("Number of the order", ORDER),
        ("Erased (entry:field)", "2:contact_phone"),
    ]
