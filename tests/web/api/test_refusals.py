"""What the API refuses: each with its sentence, its status and its code, and nothing changed."""

import io
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from models.database import transaction
from models.user import grants
from tests.walk import Walk
from tests.web.api.conftest import Clock, Programs
from tests.web.api.program import Driven, Program, codes, pdf
from tests.workflows.guangzhou import roads
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, NEIGHBOUR, RIVAL, SECOND

FORM = roads.FORM


@pytest.fixture
def called(gz: Engine, clock: Clock) -> Engine:
    """The call is open, and it is a morning in February."""
    roads.open_call(gz)
    clock("2026-02-10")
    return gz


def unchanged(case: Driven, before: dict[str, Any]) -> None:
    """But for the sentences, which may tell the time."""
    after = case.case
    assert {k: v for k, v in after.items() if k != "steps"} == {k: v for k, v in before.items() if k != "steps"}


def test_the_wrong_actor_and_the_wrong_desk(called: Engine, program: Programs) -> None:
    case = roads.submitted(called)
    mine = program(APPLICANT).on(case.number)
    before = mine.case
    assert codes(mine.send("forward", {"opinion": "好"}, 2, 403)) == ["not_permitted", "wrong_role"]
    above = program(HQ).on(case.number)
    assert codes(above.send("forward", {"opinion": "好"}, 2, 403)) == ["not_permitted", "wrong_role"]
    assert above.why_not("forward") == ["wrong_role"]
    unchanged(mine, before)


def test_who_may_not_see_a_case_is_told_that_there_is_none(called: Engine, program: Programs) -> None:
    case = roads.submitted(called)
    for stranger in (program(RIVAL), program(NEIGHBOUR)):
        assert codes(stranger.get(f"/cases/{case.number}", 404)) == ["not_found"]
        assert codes(stranger.get(f"/cases/{case.number}/history", 404)) == ["not_found"]
        assert codes(stranger.on(case.number).send("forward", {"opinion": "好"}, 2, 404)) == ["not_found"]
        stranger.upload(case.number, "application_form", "a.pdf", pdf("x"), 404)
        stranger.patch(f"/cases/{case.number}", {"version": 2, "data": {}}, 404)
        assert stranger.get("/cases")["items"] == []
    assert codes(program(None).get(f"/cases/{case.number}", 401)) == ["not_signed_in"]
    program(DISTRICT).get(f"/cases/{roads.drafted(called).number}", 404)  # others' drafts


def test_a_step_of_another_state_and_one_that_there_is_not(called: Engine, program: Programs) -> None:
    case = program(DISTRICT).on(roads.submitted(called).number)
    assert codes(case.send("recommend", {"opinion": "好"}, 2, 409)) == ["wrong_state", "wrong_state"]
    assert codes(case.send("promote", {}, 2, 404)) == ["not_found"]


def test_two_reviewers_at_once_one_is_told_what_the_other_did(called: Engine, program: Programs) -> None:
    case = roads.in_bureau_decision(called)
    one, other = program(BUREAU).on(case.number), program(SECOND).on(case.number)
    version = one.case["version"]
    assert other.case["version"] == version
    one.send("send_back", {"reason": "请补充评审意见"}, version)
    problem = other.send("reject", {"reason": "不符合条件"}, version, 409)
    assert codes(problem) == ["stale_version", "stale_version"]
    (reason,) = problem["reasons"]
    assert "退回上一环节" in reason["zh"] and "专家评审" in reason["zh"] and "Send back" in reason["en"]
    assert other.case["state"] == "expert_review"


def test_missing_and_unknown_fields_and_files(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT).open("certification", "gz-tianhe", data=FORM)
    before = mine.case
    problem = mine.take("submit", 422, leave_out=("premises_proof", "address"), **FORM)
    assert codes(problem) == ["invalid", "material_missing"] and problem["reasons"][0]["field"] == "premises_proof"
    assert codes(mine.send("submit", {**FORM, "fee": 3}, 1, 422)) == ["invalid", "field_unknown"]
    assert codes(program(APPLICANT).patch(f"/cases/{mine.number}", {"version": 1, "data": {"fee": 3}}, 422)) == [
        "invalid", "field_unknown"]  # fmt: skip
    assert codes(program(APPLICANT).post(f"/cases/{mine.number}/steps/submit", {"data": {}, "seen": 1}, 422)) == [
        "invalid", "field_missing", "field_unknown"]  # fmt: skip
    assert codes(program(APPLICANT).get("/cases?sort=up", 422)) == ["invalid", "field_unknown"]
    unchanged(mine, {**before, "materials": mine.case["materials"]})


def test_too_few_staff_and_no_open_call(gz: Engine, program: Programs, clock: Clock) -> None:
    mine = program(APPLICANT).open("certification", "gz-tianhe")
    assert mine.why_not("submit") == ["no_open_call"]
    problem = mine.take("submit", 422, **{**FORM, "full_time_staff": 1})
    assert codes(problem) == ["refused", "no_open_call", "too_few_staff"]
    assert mine.case["state"] == "draft" and mine.case["version"] == 1


def test_one_person_neither_forwards_and_recommends(called: Engine, program: Programs) -> None:
    grant = insert(grants).values(user_id=DISTRICT.account, role="hq_reviewer", office="gz-hq")
    transaction(called, lambda p: p.connection.execute(grant))
    case = roads.appointed(called)
    for expert in EXPERTS[:3]:
        case.take("score", expert, on="2026-02-09", **roads.SCORES)
    both = program(DISTRICT).on(case.number)
    assert both.why_not("recommend") == ["same_person"]
    version = both.case["version"]
    assert codes(both.send("recommend", {"opinion": "推荐"}, version, 422)) == ["refused", "same_person"]
    assert program(HQ).on(case.number).why_not("recommend") == []


def test_announcing_outside_a_notice_and_over_an_open_objection(
    called: Engine, program: Programs, clock: Clock
) -> None:
    case = roads.in_bureau_decision(called)
    clock("2026-09-28 10:00:00")
    notice = roads.publish(called, case, at="2026-09-28")
    public = program(None)
    sent = {"by": "person", "name": "示例公民", "contact": "13800000000", "text": "场地不符"}
    public._told(public.call("POST", f"/public/notices/{notice.number}/objections", data=sent), 201)
    clock("2026-10-11 09:00:00")
    held = program(BUREAU).on(case.number)
    assert held.why_not("announce") == ["needs_notice", "open_objection"]
    assert codes(held.send("announce", {}, held.case["version"], 422)) == ["refused", "needs_notice", "open_objection"]


def test_nobody_takes_the_clocks_step(called: Engine, program: Programs, clock: Clock) -> None:
    call = Walk.open(called, "guangzhou/2025/call", BUREAU, "gz-bureau", on="2026-02-10")
    held = program(BUREAU).on(call.number)
    window = {"title": "下一年度", "year": 2027, "opens_on": "2027-03-01", "closes_on": "2027-04-01"}
    held.send("schedule", window, 1)
    assert codes(held.send("open", {}, 2, 403)) == ["not_permitted", "wrong_role"]


def test_an_exe_named_pdf_and_a_truncated_upload(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT).open("certification", "gz-tianhe")
    problem = mine.program.upload(mine.number, "staff_list", "合同.pdf", b"MZ\x90\0" + bytes(200), 422)
    assert codes(problem) == ["invalid", "file_type"] and "合同.pdf" in problem["zh"]
    body = b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nstaff_list\r\n--x\r\nContent-Disposition: form-d'
    environ = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": "4000", "wsgi.input_terminated": True}
    path = f"/cases/{mine.number}/materials"
    response = mine.program.call(
        "POST", path, environ_overrides=environ, content_type="multipart/form-data; boundary=x"
    )
    assert codes(Program._told(response, 400)) == ["truncated"]
    too_large = mine.program.upload(mine.number, "staff_list", "a.pdf", pdf("a") + bytes(100_000), 413)
    assert codes(too_large) == ["too_large"]
    assert codes(mine.program.upload(mine.number, "photo", "a.pdf", pdf("a"), 422)) == ["invalid", "field_wrong"]
    assert mine.case["materials"] == []


def test_two_files_of_one_name_are_versions_and_both_can_be_read(called: Engine, program: Programs) -> None:
    mine = program(APPLICANT).open("certification", "gz-tianhe")
    first = mine.program.upload(mine.number, "application_form", "申请表.pdf", pdf("一"))
    other_kind = mine.program.upload(mine.number, "staff_list", "申请表.pdf", pdf("人员"))
    second = mine.program.upload(mine.number, "application_form", "申请表.pdf", pdf("二"))
    again = mine.program.upload(mine.number, "application_form", "申请表.pdf", pdf("二"))
    assert (first["version"], second["version"], other_kind["version"]) == (1, 2, 1) and again == second
    assert [m["id"] for m in mine.case["materials"]] == [other_kind["id"], second["id"]]
    for laid, words in ((first, "一"), (second, "二"), (other_kind, "人员")):
        response = mine.program.call("GET", f"/cases/{mine.number}/materials/{laid['id']}")
        assert response.data == pdf(words) and response.mimetype == "application/pdf"
        response.close()
    assert mine.program.call("GET", f"/cases/{mine.number}/materials/{2**70}").status_code == 404


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"version": NaN}', b'{"data": "\\ud800"}', b"\xff", b"[" * 100_000])
def test_malformed_bodies(called: Engine, program: Programs, body: bytes) -> None:
    sender = program(APPLICANT)
    response = sender.call("POST", "/cases", data=body, content_type="application/json")
    assert codes(Program._told(response, 400)) == ["malformed"]


def test_a_second_call_of_the_year_and_an_expert_who_was_not_appointed(called: Engine, program: Programs) -> None:
    call = program(BUREAU).open("call", "gz-bureau")
    window = {"title": "示例", "year": 2026, "opens_on": "2026-03-01", "closes_on": "2026-04-01"}
    assert codes(call.send("schedule", window, 1, 422)) == ["refused", "limit_reached"]
    expert = program(EXPERTS[3]).on(roads.appointed(called).number)
    assert codes(expert.send("score", {}, 4, 404)) == ["not_found"]
