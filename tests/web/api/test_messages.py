"""One's own messages by API: read like the inbox, noted as read once, and never somebody else's."""

from sqlalchemy import Engine

from models.database import transaction
from scheduler.outbox import hand_out
from tests.web.api.conftest import Programs
from tests.workflows.guangzhou.roads import open_call, submitted
from tests.world import APPLICANT, DISTRICT
from workflows.telling import account, tell


def told(db: Engine, *years: int) -> None:
    to = [account(DISTRICT.account)]
    for year in years:
        transaction(db, lambda p, y=year: tell(p.connection, "calendar_missing", to=to, at=p.at, year=y))
    hand_out(db)


def test_messages_are_listed_newest_first_and_page_by_page(gz: Engine, program: Programs) -> None:
    open_call(gz)
    case = submitted(gz)
    told(gz, 2027, 2028)
    mine = program(DISTRICT)
    first = mine.get("/messages?limit=2")
    assert [item["text"]["en"][:24] for item in first["items"]] == [
        "The notice on 2028's hol",
        "The notice on 2027's hol",
    ]
    (last,) = mine.get(f"/messages?limit=2&cursor={first['next']}")["items"]
    assert (last["kind"], last["case"], last["read_at"]) == ("act", case.number, None)
    assert last["made_at"].startswith("2026-02-02T09:00:00")
    assert mine.get("/messages?kind=act")["items"] == [last]


def test_one_is_noted_as_read_once_and_all_until_one(gz: Engine, program: Programs) -> None:
    told(gz, 2027, 2028, 2029)
    mine, other = program(DISTRICT), program(APPLICANT)
    newest, _, oldest = mine.get("/messages")["items"]
    assert other.get("/messages")["items"] == []
    other.post(f"/messages/{oldest['id']}/read", None, 404)
    read = mine.post(f"/messages/{oldest['id']}/read")
    assert read["read_at"] and mine.post(f"/messages/{oldest['id']}/read") == read
    assert len(mine.get("/messages?show=unread")["items"]) == 2
    assert other.post("/messages/read", {"upto": newest["id"]}) == {"read": 0}
    assert mine.post("/messages/read", {"upto": newest["id"]}) == {"read": 2}
    assert mine.get("/messages?show=unread")["items"] == []
    mine.post("/messages/read", {"upto": -1}, 422)
