"""The whole road of a station by the API alone, by programs that know no lifecycle: from the call to the plaque."""

from itertools import pairwise

import pytest

from tests.web.api.conftest import Clock, Programs
from tests.web.api.program import Driven, Program, codes
from tests.world import APPLICANT, BUREAU, DISTRICT, EXPERTS, HQ, SECOND

FORM = {"station_name": "示例产业园服务站", "address": "示例路 1 号", "full_time_staff": 3, "contact_phone": "000-0000"}
SITE = "https://example.invalid/notice"


def call_for_applications(bureau: Program, clock: Clock) -> None:
    call = bureau.open("call", "gz-bureau")
    call.take("schedule", title="示例申报通知", year=2026, opens_on="2026-02-01", closes_on="2026-12-31")
    assert call.case["state"] == "scheduled" and call.case["due_step"] == "open"
    clock("2026-02-02")
    assert call.case["state"] == "open"


def recommended(program: Programs, clock: Clock) -> Driven:
    """A case that has been returned once, scored by three experts and recommended."""
    call_for_applications(program(BUREAU), clock)
    mine = program(APPLICANT).open("certification", "gz-tianhe")
    mine.take("submit", **FORM)
    district, hq = program(DISTRICT).on(mine.number), program(HQ).on(mine.number)
    district.take("return_for_correction")
    assert mine.case["state"] == "returned" and mine.case["data"]["station_name"] == FORM["station_name"]
    mine.take("resubmit", **FORM)
    district.take("forward")
    people = hq.program.get("/people?role=expert")["items"]
    hq.take("appoint", experts=[person["id"] for person in people][:3])
    for expert in EXPERTS[:2]:
        program(expert).on(mine.number).take("score")
        assert hq.why_not("recommend") == ["too_few_scores"]
    program(EXPERTS[2]).on(mine.number).take("score")
    hq.take("recommend")
    return mine


def publish(bureau: Program, *numbers: str, status: int = 200, **known: object) -> Driven:
    notice = bureau.open("notice", "gz-bureau")
    notice.take("publish", status, title="示例公示", cases=list(numbers), **known)
    return notice


@pytest.mark.parametrize(
    ("published", "due"),
    [("2026-09-28", "2026-10-11T00:00:00+08:00"), ("2026-02-11", "2026-02-26T00:00:00+08:00")],
)
def test_from_the_call_to_the_plaque(program: Programs, clock: Clock, published: str, due: str) -> None:
    mine, bureau, public = recommended(program, clock), program(BUREAU), program(None)
    clock(f"{published} 09:30:00")
    assert bureau.on(mine.number).why_not("shortlist") == ["needs_notice"]
    notice = publish(bureau, mine.number, kind="publicity", site_url=SITE, published_at=f"{published}T09:00:00+08:00")
    case = mine.case
    assert (case["state"], case["due_step"], case["due_at"]) == ("publicity", "conclude", due)
    (deadline,) = case["deadlines"]
    assert (deadline["kind"], deadline["law"], deadline["lamp"]) == ("statutory", "GZ-4.1.3c", "green")
    explained = public.get(f"/deadlines/explain?start={published}T09:00:00%2B08:00&amount=5&unit=wd")
    assert explained["due_at"] == due and sum(day["counted"] for day in explained["days"]) == 5

    (listed,) = public.get("/public/notices")["items"]
    assert listed["number"] == notice.number and listed["open_to_objections"]
    (named,) = public.get(f"/public/notices/{notice.number}")["cases"]
    assert (named["number"], named["state"]) == (mine.number, "publicity")
    sent = {"by": "person", "name": "示例公民", "contact": "13800000000", "text": "场地与申报不符"}
    receipt = public._told(public.call("POST", f"/public/notices/{notice.number}/objections", data=sent), 201)

    clock(f"{due[:10]} 09:00:00")  # the sweep, not a person, ends the publicity
    assert mine.case["state"] == "concluded" and mine.case["children"] == [receipt["number"]]
    problem = publish_refused(bureau, mine.number)
    assert codes(problem) == ["refused", "open_objection"] and mine.case["state"] == "concluded"
    decider = program(SECOND).on(receipt["number"])
    decider.take("admit")
    decider.take("dismiss")
    progress = public.get(f"/public/objections/{receipt['number']}?code={receipt['code']}")
    assert (progress["state"], progress["outcome"]) == ("dismissed", "如实填报")

    publish(bureau, mine.number, kind="announcement")
    assert mine.case["state"] == "certified" and mine.case["steps"] == []
    (station,) = public.get("/register/stations?level=city&rulebook=guangzhou")["items"]
    assert station["level"] == "city" and public.get("/register/stations?level=province")["items"] == []
    assert (station["name"], station["in_force"]) == (FORM["station_name"], True)
    checked = public.get(f"/public/verify/{station['plaque']}")
    assert checked["in_force"] and checked["valid_until"] == f"2029{due[4:10]}"
    assert public.get(f"/register/stations/{station['id']}") == station
    history = mine.program.get(f"/cases/{mine.number}/history")["items"]
    assert [entry["step"] for entry in history] == [
        None, "submit", "return_for_correction", "resubmit", "forward", "appoint", "score", "score", "score",
        "recommend", "shortlist", "object", "conclude", "announce",
    ]  # fmt: skip
    assert all(entry["prev_hash"] == before["hash"] for before, entry in pairwise(history))


def publish_refused(bureau: Program, number: str) -> dict[str, object]:
    notice = bureau.open("notice", "gz-bureau")
    problem: dict[str, object] = notice.take("publish", 422, title="示例公布", cases=[number], kind="announcement")
    return problem


def test_a_publicity_that_needs_the_next_years_notice_is_provisional(program: Programs, clock: Clock) -> None:
    mine = recommended(program, clock)
    clock("2026-12-25 10:00:00")
    publish(program(BUREAU), mine.number, kind="publicity", site_url=SITE, published_at="2026-12-25T09:00:00+08:00")
    (deadline,) = mine.case["deadlines"]
    assert deadline["provisional"] is True
    clock("2027-01-06")
    assert mine.case["state"] == "publicity"
