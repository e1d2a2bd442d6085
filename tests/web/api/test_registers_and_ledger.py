"""Runs, the ledger, the platform's list and the registers by API: once, by whom it is, and seen by whom it may be."""

from sqlalchemy import Engine, insert

from models.database import transaction
from models.people import commissioners
from tests.walk import Walk, moment
from tests.web.api.conftest import Programs
from tests.web.api.program import codes
from tests.workflows.guangzhou.roads import drafted
from tests.world import APPLICANT, BUREAU, DISTRICT, HQ

RUN = {"rulebook": "guangzhou", "year": 2026, "criteria": "年度考核标准", "closes_on": "2026-12-15"}
SERVICE = {"rulebook": "guangzhou", "kind": "talk", "on_day": "2026-01-09", "content": "政策宣讲"}


def person(db: Engine) -> Walk:
    """A commissioner of the register, whose case is any."""
    case = drafted(db, on="2026-01-10")
    row = {"number": case.number, "book": "guangzhou", "account": None, "name": "示例专员", "kind": None,
           "station": None, "office": "gz-tianhe", "data": "{}", "filed_at": moment("2026-01-05"), "case_id": case.id,
           "load": 0, "search": "slzy 示例专员"}  # fmt: skip
    transaction(db, lambda p: p.connection.execute(insert(commissioners).values(row)))
    return case


def test_a_run_is_set_once_and_agreed_by_the_bureau(program: Programs) -> None:
    hq, bureau = program(HQ), program(BUREAU)
    run = hq.post("/assessment-runs", RUN, 201)
    assert run["in_force"] is False
    assert hq.post("/assessment-runs", RUN, 201) == run
    assert "run_exists" in codes(hq.post("/assessment-runs", {**RUN, "criteria": "另一标准"}, 409))
    assert bureau.post(f"/assessment-runs/{run['id']}/agree")["in_force"] is True
    assert hq.get("/assessment-runs")["items"] == [bureau.get(f"/assessment-runs/{run['id']}")]
    assert codes(bureau.post("/assessment-runs", RUN, 403))[0] == "not_permitted"
    hq.post("/assessment-runs", {**RUN, "closes_on": "9999-12-31"}, 422)
    assert hq.get(f"/assessment-runs?cursor={'9' * 40}")["items"] != []
    assert codes(hq.post("/assessment-runs", {**RUN, "rulebook": "jiangsu"}, 422)) == ["invalid", "rulebook"]


def test_records_are_taken_once_all_or_none(gz: Engine, program: Programs) -> None:
    who, district = person(gz), program(DISTRICT)
    records = [{**SERVICE, "commissioner": who.number, "external_id": f"x-{n}"} for n in (1, 2)]
    first = district.post("/ledger/records", records, 201)
    assert district.post("/ledger/records", records, 201) == first and len(first["ids"]) == 2
    wrong = [{**records[0], "external_id": "x-3"}, {**records[0], "external_id": "x-4", "kind": "dinner"}]
    assert district.post("/ledger/records", wrong, 422)["reasons"][0]["field"] == "1.kind"
    assert len(district.get(f"/ledger/records?commissioner={who.number}")["items"]) == 2
    assert program(APPLICANT).get("/ledger/records")["items"] == []
    assert codes(program(APPLICANT).post("/ledger/records", records, 403))[0] == "not_permitted"
    platform = [{**records[0], "external_id": "x-5", "platform": True}]
    assert district.post("/ledger/records", platform, 403) and program(HQ).post("/ledger/records", platform, 201)
    assert codes(district.post("/ledger/records", {"not": "a list"}, 400)) == ["malformed"]


def test_the_platforms_list_names_whom_the_register_knows(gz: Engine, program: Programs) -> None:
    who, hq = person(gz), program(HQ)
    account = {"subject": {"kind": "commissioner", "number": who.number}, "issued_at": "2026-01-06"}
    assert hq.post("/platform/accounts?dated=2026-01-08", [account]) == {"changed": 1}
    nobody = {**account, "subject": {"kind": "commissioner", "number": "GZ-2026-999999"}}
    assert hq.post("/platform/accounts", [account, nobody], 422)["reasons"][0]["field"] == "1.subject"
    assert codes(hq.post("/platform/accounts?dated=2199-01-01", [account], 422))[0] == "invalid"


def test_commissioners_are_their_offices_and_wuhans_everybodys(gz: Engine, program: Programs) -> None:
    who = person(gz)
    assert program(None).get("/register/commissioners")["items"] == []
    (told,) = program(DISTRICT).get("/register/commissioners?office=gz-tianhe")["items"]
    assert told["id"] == who.number and told["history"] is None
    assert program(HQ).get(f"/register/commissioners/{who.number}")["history"] == []
    program(APPLICANT).get(f"/register/commissioners/{who.number}", 403)
    shown = commissioners.update().where(commissioners.c.number == who.number).values(book="wuhan")
    transaction(gz, lambda p: p.connection.execute(shown))
    (public,) = program(None).get("/register/commissioners")["items"]
    assert {name: value for name, value in public.items() if value is not None} == {
        "rulebook": "wuhan", "name": "示例专员"
    }  # fmt: skip
    program(HQ).get(f"/register/commissioners/{who.number}", 404)


def test_enterprises_are_the_offices(program: Programs) -> None:
    assert program(DISTRICT).get("/register/enterprises")["items"] == []
    program(None).get("/register/enterprises", 401)
    assert program(None).get("/register/institutions")["items"] == []
