"""The raw limit of the benchmarks writes what a step writes: the same columns, and values of the same length."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bench.by_hand import ByHand
from bench.grounds import START, fill
from bench.loop import BOOK, LOOP, OFFICER, register
from bench.step import OPINION
from models.case import cases, disclosures, entries
from models.database import transaction
from models.outbox import outbox
from tests.statements import watched
from workflows.engine import fire
from workflows.instants import DAY
from workflows.moves import Attempt, Entry
from workflows.rulebooks import lifecycles, rulebooks

WRITES = re.compile(r"(UPDATE|INSERT INTO) (\w+)\W+(.*?)(?:WHERE|VALUES|SELECT|$)", re.DOTALL)


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    register()
    yield
    del lifecycles()[LOOP.key], rulebooks()[BOOK.key]


def written(sql: str) -> tuple[str, str, list[str]] | None:
    """(verb, table, columns) of a statement that writes."""
    found = WRITES.match(sql)
    if found is None:
        return None
    verb, table, named = found.groups()
    return verb, table, sorted(re.findall(r"(\w+) ?=", named) if verb == "UPDATE" else re.findall(r"\w+", named))


def left(db: Engine, case: int) -> list[Any]:
    """How long each value is of the rows that a case's last step left; None where there is none."""

    def length(value: Any) -> int | None:
        return None if value is None else len(value) if isinstance(value, str | bytes) else 8

    def work(present: Any) -> list[Any]:
        found = []
        for table in (entries, disclosures, outbox):
            asked = select(*(c for c in table.c if c.name != "leaf")).where(table.c.case_id == case)
            found += present.connection.execute(asked.order_by(table.c.seq.desc()).limit(1)).all()
        found += present.connection.execute(select(cases).where(cases.c.id == case)).all()
        return [[length(value) for value in row] for row in found]

    return transaction(db, work)


@pytest.mark.parametrize(("step", "data"), [("go", {}), ("tell", OPINION)])
def test_by_hand_the_same_is_written(db: Engine, step: str, data: dict[str, str]) -> None:
    ours, raw = fill(db, 2, at=START)
    first = [Attempt(id, step, OFFICER, data=data) for id in (ours, raw)]
    transaction(db, lambda present: fire(present.connection, first, at=START + DAY))
    sent: list[str] = []
    engine = watched(db, lambda when, sql: sent.append(sql) if when == "before" else None)
    again = [Attempt(ours, step, OFFICER, data=data)]
    outcomes = transaction(engine, lambda present: fire(present.connection, again, at=START + 3 * DAY))
    by_us, _ = [w for sql in sent if (w := written(sql))], sent.clear()
    hand = ByHand(engine)
    hand.steps([raw], step, data, START + 3 * DAY)
    by_hand = [w for sql in sent if (w := written(sql))]
    hand.held.close()
    engine.dispose()
    assert [type(o) for o in outcomes] == [Entry]
    assert len(by_us) == 3 + bool(data)
    assert by_hand == by_us
    assert left(db, raw) == left(db, ours)
