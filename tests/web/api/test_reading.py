"""Who reads what: lists, history, scores, people, timers; and for whom a case is opened."""

import json

import pytest
from sqlalchemy import Engine, insert, update

from models.case import cases
from models.database import transaction
from models.user import contacts
from tests.web.api.conftest import Programs, newcomer
from tests.web.api.program import Program, codes
from tests.web.api.test_refusals import called
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, ORGANISATION

__all__ = ["called"]


def test_applicants_see_neither_scores_nor_experts(called: Engine, program: Programs) -> None:
    case = roads.in_bureau_decision(called)
    seen = json.dumps(program(APPLICANT).get(f"/cases/{case.number}/history"), ensure_ascii=False)
    assert "expert1" not in seen and '"premises_score": 20' not in seen and '"actor": "withheld"' in seen
    desk = json.dumps(program(BUREAU).get(f"/cases/{case.number}/history"), ensure_ascii=False)
    assert "u-expert1" in desk and '"premises_score": 20' in desk
    assert program(EXPERTS[0]).get(f"/cases/{case.number}/history")["items"] == []


def test_lists_are_the_callers_own_filtered_and_paged(called: Engine, program: Programs) -> None:
    numbers = [roads.drafted(called, address=f"示例路 {n} 号").number for n in range(3)]
    sent = roads.submitted(called)
    mine, district = program(APPLICANT), program(DISTRICT)
    first = mine.get("/cases?limit=3")
    rest = mine.get(f"/cases?limit=3&cursor={first['next']}")
    found = [item["number"] for item in [*first["items"], *rest["items"]]]
    assert found == [sent.number, *reversed(numbers)] and rest["next"] is None
    assert [i["number"] for i in district.get("/cases?assignee=me")["items"]] == [sent.number]
    assert [i["number"] for i in mine.get("/cases?state=district_review&q=MA5EXAMPLE")["items"]] == [sent.number]
    assert mine.get("/cases?q=%25")["items"] == [] and mine.get("/cases?lifecycle=call")["items"] == []
    due = district.get("/cases?due_before=2026-03-31&office=gz-tianhe")["items"]
    assert [item["number"] for item in due] == [sent.number]
    assert codes(mine.get("/cases?limit=201", 422)) == ["invalid", "field_wrong"]


def test_history_is_paged_and_tells_its_values(called: Engine, program: Programs) -> None:
    case = roads.in_expert_review(called)
    path = f"/cases/{case.number}/history"
    one = program(HQ).get(f"{path}?limit=2")
    two = program(HQ).get(f"{path}?limit=2&cursor={one['next']}")
    assert [e["seq"] for e in [*one["items"], *two["items"]]] == [1, 2, 3] and two["next"] is None
    last = two["items"][0]
    assert last["values"] == {"opinion": "材料齐全，同意上报"} and len(last["data"]["opinion"]) == 64
    assert (last["actor"], last["role"], last["law"]) == ("u-district", "district_reviewer", ["GZ-4.1.3a"])


def test_the_form_is_saved_in_part(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT).open("certification", "gz-tianhe")
    told = mine.program.patch(f"/cases/{mine.number}", {"version": 1, "data": {"address": "示例路 9 号"}})
    assert (told["data"], told["version"]) == ({"address": "示例路 9 号"}, 1)
    assert codes(mine.program.patch(f"/cases/{mine.number}", {"version": 7, "data": {}}, 409))[0] == "stale_version"
    sent = roads.submitted(called)
    assert codes(mine.program.patch(f"/cases/{sent.number}", {"version": 2, "data": {}}, 409))[0] == "wrong_state"


def test_an_officer_at_the_counter_opens_and_submits_on_paper(called: Engine, program: Programs) -> None:
    desk = program(DISTRICT)
    subject = {"kind": "organisation", "number": "91440101MA5PAPER00", "name": "示例纸质单位"}
    case = desk.open("certification", "gz-tianhe", subject=subject, data=roads.FORM)
    for kind in roads.PAPERS:
        case.hand_in(kind)
    late = {"name": "示例纸质单位", "received_on": "2026-02-11"}
    assert codes(case.send("submit", {}, 1, 422, on_behalf_of=late)) == ["invalid", "received_at"]
    assert codes(case.send("submit", {}, 1, 422, on_behalf_of={**late, "received_on": "gestern"})) == [
        "invalid", "field_wrong"]  # fmt: skip
    case.send("submit", {}, 1, on_behalf_of={**late, "received_on": "2026-02-09"})
    last = desk.get(f"/cases/{case.number}/history")["items"][-1]
    assert (last["on_behalf_of"], last["effective_at"][:10]) == ("applicant", "2026-02-09")
    assert last["values"]["on_behalf_of"] == "示例纸质单位"


def test_for_whom_a_case_is_opened(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT)
    body = {"rulebook": "guangzhou", "lifecycle": "certification", "office": "gz-tianhe"}
    assert mine.post("/cases", body, 201)["subject"]["number"] == ORGANISATION[1]
    other = {"kind": "organisation", "number": "91440101MA5ANOTHER", "name": "他人"}
    assert codes(mine.post("/cases", {**body, "subject": other}, 403)) == ["not_permitted", "wrong_role"]
    assert codes(mine.post("/cases", {**body, "lifecycle": "objection"}, 403)) == ["opened_by_system"]
    assert codes(mine.post("/cases", {**body, "lifecycle": "nothing"}, 404)) == ["not_found"]
    assert codes(mine.post("/cases", {**body, "office": "gz-bureau"}, 422)) == ["invalid", "office"]
    row = {"user_id": APPLICANT.account, "kind": "organisation", "number": "91440101MA5SECOND0", "name": "第二家"}
    transaction(called, lambda p: p.connection.execute(insert(contacts).values(row)))
    assert codes(mine.post("/cases", body, 422)) == ["invalid", "subject"]


def test_whom_the_register_knows_is_named_by_it(called: Engine, program: Programs) -> None:
    desk, case = program(DISTRICT), roads.submitted(called)
    body = {"rulebook": "guangzhou", "lifecycle": "reversal", "office": "gz-tianhe"}
    by_number = {"kind": "case", "number": case.number}
    told = desk.post("/cases", {**body, "subject": by_number}, 201)["subject"]
    assert told == {**by_number, "name": case.row.subject_name}
    assert desk.post("/cases", {**body, "subject": {**by_number, "name": "别名"}}, 201)["subject"] == told
    unknown = {"kind": "organisation", "number": "91440101MA5NOBODY0"}
    problem = desk.post("/cases", {**body, "lifecycle": "certification", "subject": unknown}, 422)
    assert [(r["field"], r["code"]) for r in problem["reasons"]] == [("subject.name", "field_missing")]


def test_offices_and_people_are_for_accounts(called: Engine, program: Programs) -> None:
    assert [o["code"] for o in program(APPLICANT).get("/offices?level=district")["items"]] == ["gz-tianhe", "gz-yuexiu"]
    assert codes(program(APPLICANT).get("/people", 403)) == ["not_permitted"]
    found = program(HQ).get("/people?role=expert&limit=3")
    assert len(found["items"]) == 3 and found["next"] == "u-expert3"
    assert codes(program(None).get("/offices", 401)) == ["not_signed_in"]


def test_timers_are_seen_and_tried_again_by_their_admin(called: Engine, program: Programs) -> None:
    admin = program(newcomer(called, "settings_admin"))
    (timer,) = admin.get("/timers")["items"]
    assert (timer["step"], timer["status"]) == ("close", "pending")
    failed = update(cases).where(cases.c.number == timer["number"]).values(wake_at=None, tries=8, last_error="x")
    transaction(called, lambda p: p.connection.execute(failed))
    assert [t["last_error"] for t in admin.get("/timers?status=failed")["items"]] == ["x"]
    assert admin.post(f"/timers/{timer['number']}/retry")["status"] == "pending"
    assert admin.get("/timers?status=failed")["items"] == []
    assert codes(program(BUREAU).get("/timers", 403)) == ["not_permitted"]


@pytest.mark.parametrize("token", ["", "nobody", "x" * 500])
def test_a_token_that_is_none_and_a_cookie_open_nothing(called: Engine, program: Programs, token: str) -> None:
    stranger = program(None)
    stranger.client.set_cookie("yizhan", "anything")
    answer = stranger.call("GET", "/cases", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    answer = stranger.call("PUT", "/cases")
    assert codes(problem := Program._told(answer, 405)) == ["method_not_allowed"]
    assert "Allow" in problem["en"] and "GET" in answer.headers["Allow"] and "POST" in answer.headers["Allow"]


def test_the_diagram_shows_the_way_to_those_who_may_read_it(called: Engine, program: Programs) -> None:
    case = roads.appointed(called)
    path = f"/cases/{case.number}/diagram.svg"
    for query in ("", "?step=2&theme=dark&lang=en"):
        answer = program(APPLICANT).call("GET", path + query)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml") and answer.text.startswith("<svg")
    assert program(EXPERTS[0]).call("GET", path).text != program(APPLICANT).call("GET", path).text
    assert codes(program(APPLICANT).get(f"{path}?step=0", 422)) == ["invalid", "field_wrong"]
