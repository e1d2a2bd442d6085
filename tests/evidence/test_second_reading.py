"""Two readings of the evidence agree: the code's own, and one written from its description alone."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from models.append_only import triggers
from models.case import definitions, disclosures, entries
from models.database import transaction
from models.erasable import NAME, POSTGRESQL, SQLITE
from tests.evidence.second import written, wrong
from tests.workflows.guangzhou.roads import in_publicity, investigated, open_call, publish
from tests.world import APPLICANT, SECOND, settle
from workflows.invariants import broken
from workflows.seal import again, canonical


@pytest.fixture
def walked(db: Engine) -> Engine:
    """A call, an application from draft to plaque, its notices, an objection dismissed."""
    settle(db)
    open_call(db)
    case = in_publicity(db)
    objection = investigated(case).take("hear", APPLICANT, on="2026-09-30", statement="“说明”\n\t第二行 \U0001f642")
    objection.take("dismiss", SECOND, on="2026-10-08", findings="不属实")
    publish(db, case.wait(until="2026-10-11 00:02:00"), kind="announcement", at="2026-10-12")
    return db


def histories(db: Engine) -> Iterator[tuple[int, list[str]]]:
    with db.connect() as connection:
        opened = {(r.case_id, r.seq): r.opened for r in connection.execute(select(disclosures))}
        kept = {r.digest: bytes(r.body) for r in connection.execute(select(definitions))}
        found = defaultdict(list)
        for row in connection.execute(select(entries).order_by(entries.c.case_id, entries.c.seq)):
            found[row.case_id].append(row)
    for case, rows in found.items():
        own = {seq: told for (of, seq), told in opened.items() if of == case}
        yield case, list(wrong([bytes(r.body) for r in rows], [bytes(r.hash) for r in rows], own, kept))


def test_a_second_verifier_agrees_entry_by_entry(walked: Engine) -> None:
    read = dict(histories(walked))
    assert len(read) == 7  # call, certification, two notices, an objection; a convention and a report due
    assert set(map(tuple, read.values())) == {()}


def test_nothing_that_a_person_gave_stands_in_the_chain(walked: Engine) -> None:
    with walked.connect() as connection:
        bodies = b"".join(bytes(b) for b in connection.execute(select(entries.c.body)).scalars())
    for given_value in ("示例", "不属实", "说明", "000-0000", "示例联系人"):
        assert given_value.encode() not in bodies


TEXT = {"sqlite": "CAST(body AS TEXT)", "postgresql": "convert_from(body, 'UTF8')"}
BYTES = {"sqlite": "CAST({} AS BLOB)", "postgresql": "convert_to({}, 'UTF8')"}
GUARDS = {"entries_update": "entries", "entries_delete": "entries", NAME: "disclosures"}
ERASING = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
EDITS = {
    "body": "UPDATE entries SET body = {body} WHERE actor = 'u-hq'",
    "gap": "DELETE FROM entries WHERE seq = 3",
    "value": "UPDATE disclosures SET opened = replace(opened, '不属实', '属实')",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_both_find_what_a_database_administrator_edits(walked: Engine, edit: str) -> None:
    kind = walked.dialect.name
    with walked.begin() as connection:
        for trigger, table in GUARDS.items():
            connection.execute(text(f"DROP TRIGGER {trigger}" + (f" ON {table}" if kind == "postgresql" else "")))
        connection.execute(text(edit.format(body=BYTES[kind].format(f"replace({TEXT[kind]}, 'u-hq', 'u-xx')"))))
    assert any(found for _, found in histories(walked))
    assert transaction(walked, lambda present: list(broken(present.connection)), writes=False)
    with walked.begin() as connection:
        for trigger in triggers(entries, kind):
            if "UPDATE" in trigger or "DELETE" in trigger:
                connection.execute(text(trigger))
        connection.execute(text(next(t for t in ERASING[kind] if f"CREATE TRIGGER {NAME} " in t)))


def test_an_erased_value_leaves_the_chain_whole(walked: Engine) -> None:
    with walked.begin() as connection:
        connection.execute(text("UPDATE disclosures SET opened = '{}'"))
    assert not any(found for _, found in histories(walked))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
)


@given(VALUES)
def test_canonical_bytes_are_the_same_in_all(value: object) -> None:
    assert canonical(value) == again(value) == written(value).encode()


def test_a_lone_surrogate_has_no_bytes() -> None:
    with pytest.raises(ValueError):
        canonical("\ud800")
