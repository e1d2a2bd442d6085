"""An office's own targets: set by itself, followed by what runs, and reminded of once, near and then over."""

import json

from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from models.reference import Target, current
from scheduler.reckoning import reckon
from scheduler.reminding import remind_all
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import in_expert_review, in_publicity, submitted
from tests.workflows.notices import notice, take_in
from tests.world import APPLICANT, DISTRICT
from web.pages.lamps import lights
from workflows.instants import local
from workflows.targets import ALL, places, set_targets

REVIEW = ("guangzhou/2025/certification", "district_review")


def told(db: Engine, topic: str) -> list[tuple[int | None, str | None, dict[str, object]]]:
    o = outbox.c
    asked = select(o.case_id, o.reader, o.given).where(o.topic == topic).order_by(o.id)
    rows = transaction(db, lambda p: p.connection.execute(asked).all())
    return [(row.case_id, row.reader, json.loads(row.given)) for row in rows]


def put(db: Engine, wanted: dict[tuple[str, str], Target | None], office: str = "gz-tianhe") -> bool:
    at = moment("2026-03-02")

    def work(present):
        reference = current(present.connection)
        return set_targets(present.connection, office, wanted, reference, by="u-settings", at=at)

    new = bool(transaction(db, work))
    reckon(db)
    return new


def target(case: Walk) -> str:
    return local((case.row.target_at or 0) - 1)[:10]


def colour(case: Walk, on: str) -> str:
    reference = transaction(case.db, lambda p: current(p.connection))
    (light,) = lights(reference, case.row, moment(on))
    return f"{light.kind} {light.colour}"


def test_another_target_moves_what_runs_at_that_office_and_in_that_state_alone(gz: Engine) -> None:
    mine, beside = submitted(gz, "2026-03-02"), in_expert_review(gz, "2026-03-02", address="示例路 2 号")
    before, head = beside.row, mine.row.head
    assert target(mine) == "2026-03-16"
    assert put(gz, {REVIEW: Target(3, 50)})
    assert target(mine) == "2026-03-05" and beside.row == before and mine.row.head == head
    assert [colour(mine, f"2026-03-0{n}") for n in (3, 4, 5, 6)] == [
        "office green", "office yellow", "office yellow", "office red"]  # fmt: skip
    assert not put(gz, {REVIEW: Target(3, 50)}), "the same again"
    assert put(gz, {REVIEW: None, ALL: Target(5, 80)})
    assert target(mine) == "2026-03-09" and colour(mine, "2026-03-05") == "office green"
    assert target(submitted(gz, "2026-03-03", address="示例路 3 号")) == "2026-03-10"


def test_an_office_is_asked_only_for_states_that_wait_for_it(gz: Engine) -> None:
    office = transaction(gz, lambda p: current(p.connection).offices["gz-tianhe"])
    named = {(place.lifecycle.key, place.state.name) for place in places(office)}
    assert REVIEW in named
    assert not {("guangzhou/2025/certification", s) for s in ("draft", "publicity", "bureau_decision")} & named


def test_each_lamp_is_told_once_and_after_an_outage_the_last_alone(gz: Engine) -> None:
    seen, missed = submitted(gz, "2026-03-02"), submitted(gz, "2026-03-02", address="示例路 2 号")
    for on in ("2026-03-02", "2026-03-11", "2026-03-11", "2026-03-12"):
        remind_all(gz, moment(on))
    assert [(case, reader) for case, reader, _ in told(gz, "target_near")] == [(seen.id, "desk"), (missed.id, "desk")]
    third = submitted(gz, "2026-03-02", address="示例路 3 号")
    remind_all(gz, moment("2026-04-20"))
    remind_all(gz, moment("2026-04-21"))
    over = told(gz, "target_over")
    assert [case for case, _, _ in over] == [seen.id, missed.id, third.id]
    assert over[0][2] == {"target_at": seen.row.target_at}
    assert len(told(gz, "target_near")) == 2, "what is over is no longer said to be near"


def test_parties_are_told_of_the_laws_period_and_nobody_of_drafts(gz: Engine) -> None:
    case = in_publicity(gz, "2026-09-28")
    remind_all(gz, moment("2026-10-09"))
    assert [(id, reader) for id, reader, _ in told(gz, "due_near") if id == case.id] == [(case.id, "parties")]
    assert told(gz, "target_near") == []


def test_from_october_on_the_missing_notice_is_a_to_do_once(gz: Engine) -> None:
    remind_all(gz, moment("2026-09-30"))
    assert told(gz, "calendar_missing") == []
    for on in ("2026-10-01", "2026-10-02"):
        remind_all(gz, moment(on))
    assert told(gz, "calendar_missing") == [(None, "role:settings_admin@", {"year": 2027})]
    take_in(gz, notice(["01-01"]), on="2026-11-05")
    remind_all(gz, moment("2026-11-06"))
    assert len(told(gz, "calendar_missing")) == 1


def test_the_time_to_correct_is_the_applicants_and_the_offices_begins_when_it_comes_back(gz: Engine) -> None:
    put(gz, {REVIEW: Target(3, 50)})
    case = submitted(gz, "2026-03-02").take("return_for_correction", DISTRICT, on="2026-03-04", gaps=["说明不详"])
    remind_all(gz, moment("2026-03-15"))
    assert [reader for _, reader, _ in told(gz, "correction_near")] == ["parties"]
    assert colour(case, "2026-03-20") == "correction red"
    remind_all(gz, moment("2026-03-20"))
    assert [reader for _, reader, _ in told(gz, "correction_over")] == ["desk"]
    assert told(gz, "target_near") == told(gz, "target_over") == []
    case.take("resubmit", APPLICANT, on="2026-03-23")
    assert target(case) == "2026-03-26" and colour(case, "2026-03-23") == "office green"
