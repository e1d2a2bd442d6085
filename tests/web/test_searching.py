"""A search over everything: each condition finds its entries and no others; an auditor's office is the border."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, delete, insert

from models.case import entries
from models.database import transaction
from models.reference import current
from models.settings import Settings
from models.sign_in import open_session
from models.user import grants
from tests.walk import moment
from tests.workflows.guangzhou.roads import in_publicity, object_to, open_call, submitted
from tests.world import APPLICANT, BUREAU, DISTRICT, settle
from web.app import create_app
from web.searching import FIELDS, Found, _statement, search
from workflows import spending

AUDITOR = {"user_id": "u-second", "role": "auditor", "office": "gz-bureau"}
ALL = frozenset({"gz-bureau", "gz-hq", "gz-tianhe", "gz-yuexiu"})


def searched(db: Engine, offices: frozenset[str] = ALL, **asked: Any) -> Found:
    limit, after = asked.pop("limit", 50), asked.pop("after", None)
    told, at = dict.fromkeys(FIELDS, "") | asked, moment("2026-10-01")
    return transaction(
        db,
        lambda p: search(p.connection, told, offices, current(p.connection), at, after=after, limit=limit),
        writes=False,
    )


def test_each_condition_finds_its_entries(db: Engine) -> None:
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-11")
    object_to(case, on="2026-09-14")
    other = submitted(db, "2026-09-15", address="示例独一路 2 号").take(
        "forward", DISTRICT, on="2026-09-16", opinion="同意入围"
    )

    def found(offices: frozenset[str] = ALL, **asked: Any) -> Found:
        return searched(db, offices, **asked)

    def places(**asked: Any) -> list[tuple[str, int]]:
        return [(hit.number, hit.seq) for hit in found(**asked).hits]

    assert {number for number, _ in places(q="独一路")} == {other.number}
    assert places(q="同意入围") == [(other.number, 3)]
    assert {number for number, _ in places(q=case.number)} >= {case.number}  # and the notice that names it
    assert places(actor="district", since="2026-09-16") == [(other.number, 3)]
    assert {hit.body["step"] for hit in found(law="GZ-4.1.3d").hits} == {"object"}
    assert places(q="示例公民") == []  # who objected is not found by searching
    assert places(mark="late") == [] == places(mark="behalf") == places(office="gz-yuexiu", q="独一路")
    assert found(frozenset({"gz-yuexiu"})).hits == []
    whole, first = found(lifecycle="guangzhou/2025/certification"), found(limit=3)
    assert len(whole.hits) > 8 and whole.after is None
    assert first.after is not None
    rest = found(after=first.after)
    assert len({(h.number, h.seq) for h in (*first.hits, *rest.hits)}) == len(first.hits) + len(rest.hits)
    assert len(found().hits) == len(first.hits) + len(rest.hits)


def test_who_acted_by_exception_is_found(db: Engine) -> None:
    """The bureau stands in where nobody at the district may act: the separation of duties has this one exception."""
    settle(db)
    open_call(db)
    submitted(db, "2026-09-11").take("forward", DISTRICT, on="2026-09-14", opinion="同意")
    case = submitted(db, "2026-09-15", address="示例独一路 2 号")
    transaction(db, lambda p: p.connection.execute(delete(grants).where(grants.c.user_id == "u-district")))
    case.take("forward", BUREAU, on="2026-09-16", opinion="同意")
    hits = searched(db, mark="exception").hits
    assert [(hit.number, hit.body["step"], hit.body["office"]) for hit in hits] == [
        (case.number, "forward", "gz-bureau")
    ]


def test_a_rare_way_is_found(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "RARE", 0.5)
    settle(db)
    open_call(db)
    for n in range(2):
        submitted(db, "2026-09-11", address=f"示例路 {n} 号").take("forward", DISTRICT, on="2026-09-14", opinion="同意")
    odd = submitted(db, "2026-09-11", address="示例路 9 号").take("withdraw", APPLICANT, on="2026-09-14", reason="示例")
    hits = searched(db, mark="rare", lifecycle="guangzhou/2025/certification").hits
    assert [(hit.number, hit.body["step"]) for hit in hits] == [(odd.number, "withdraw")]


def test_a_rule_is_found_by_an_index_of_steps(db: Engine) -> None:
    """No body is read to find which entries stand on a rule."""
    settle(db)
    open_call(db)
    case = submitted(db, "2026-09-11")
    assert {(hit.number, hit.body["step"]) for hit in searched(db, law="GZ-4.1.3a").hits} >= {(case.number, "submit")}
    assert searched(db, law="GZ-4.1").hits == searched(db, law="x").hits == []
    if db.dialect.name == "sqlite":
        told = dict.fromkeys(FIELDS, "") | {"law": "GZ-4.1.3a"}
        with db.connect() as connection:
            asked = _statement(connection, told, ALL, frozenset()).where(entries.c.case_id < 10**9)
            compiled = asked.compile(db, compile_kwargs={"literal_binds": True})
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
        assert any("entries_step" in one for one in plan) and not any("SCAN entries" in one for one in plan), plan


def test_what_was_found_is_taken_along_and_the_search_kept(db: Engine, tmp_path: Path) -> None:
    settle(db)
    open_call(db)
    case = submitted(db, "2026-09-11")
    transaction(db, lambda p: p.connection.execute(delete(grants).where(grants.c.user_id == "u-second")))
    transaction(db, lambda p: p.connection.execute(insert(grants).values(AUDITOR)))
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), db)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("yizhan", transaction(db, lambda p: open_session(p.connection, "u-second", "s", "", p.now)))
    asked = f"q={case.number}&law=GZ-4.1.3a"
    sheet = client.get(f"/audit/search.xlsx?{asked}&lang=zh", buffered=True).data
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows if row[0] == case.number] == [[case.number, "2"]]
    client.post("/audit/search/keep", data={"name": "依据一", "query": asked})
    page = client.get("/audit/search").text
    assert "依据一" in page and asked.replace("&", "&amp;") in page
    assert "广州市 2025 · 服务站认定" in page
    client.post("/audit/search/keep", data={"name": "依据一"})
    assert "依据一" not in client.get("/audit/search").text
