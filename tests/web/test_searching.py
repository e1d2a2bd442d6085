"""A search over everything: each condition finds its entries and no others; an auditor's office is the border."""

from typing import Any

from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import moment
from tests.workflows.guangzhou.roads import in_publicity, object_to, open_call, submitted
from tests.world import DISTRICT, settle
from web.searching import FIELDS, Found, search

ALL = frozenset({"gz-bureau", "gz-hq", "gz-tianhe", "gz-yuexiu"})


def test_each_condition_finds_its_entries(db: Engine) -> None:
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-11")
    object_to(case, on="2026-09-14")
    other = submitted(db, "2026-09-15", address="示例独一路 2 号").take(
        "forward", DISTRICT, on="2026-09-16", opinion="同意入围"
    )

    def found(offices: frozenset[str] = ALL, **asked: Any) -> Found:
        limit = asked.pop("limit", 50)
        after = asked.pop("after", None)
        told = dict.fromkeys(FIELDS, "") | asked
        at = moment("2026-10-01")
        return transaction(
            db,
            lambda p: search(p.connection, told, offices, current(p.connection), at, after=after, limit=limit),
            writes=False,
        )

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
