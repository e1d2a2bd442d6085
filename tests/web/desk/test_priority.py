"""Priority classes of filings stand first among those that aren't overdue, and the list says so (WH-15.2)."""

from pathlib import Path

from sqlalchemy import Engine, update

from models.database import transaction
from models.reference import start_clock
from models.settings import Settings
from models.user import users
from tests.walk import Walk, moment
from tests.web.browsing import sign_in
from tests.workflows.staging import opened
from tests.workflows.wuhan.roads import PERSONAL
from tests.workflows.wuhan.world import MOBILE, PERSON, settle
from web.app import create_app

DAY = "2026-06-01"


def waiting(db: Engine, *papers: str, **more: str) -> Walk:
    """A mobile commissioner's filing at headquarters."""
    filing = opened(db, "wuhan/2026/filing", MOBILE, "wh-hq", about=PERSON, party=PERSON, on=DAY)
    filing.hand_in("declaration", "employer_consent", *papers)
    given = {"name": "示例机动专员", "kind": "mobile", "employed": True, "employer": "示例单位", **PERSONAL, **more}
    return filing.take("submit", MOBILE, on=DAY, **given)


def test_a_priority_class_stands_first_until_another_is_overdue(db: Engine, tmp_path: Path, hashed: str) -> None:
    settle(db)
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    plain, mentor = waiting(db), waiting(db, "priority_paper", priority="mentor")
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db)
    for day, order in ((DAY, [mentor, plain]), ("2026-09-01", [plain, mentor])):
        transaction(db, lambda p, day=day: start_clock(p.connection, at=moment(day), now=p.now))
        client = app.test_client()
        sign_in(client, "hq")
        page = client.get("/work?lang=en").text
        assert [line.partition('"')[0] for line in page.split('name="case" value="')[1:]] == [c.number for c in order]
        assert page.count("Priority<") == 1
        assert "Start-up mentor" in page
