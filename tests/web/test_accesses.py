"""Who saw whose data is one query: reads, exports, deeds, refusals are kept; auditors read them, and change nothing."""

from pathlib import Path

import pytest
from flask import Blueprint
from sqlalchemy import Engine, insert, select, update

from models import access, sign_in
from models.database import Present, connect, transaction
from models.settings import Settings
from models.user import grants, users
from tests.security.test_matrix import ROWS
from tests.workflows.guangzhou.roads import open_call, submitted
from tests.world import ORGANISATION, settle
from web.app import create_app
from web.doors import door
from workflows.rights import OWN, RIGHTS


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    return db


def _session(db: Engine, account: str) -> str:
    return transaction(db, lambda p: sign_in.open_session(p.connection, account, account, "", p.now))


def test_reads_exports_and_refusals_are_kept_with_the_case(gz: Engine, tmp_path: Path) -> None:
    case = submitted(gz)
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), gz)
    for account in ("u-district", "u-applicant", "u-neighbour"):
        client = app.test_client()
        client.set_cookie("yizhan", _session(gz, account))
        client.get(f"/cases/{case.number}")
        client.get(f"/cases/{case.number}/dossier.pdf")
    with gz.connect() as connection:
        rows = access.found(connection, subject=ORGANISATION[1])
        told = [(row.account, row.kind, row.case_number) for row in reversed(rows)]
        assert told == [
            ("u-district", "read", case.number),
            ("u-district", "export", case.number),
            ("u-applicant", "export", case.number),
            ("u-neighbour", "refused", case.number),
            ("u-neighbour", "refused", case.number),
        ]
        assert access.found(connection, account="u-rival") == []
        assert len(access.found(connection, case=case.number, kind="export", before=rows[0].id)) == 2


@pytest.fixture
def auditor(gz: Engine) -> str:
    """Its cookie."""

    def make(p: Present) -> str:
        p.connection.execute(insert(users).values(id="u-audit", name="audit", display="示例", created_at=p.now))
        p.connection.execute(insert(grants).values(user_id="u-audit", role="auditor", office="gz-bureau"))
        return sign_in.open_session(p.connection, "u-audit", "u-audit", "", p.now)

    return transaction(gz, make)


def test_an_auditor_changes_nothing_by_construction(gz: Engine, auditor: str, tmp_path: Path) -> None:
    """A view that would let them is stopped by the database; what is their own they may."""
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), gz)
    app.config["WTF_CSRF_ENABLED"] = False
    places = Blueprint("places", __name__)

    def rename(present: Present) -> str:
        present.connection.execute(update(users).where(users.c.id == "u-audit").values(display="x"))
        return "done"

    door(places, "/places/all", right="case.step", methods=("POST",))(rename)
    app.register_blueprint(places)
    client = app.test_client()
    client.set_cookie("yizhan", auditor)
    assert client.post("/places/all").status_code == 403
    assert client.get("/audit").status_code == 200  # the connection serves others as before
    with gz.connect() as connection:
        assert connection.scalar(select(users.c.display).where(users.c.id == "u-audit")) == "示例"
        assert access.found(connection, account="u-audit")[0].kind == "refused"
    assert client.post("/account/sessions/end").status_code == 302


def test_and_no_route_lets_them_by_the_table(tmp_path: Path) -> None:
    """What they may post is everybody's, or their own."""
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), connect("sqlite://"))
    rights = {
        (method, rule.rule): str(getattr(app.view_functions[rule.endpoint], "right", ""))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    posts = [row for row in ROWS if row.method not in ("GET", "HEAD")]
    assert len(posts) > 50
    for row in posts:
        right = rights[row.method, row.route]
        for group in ("auditor", "above", "elsewhere"):
            assert row.expected(group) >= 400 or right in OWN or RIGHTS[right].public, (row.route, group)
