"""Pages that many open read cases by index alone, and ask as often whatever has gathered about a case."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert, text, update

from models.case import links
from models.database import transaction
from models.reference import start_clock
from models.review import remarks
from models.settings import Settings
from models.user import users
from tests.walk import Walk, moment
from tests.web.browsing import sign_in
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import open_call
from tests.world import APPLICANT, DISTRICT, settle
from web.app import create_app

VIEWS = ("mine", "unclaimed", "done", "own", "copied", "office", "ended", "came")
PAGES = (*(f"/work?view={view}" for view in VIEWS), "/work?q=slfwz", "/work?view=office&danger=soon", "/register",
         "/register?q=slfwz", "/notices", "/messages", "/mine")  # fmt: skip
# A table read from end to end. PostgreSQL, told not to, does it only where there is no other way.
WHOLE = re.compile(r"Seq Scan on (cases|entries|links|messages)\b|^SCAN (cases|entries|links|messages|[ce])$")


class Asked:
    """What a page asked the database, told by the engine."""

    def __init__(self, db: Engine) -> None:
        self.db = db
        self.sent: list[tuple[str, Any]] = []
        event.listen(db, "before_cursor_execute", lambda *given: self.sent.append((given[2], given[3])))

    def by(self, client: FlaskClient, page: str) -> list[tuple[str, Any]]:
        client.get(page)
        self.sent.clear()
        assert client.get(page).status_code == 200
        return list(self.sent)

    def whole(self, sent: list[tuple[str, Any]]) -> list[str]:
        """The plans among these that read a table from end to end."""
        explain = "EXPLAIN" if self.db.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        with self.db.connect() as connection:
            if self.db.dialect.name == "postgresql":
                connection.execute(text("SET enable_seqscan = off"))
            found = [
                str(row[-1]).strip()
                for statement, values in sent
                if statement.lstrip().startswith("SELECT")
                for row in connection.exec_driver_sql(f"{explain} {statement}", values)
            ]
        return [line for line in found if WHOLE.search(line)]


@pytest.fixture
def client(db: Engine, tmp_path: Path, hashed: str) -> FlaskClient:
    settle(db)
    open_call(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-03-02"), now=p.now))
    transaction(db, lambda p: p.connection.execute(update(users).values(password=hashed)))
    client = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db).test_client()
    assert sign_in(client, "district").status_code == 302
    return client


def test_no_page_reads_every_case(client: FlaskClient, db: Engine) -> None:
    number = applications(db, 2)[0].number
    asked = Asked(db)
    plans = {page: asked.whole(asked.by(client, page)) for page in (*PAGES, f"/cases/{number}")}
    assert {page: plan for page, plan in plans.items() if plan} == {}


def test_a_case_takes_as_many_statements_whatever_gathered_about_it(client: FlaskClient, db: Engine) -> None:
    first, *others = applications(db, 12)
    case, asked = Walk(db, first), Asked(db)
    once = asked.by(client, f"/cases/{case.number}")
    _gather(db, case, [entry.case for entry in others])
    often = asked.by(client, f"/cases/{case.number}")
    assert len(often) == len(once), [statement for statement, _ in often]


def _gather(db: Engine, case: Walk, others: list[int]) -> None:
    """A longer history with new files, remarks, and objections of ten other cases to name it."""
    for day in ("2026-02-03", "2026-02-05"):
        case.take("return_for_correction", DISTRICT, on=day, gaps=["场地证明未盖章"])
        case.take("resubmit", APPLICANT, on=day)
    rows = [{"case_id": case.id, "told": "office", "text": f"意见 {n}", "written_by": DISTRICT.account,
             "written_at": moment("2026-02-06")} for n in range(20)]  # fmt: skip
    tied = [{"from_id": other, "to_id": case.id, "kind": "objection"} for other in others[:10]]
    transaction(db, lambda p: (p.connection.execute(insert(remarks), rows), p.connection.execute(insert(links), tied)))
