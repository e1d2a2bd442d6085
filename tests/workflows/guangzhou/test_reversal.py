"""Setting a decision aside (the texts are silent: the office's own rule): the register as it stood before."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.guangzhou.roads import publish, submitted
from tests.workflows.guangzhou.stations import about_station, certified, in_decision, revoke
from tests.workflows.guangzhou.test_assessment import set_run
from tests.workflows.guangzhou.test_change import NAME
from tests.workflows.staging import about, children, do_duty, opened, title_of
from tests.world import APPLICANT, BUREAU, DISTRICT, HQ, ORGANISATION, SECOND
from workflows.actors import Actor, Role

JUDGMENT: dict[str, Any] = {"basis": "judgment", "reason": "判决撤销"}
COLLEAGUE = Actor("u-colleague", frozenset({(Role.DISTRICT_REVIEWER, "gz-tianhe")}))


@pytest.fixture
def station(gz: Engine) -> Walk:
    return certified(gz)


def drafted(db: Engine, case: Walk, *, by: Actor = BUREAU, office: str = "gz-bureau", on: str = "2026-12-01") -> Walk:
    about = ("case", case.number)
    walk = opened(db, "guangzhou/2025/reversal", by, office, about=about, party=ORGANISATION, on=on)
    return walk.hand_in("basis_paper")


def set_aside(db: Engine, case: Walk, **more: Any) -> Walk:
    walk = drafted(db, case).take("propose", BUREAU, on="2026-12-01", **JUDGMENT, **more)
    return walk.take("order", SECOND, on="2026-12-02")


def revoked(db: Engine, station: Walk) -> Walk:
    case = in_decision(db, about_station(db, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq"))
    revoke(db, case)
    return case


def test_a_revocation_set_aside_gives_the_title_back(gz: Engine, station: Walk) -> None:
    case = revoked(gz, station)
    reversal = set_aside(gz, case)
    assert (reversal.state, case.state) == ("reversed", "revoked")  # the old case keeps its state
    title = title_of(gz, station)
    assert (title.ended_at, title.ended_by, title.ended_how) == (None, None, None)


def test_a_change_set_aside_restores_the_value_before(gz: Engine, station: Walk) -> None:
    change = about_station(gz, "change", station, on="2026-11-02").hand_in("proof_of_change")
    change.take("submit", APPLICANT, on="2026-11-03", **NAME).take("file", BUREAU, on="2026-11-04")
    set_aside(gz, change)
    assert title_of(gz, station).name == "示例产业园服务站"


def test_what_a_later_case_wrote_stays(gz: Engine, station: Walk) -> None:
    names = []
    for new in ("示例甲站", "示例乙站"):
        change = about_station(gz, "change", station, on="2026-11-02").hand_in("proof_of_change")
        change.take("submit", APPLICANT, on="2026-11-03", **{**NAME, "new_value": new}).take(
            "file", BUREAU, on="2026-11-04"
        )
        names.append(change)
    set_aside(gz, names[0])
    assert title_of(gz, station).name == "示例乙站"


def test_a_certification_set_aside_ends_the_title_and_is_decided_anew_without_a_call(gz: Engine, station: Walk) -> None:
    reversal = set_aside(gz, station, anew=True)
    assert title_of(gz, station).ended_how == "reversed"
    (convention,) = children(gz, station, "convention")
    assert convention.state == "discontinued"
    (anew,) = children(gz, reversal, "certification")
    assert anew.row.form["station_name"] == station.row.form["station_name"]
    anew.hand_in("application_form", "legal_person_certificate", "premises_proof", "staff_list", "service_rules")
    anew.take("submit", APPLICANT, on="2027-02-01")  # the call of 2026 is over
    assert anew.state == "district_review"


def test_two_persons_of_the_office_that_decided(gz: Engine, station: Walk) -> None:
    walk = drafted(gz, station)
    walk.take("propose", BUREAU, on="2026-12-01", **JUDGMENT)
    assert refused(walk.attempted("order", BUREAU, on="2026-12-02")) == ["refused", "same_person"]
    assert refused(walk.attempted("order", HQ, on="2026-12-02"))[0] == "not_permitted"
    walk.take("dismiss", SECOND, on="2026-12-02", reason="维持")
    assert title_of(gz, station).ended_at is None


def test_another_office_cannot_set_it_aside(gz: Engine, station: Walk) -> None:
    walk = drafted(gz, station, by=DISTRICT, office="gz-tianhe")
    assert refused(walk.attempted("propose", DISTRICT, on="2026-12-01", **JUDGMENT)) == ["refused", "other_office"]


def test_a_districts_rejection_is_set_aside_by_the_district(gz: Engine) -> None:
    case = submitted(gz).take("reject", DISTRICT, on="2026-02-03", reason="不符合条件")
    walk = drafted(gz, case, by=DISTRICT, office="gz-tianhe", on="2026-03-02")
    walk.take("propose", DISTRICT, on="2026-03-02", **JUDGMENT, anew=True)
    walk.take("order", COLLEAGUE, on="2026-03-03")
    (anew,) = children(gz, walk, "certification")
    assert (anew.state, case.state) == ("draft", "rejected")


def test_only_what_is_decided_and_only_once(gz: Engine, station: Walk) -> None:
    running = about_station(gz, "plaque", station, on="2026-11-02")
    walk = drafted(gz, running)
    assert refused(walk.attempted("propose", BUREAU, on="2026-12-01", **JUDGMENT)) == ["refused", "not_decided"]
    case = revoked(gz, station)
    first, second = drafted(gz, case), drafted(gz, case)
    first.take("propose", BUREAU, on="2026-12-01", **JUDGMENT)
    assert refused(second.attempted("propose", BUREAU, on="2026-12-01", **JUDGMENT)) == ["refused", "limit_reached"]
    first.take("order", SECOND, on="2026-12-02")
    assert refused(second.attempted("propose", BUREAU, on="2026-12-03", **JUDGMENT)) == ["refused", "set_aside"]


def test_after_the_reversal_the_station_may_be_revoked_again(gz: Engine, station: Walk) -> None:
    set_aside(gz, revoked(gz, station))
    again = in_decision(
        gz, about_station(gz, "revocation", station, on="2026-12-03", by=HQ, office="gz-hq"), on="2026-12-03"
    )
    publish(gz, again, kind="revocation", at="2026-12-20")
    assert title_of(gz, station).ended_by == again.id


def test_a_failed_assessment_is_done_anew_with_a_closing_day_of_its_own(gz: Engine, station: Walk) -> None:
    set_run(gz)
    do_duty(gz, "guangzhou/2025", "assessments", on="2026-10-21")
    (failed,) = about(gz, station.number, "assessment")
    failed.wait(until="2026-12-01 00:00:00").take("fail", BUREAU, on="2026-12-02", reason="无故不参加")
    walk = drafted(gz, failed, on="2026-12-03")
    without = walk.attempted("propose", BUREAU, on="2026-12-03", **JUDGMENT, anew=True)
    assert refused(without) == ["refused", "closing_day"]
    walk.take("propose", BUREAU, on="2026-12-03", **JUDGMENT, anew=True, anew_until="2027-01-31")
    walk.take("order", SECOND, on="2026-12-04")
    (anew,) = children(gz, walk, "assessment")
    assert (anew.state, anew.row.form["closes_on"]) == ("open", "2027-01-31")
    assert "no_report" not in anew.row.form
    assert do_duty(gz, "guangzhou/2025", "assessments", on="2026-12-05") == []
