"""Objecting by the API: who is told whose objection it is, how it is followed, and what is refused."""

import io
import json
from typing import Any

from sqlalchemy import Engine

from tests.web.api.conftest import Clock, Programs, newcomer
from tests.web.api.program import Program, codes, pdf
from tests.web.api.test_refusals import called
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, SECOND

__all__ = ["called"]


def objected(db: Engine, program: Programs, clock: Clock, **more: str) -> tuple[str, dict[str, str], Program]:
    """(the case, the receipt, the public's program)"""
    case = roads.in_bureau_decision(db)
    clock("2026-09-28 10:00:00")
    notice = roads.publish(db, case, at="2026-09-28")
    public = program(None)
    sent: dict[str, Any] = {"by": "person", "name": "示例公民甲", "contact": "00013800", "text": "场地不符", **more}
    sent["files"] = [(io.BytesIO(pdf("照片")), "照片.pdf")]
    answer = public.call("POST", f"/public/notices/{notice.number}/objections", data=sent)
    return case.number, Program._told(answer, 201), public


def test_who_objected_is_told_to_the_deciders_alone(called: Engine, program: Programs, clock: Clock) -> None:
    checker = newcomer(called, "auditor")
    _, receipt, _ = objected(called, program, clock)
    path = f"/cases/{receipt['number']}"
    decider = program(SECOND).get(path)
    assert decider["data"]["name"] == "示例公民甲" and decider["data"]["contact"] == "00013800"
    assert [m["name"] for m in decider["materials"]] == ["照片.pdf"]
    named = program(APPLICANT).get(path)
    assert named["data"]["text"] == "场地不符" and not {"name", "contact"} & set(named["data"])
    assert named["materials"] == []
    auditor = program(checker).get(path)
    assert (auditor["data"]["name"], auditor["materials"][0]["name"]) == ("withheld", "withheld")
    file = f"{path}/materials/{auditor['materials'][0]['id']}"
    assert [program(who).call("GET", file).status_code for who in (checker, APPLICANT)] == [404, 404]
    for who in (APPLICANT, checker):
        everything = json.dumps([program(who).get(path), program(who).get(f"{path}/history")], ensure_ascii=False)
        assert "示例公民甲" not in everything and "00013800" not in everything


def test_whoever_objected_follows_it_by_number_and_code(called: Engine, program: Programs, clock: Clock) -> None:
    _, receipt, public = objected(called, program, clock)
    path = f"/public/objections/{receipt['number']}"
    assert len(receipt["code"]) == 10
    assert codes(public.get(f"{path}?code=AAAAAAAAAA", 404)) == ["not_found"]
    told = public.get(f"{path}?code={receipt['code']}")
    assert (told["state"], told["may_withdraw"], told["outcome"]) == ("filed", True, None)
    gone = public.post(f"{path}/withdraw", {"code": receipt["code"], "reason": "已了解情况"})
    assert (gone["state"], gone["may_withdraw"]) == ("withdrawn", False)
    assert codes(public.post(f"{path}/withdraw", {"code": receipt["code"]}, 409))[0] == "wrong_state"


def test_an_objection_a_second_late_and_one_without_a_name(called: Engine, program: Programs, clock: Clock) -> None:
    case = roads.in_bureau_decision(called)
    clock("2026-09-28 10:00:00")
    notice = roads.publish(called, case, at="2026-09-28")
    public, path = program(None), f"/public/notices/{notice.number}/objections"
    sent = {"by": "person", "name": "示例公民", "contact": "000", "text": "场地不符"}
    anonymous = public._told(public.call("POST", path, data={**sent, "name": ""}), 422)
    assert codes(anonymous) == ["refused", "unsigned"]
    assert codes(public._told(public.call("POST", path, data={**sent, "cases": "GZ-2026-999999"}), 422))[0] == "invalid"
    assert codes(public._told(public.call("POST", path, data={**sent, "mail": "x"}), 422)) == [
        "invalid",
        "field_unknown",
    ]
    for late in ("2026-10-11 00:00:00", "2026-10-11 00:10:00"):
        clock(late)
        problem = public._told(public.call("POST", path, data=sent), 409)
        assert codes(problem) == ["deadline_passed", "deadline_passed", "still_possible"]
    assert program(APPLICANT).get(f"/cases/{case.number}")["children"] == []


def test_the_public_may_not_object_too_often(called: Engine, program: Programs) -> None:
    public = program(None)
    answers = [public.call("POST", "/public/objections/GZ-2026-000001/withdraw", json={"code": "x"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert codes(Program._told(answers[-1], 429)) == ["too_many"] and int(answers[-1].headers["Retry-After"]) > 0


def test_paper_received_in_time_is_taken_at_the_counter_afterwards(
    called: Engine, program: Programs, clock: Clock
) -> None:
    case = roads.in_bureau_decision(called)
    clock("2026-09-28 10:00:00")
    roads.publish(called, case, at="2026-09-28")
    clock("2026-10-12 09:00:00")
    desk = program(SECOND).on(case.number)
    said = {"by": "person", "text": "来信称场地不符"}
    for day, late in (("2026-10-10", False), ("2026-10-11", True)):
        paper = {"name": "来信人", "received_on": day}
        told = desk.send("object", said, desk.case["version"], on_behalf_of=paper)
        objection = program(SECOND).get(f"/cases/{told['children'][-1]}")
        assert (objection["data"]["late"], objection["data"]["anonymous"]) == (late, True)
