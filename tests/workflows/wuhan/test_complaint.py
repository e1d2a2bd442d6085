"""Measures, art. 18 (2) 2: an enterprise complains, the party answers, headquarters weighs it (WH-18.2)."""

import pytest
from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.staging import children
from tests.workflows.wuhan.roads import about, certified, complained, left, mobile, resident
from tests.workflows.wuhan.world import APPLICANT, ENTERPRISE, FIRM, HQ, JIANGAN, ORGANISATION

FACTS = {"facts": "示例事实", "contact_name": "示例", "contact": "000"}


def test_a_complaint_is_answered_and_weighed(wh: Engine) -> None:
    station = certified(wh)
    case = complained(wh, station)
    assert case.row.party == {ORGANISATION, ENTERPRISE}
    assert refused(case.attempted("answer", FIRM, on="2026-07-06", statement="x"))[0] == "not_permitted"
    case.take("answer", APPLICANT, on="2026-07-06", statement="示例说明")
    case.take("substantiate", HQ, on="2026-07-07", findings="属实", fault="slight")
    assert children(wh, case, "revocation") == []
    again = complained(wh, station).take("substantiate", HQ, on="2026-07-08", findings="属实", fault="clear")
    (draft,) = children(wh, again, "revocation")
    assert draft.row.form["ground"] == "complaint"
    assert draft.row.party == {ORGANISATION}  # the enterprise isn't a party to it
    assert complained(wh, station).take("dismiss", HQ, on="2026-07-09", findings="不实").state == "unfounded"


@pytest.mark.parametrize("lacking", FACTS)
def test_it_says_what_happened_and_how_to_reach_the_enterprise(wh: Engine, lacking: str) -> None:
    case = about(wh, "complaint", FIRM, "wh-hq", certified(wh), on="2026-07-05", party=ENTERPRISE)
    given = {name: value for name, value in FACTS.items() if name != lacking}
    assert refused(case.attempted("file", FIRM, on="2026-07-05", **given)) == ["invalid", "field_missing"]


@pytest.mark.parametrize(("whom", "code"), [("station", "no_title"), ("commissioner", "no_commissioner")])
def test_nobody_complains_about_who_has_left(wh: Engine, whom: str, code: str) -> None:
    gone = certified(wh) if whom == "station" else mobile(wh)
    left(wh, gone, on="2026-07-03", whom=whom)
    case = about(wh, "complaint", FIRM, "wh-hq", gone, on="2026-07-05", whom=whom, party=ENTERPRISE)
    assert refused(case.attempted("file", FIRM, on="2026-07-05", **FACTS)) == ["refused", code]


def test_a_commissioners_clear_fault_drafts_the_commissioners_revocation(wh: Engine) -> None:
    person = resident(wh, certified(wh))
    case = about(wh, "complaint", FIRM, "wh-hq", person, on="2026-07-05", whom="commissioner", party=ENTERPRISE)
    case.take("file", FIRM, on="2026-07-05", **FACTS).take("answer", APPLICANT, on="2026-07-06", statement="说明")
    case.take("substantiate", HQ, on="2026-07-07", findings="属实", fault="clear")
    (draft,) = children(wh, case, "revocation")
    assert (draft.row.subject_kind, draft.row.subject_number) == ("commissioner", person.number)
    assert draft.row.party == {ORGANISATION, ("commissioner", person.number)}


def test_headquarters_alone_weighs_it_and_says_what_it_found(wh: Engine) -> None:
    case = complained(wh, certified(wh))
    assert refused(case.attempted("dismiss", JIANGAN, on="2026-07-06", findings="x")) == ["not_permitted", "wrong_role"]
    assert refused(case.attempted("dismiss", HQ, on="2026-07-06")) == ["invalid", "field_missing"]
    unsaid = case.attempted("substantiate", HQ, on="2026-07-06", findings="属实")
    assert refused(unsaid) == ["invalid", "field_missing"]  # clear fault, or slight
