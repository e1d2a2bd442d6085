"""Measures, art. 25: from 2026-05-29 to 2029-05-28; and a draft that production doesn't use before it is issued."""

import pytest
from sqlalchemy import Engine

from models.database import connect, transaction
from tests.walk import Walk, moment, refused
from tests.workflows.staging import attempted, children, do_duty
from tests.workflows.wuhan.roads import about, certified, platform, recommended, set_run
from tests.workflows.wuhan.world import (
    APPLICANT,
    ENTERPRISE,
    FIRM,
    HQ,
    MOBILE,
    ORGANISATION,
    PERSON,
)
from workflows.errors import StepError
from workflows.issuing import enter_document
from workflows.moves import Entry, Opening

LAST, AFTER = "2029-05-28 23:59:59", "2029-05-29 00:00:00"
CERTIFYING = Opening("wuhan/2026/certification", APPLICANT, "wh-jiangan", (*ORGANISATION, "示例"), (ORGANISATION,))


def openings(station: Walk, reward: Walk) -> dict[str, Opening]:
    """One opening of each kind by whoever may make it."""
    of = ("station", station.number, "示例")
    hq, firm = ("wh-hq", of, ()), (("wh-hq", of, (ENTERPRISE,)))
    by = {
        "filing": (MOBILE, "wh-hq", (*PERSON, "示例"), (PERSON,)),
        "dispatch": (HQ, "wh-hq", ("commissioner", "WH-2026-000002", "示例"), ()),
        "reward": (HQ, *hq),
        "change": (APPLICANT, "wh-jiangan", of, ()),
        "exit": (APPLICANT, "wh-jiangan", of, ()),
        "complaint": (FIRM, *firm),
        "revocation": (HQ, *hq),
        "clawback": (HQ, "wh-hq", ("case", reward.number, "示例"), ()),
        "notice": (HQ, "wh-hq", None, ()),
        "reversal": (HQ, "wh-hq", ("case", station.number, "示例"), ()),
    }
    made = {name: Opening(f"wuhan/2026/{name}", actor, *rest) for name, (actor, *rest) in by.items()}
    return {"certification": CERTIFYING, **made}


NEW = {"certification", "filing", "dispatch", "reward"}


def test_on_the_last_day_everything_is_opened(wh: Engine) -> None:
    station = certified(wh)
    for name, opening in openings(station, station).items():
        outcome = attempted(wh, opening, on=LAST)
        assert isinstance(outcome, Entry), (name, outcome)


def test_on_the_day_after_only_what_concerns_what_exists(wh: Engine) -> None:
    station = certified(wh)
    for name, opening in openings(station, station).items():
        outcome = attempted(wh, opening, on=AFTER)
        if name in NEW:
            assert isinstance(outcome, StepError), name
            assert refused(outcome) == ["refused", "book_closed"]
        else:
            assert isinstance(outcome, Entry), (name, outcome)
            assert Walk(wh, outcome).row.form == {"measures_ended": True}


def test_no_assessment_is_opened_after_the_end_and_a_deemed_exit_is(wh: Engine) -> None:
    station = certified(wh)
    set_run(wh, 2029, "2029-12-15")
    outcomes = do_duty(wh, "wuhan/2026", "assessments", on="2029-05-29")
    assert {refused(o)[1] for o in outcomes} == {"book_closed"}
    platform(wh, "station", station.number, issued="2028-12-10", dated="2029-05-29")
    warnings = do_duty(wh, "wuhan/2026", "deemed_exits", on="2029-05-29")
    assert len(warnings) == 2  # the account, and no record in 2028
    assert all(isinstance(warning, Entry) for warning in warnings)


@pytest.mark.parametrize(("on", "opens"), [("2026-05-28 23:59:59", False), ("2026-05-29 00:00:00", True)])
def test_before_the_first_day_nothing_is_opened(wh: Engine, on: str, opens: bool) -> None:
    outcome = attempted(wh, CERTIFYING, on=on)
    assert isinstance(outcome, Entry) is opens


def test_a_running_case_keeps_the_edition_and_opens_what_belongs_to_it(wh: Engine) -> None:
    case = recommended(wh, on="2029-05-28").take("certify", HQ, on="2029-06-04", opinion="同意认定")
    assert len(children(wh, case, "filing")) == 3


def test_production_opens_nothing_before_the_issuing_document_is_entered(wh: Engine) -> None:
    production = connect(wh.url.render_as_string(hide_password=False), simulated=False)
    try:
        assert refused(attempted(production, CERTIFYING, on="2026-06-01")) == ["refused", "not_issued"]

        def enter(present):
            enter_document(present.connection, "wuhan", "2026", document="示例文号〔2026〕1 号", issued_on="2026-05-29",
                           by=HQ.account, at=moment("2026-05-30"))  # fmt: skip

        transaction(production, enter)
        assert isinstance(attempted(production, CERTIFYING, on="2026-06-01"), Entry)
    finally:
        production.dispose()


def test_a_change_after_the_end_is_filed_as_before(wh: Engine) -> None:
    station = certified(wh)
    case = about(wh, "change", APPLICANT, "wh-jiangan", station, on="2029-06-01").hand_in("proof_of_change")
    given = {"kind": "head", "old_value": "旧", "new_value": "新", "changed_on": "2029-05-30"}
    case.take("submit", APPLICANT, on="2029-06-01", **given)
    assert case.row.form["measures_ended"] is True
