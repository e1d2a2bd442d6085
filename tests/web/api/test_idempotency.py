"""The same Idempotency-Key twice: one effect and the same answer; with anything else: key_reused."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import Engine, func, select

from models.case import cases, entries
from models.database import transaction
from models.user import appointments
from tests.web.api.conftest import Clock, Programs
from tests.web.api.program import codes
from tests.web.api.test_refusals import called
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, DISTRICT, EXPERTS

__all__ = ["called"]
KEY = "a-key-of-its-own-1"


def count(db: Engine, table: object) -> int:
    return transaction(db, lambda p: p.connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_step_sent_again_answers_as_the_first_time(called: Engine, program: Programs) -> None:
    case = program(DISTRICT).on(roads.submitted(called).number)
    first = case.send("forward", {"opinion": "同意"}, 2, key=KEY)
    before = count(called, entries)
    assert case.send("forward", {"opinion": "同意"}, 2, key=KEY) == first
    assert codes(case.send("forward", {"opinion": "不同"}, 2, 409, key=KEY)) == ["key_reused"]
    assert codes(case.send("return_for_correction", {"opinion": "同意"}, 2, 409, key=KEY)) == ["key_reused"]
    assert count(called, entries) == before


def test_a_later_repeat_answers_with_the_state_and_version_of_then(called: Engine, program: Programs) -> None:
    case = program(DISTRICT).on(roads.submitted(called).number)
    first = case.send("return_for_correction", {"gaps": ["场地证明"]}, 2, key=KEY)
    program(APPLICANT).on(case.number).take("resubmit", **roads.FORM)
    again = case.send("return_for_correction", {"gaps": ["场地证明"]}, 2, key=KEY)
    assert (again["state"], again["version"], again["label"]) == ("returned", 3, first["label"])
    assert case.case["state"] == "district_review"


def test_who_lost_sight_of_the_case_by_the_step_still_gets_its_answer(called: Engine, program: Programs) -> None:
    case = roads.appointed(called)
    expert = program(EXPERTS[0]).on(case.number)
    sent = {"version": expert.case["version"], "data": {"reason": "与申报单位相识"}}
    for _ in range(2):
        told = expert.program.post(f"/cases/{case.number}/steps/recuse", sent, key=KEY)
        assert told["version"] == sent["version"] + 1
    assert expert.program.get(f"/cases/{case.number}", 404)["code"] == "not_found"
    assert count(called, appointments) == 3


def test_an_opening_sent_again_is_the_same_case(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT)
    body = {"rulebook": "guangzhou", "lifecycle": "certification", "office": "gz-tianhe"}
    before = count(called, cases)
    first = mine.post("/cases", body, 201, key=KEY)
    assert mine.post("/cases", body, 201, key=KEY) == first
    assert codes(mine.post("/cases", {**body, "data": {"address": "另一处"}}, 409, key=KEY)) == ["key_reused"]
    assert mine.post("/cases", body, 201)["number"] != first["number"]
    assert count(called, cases) == before + 2


def test_a_refused_attempt_leaves_no_key(called: Engine, program: Programs) -> None:
    case = program(DISTRICT).on(roads.submitted(called).number)
    assert codes(case.send("forward", {}, 2, 422, key=KEY)) == ["invalid", "field_missing"]
    assert case.send("forward", {"opinion": "同意"}, 2, key=KEY)["state"] == "expert_review"


def test_keys_are_64_ascii_characters_at_most(called: Engine, program: Programs) -> None:
    body = {"rulebook": "guangzhou", "lifecycle": "certification", "office": "gz-tianhe"}
    assert codes(program(APPLICANT).post("/cases", body, 400, key="k" * 65)) == ["malformed"]


def test_twenty_equal_posts_have_one_effect(called: Engine, program: Programs, app: Flask) -> None:
    case = program(DISTRICT).on(roads.submitted(called).number)
    with ThreadPoolExecutor(8) as pool:
        send = lambda _: case.program.call(  # noqa: E731 - said once, where it is used
            "POST", f"/cases/{case.number}/steps/forward", json={"version": 2, "data": {"opinion": "同意"}},
            headers={"Idempotency-Key": KEY},
        )  # fmt: skip
        answers = list(pool.map(send, range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert {(answer.json["state"], answer.json["version"]) for answer in answers} == {("expert_review", 3)}


def test_an_objection_sent_again_gets_the_same_receipt(called: Engine, program: Programs, clock: Clock) -> None:
    case = roads.in_bureau_decision(called)
    clock("2026-09-28 10:00:00")
    notice = roads.publish(called, case, at="2026-09-28")
    public = program(None)

    def send(text: str, status: int) -> dict[str, object]:
        sent = {"by": "person", "name": "示例公民", "contact": "13800000000", "text": text}
        path = f"/public/notices/{notice.number}/objections"
        answer = public.call("POST", path, data=sent, headers={"Idempotency-Key": KEY})
        told: dict[str, object] = public._told(answer, status)
        return told

    first = send("场地不符", 201)
    assert send("场地不符", 201) == first
    assert codes(send("另一回事", 409)) == ["key_reused"]
    assert len(program(APPLICANT).get(f"/cases/{case.number}")["children"]) == 1
