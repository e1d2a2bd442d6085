"""Lists are read by index alone, in its order, and a page takes as many statements among sixty cases as among two."""

from pathlib import Path

import pytest
from sqlalchemy import event, text

from models.database import connect, transaction
from models.reference import current
from tests.walk import moment
from tests.web.desk.crowd import applications
from tests.workflows.guangzhou.roads import open_call
from tests.world import DISTRICT, settle
from web.desk import lists
from web.desk.asking import Asking
from web.desk.ranges import ORDERS
from web.desk.wanted import Wanted, edges
from web.pages.listing import page_of


@pytest.fixture
def file(filled_file: Path, tmp_path: Path) -> str:
    """On one database: PostgreSQL chooses by the size of its tables, and `yizhan bench pages` measures it."""
    (tmp_path / "test.db").write_bytes(filled_file.read_bytes())
    return f"sqlite:///{tmp_path / 'test.db'}"


def test_no_list_scans_the_cases_or_sorts_a_range(file: str) -> None:
    db, plans = connect(file, simulated=True), {}
    settle(db)

    def look(present) -> None:
        reference = current(present.connection)
        for view in ORDERS:
            ask = Asking(DISTRICT, reference, edges(reference.calendar, moment("2026-03-02")))
            ranges = list(lists._ranges(ask, Wanted(view=view), 51))
            asked = text(f"EXPLAIN QUERY PLAN {ranges[0]}")
            plans[view] = [row[3] for row in present.connection.execute(asked, ask.values)]

    transaction(db, look)
    assert set(plans) == set(ORDERS) and not [p for plan in plans.values() for p in plan if p.startswith("SCAN c")]
    for view, index in (("mine", "cases_queue"), ("unclaimed", "cases_queue"), ("office", "cases_home"),
                        ("ended", "cases_ended"), ("done", "entries_actor")):  # fmt: skip
        assert any(index in line for line in plans[view]), (view, plans[view])
        assert not [line for line in plans[view] if "TEMP B-TREE FOR ORDER BY" in line], (view, plans[view])
    db.dispose()


def test_a_page_takes_as_many_statements_however_many_cases(file: str) -> None:
    db, sent = connect(file, simulated=True), []
    settle(db)
    open_call(db)
    event.listen(db, "before_cursor_execute", lambda *given: sent.append(given[2]))
    sizes = []
    for count, first in ((2, 1), (58, 3)):
        applications(db, count, first=first)

        def look(present) -> int:
            reference, at = current(present.connection), moment("2026-03-02")
            limits = edges(reference.calendar, at)
            sent.clear()
            page_of(present.connection, Wanted(), DISTRICT, reference, at, limits)
            lists.counts(present.connection, Asking(DISTRICT, reference, limits), list(ORDERS))
            return len(sent)

        sizes.append(transaction(db, look))
    assert sizes == [4, 4], "the keys, the rows, what was urged, the counts"
    db.dispose()
