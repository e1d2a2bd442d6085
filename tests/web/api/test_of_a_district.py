"""A district is rewarded as a station is (WH-22, WH-23): a program opens the case by the code of its office."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from models.database import transaction
from models.reference import start_clock
from models.tokens import give_token
from tests.walk import moment
from tests.web.api.program import Program
from tests.workflows.wuhan.world import HQ, settle

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
REWARD = {"rulebook": "wuhan", "lifecycle": "reward", "office": "wh-hq"}


@pytest.fixture
def hq(app: Flask, db: Engine) -> Program:
    settle(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-12-21"), now=p.now))
    return Program(app, transaction(db, lambda p: give_token(p.connection, HQ.account, now=p.now)))


def test_a_reward_is_opened_for_a_district_by_its_name_in_the_tree(hq: Program) -> None:
    district = {"kind": "district", "number": "wh-jiangan"}
    told = hq.post("/cases", {**REWARD, "subject": district}, 201)["subject"]
    assert told == {**district, "name": "示例 wh-jiangan"}


@pytest.mark.parametrize("code", ["wh-nowhere", "wh-hq"])
def test_an_office_that_is_no_district_is_not_rewarded(hq: Program, code: str) -> None:
    unknown = hq.post("/cases", {**REWARD, "subject": {"kind": "district", "number": code, "name": "示例"}}, 422)
    assert [(reason["field"], reason["code"]) for reason in unknown["reasons"]] == [("subject", "subject")]
