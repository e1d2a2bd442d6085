"""The replay: registers and rows recomputed from entries, each kind of edit named, and one case's cost its own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from models.database import transaction
from tests.evidence.tampering import open_up
from tests.statements import watched
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import drafted, open_call
from tests.workflows.guangzhou.stations import about_station, certified, in_decision, revoke
from tests.world import HQ, settle
from workflows.looking import look_at
from workflows.recomputing import beside, differences
from workflows.stored import stored
from workflows.title_state import take_back_plaque
from workflows.verifying import verify

EDITS = {
    "UPDATE titles SET name = '别的站'; UPDATE register_values SET value = '\"别的站\"' "
    "WHERE field = 'name'": "name of station {} is not what its entries give",
    "UPDATE register_values SET value = '\"别处\"' WHERE field = 'address'": "address of station {} is not what",
    "UPDATE titles SET valid_until = '2039-10-12'; UPDATE register_values SET value = '\"2039-10-12\"' "
    "WHERE field = 'valid_until'": "valid_until of station {} is not what its entries give",
    "UPDATE titles SET plaque_state = 'void'; UPDATE register_values SET value = '\"void\"' WHERE field = "
    "'plaque_state'": "plaque_state of station {} is not what its entries give",
    "UPDATE titles SET plaque = 'GZ-ZD-2026-0000'; UPDATE register_values SET value = '\"GZ-ZD-2026-0000\"' "
    "WHERE field = 'plaque'": "its plaque is out of its series' order",
    "UPDATE titles SET plaque = 'GZ-ZD-2026-0009'; UPDATE register_values SET value = '\"GZ-ZD-2026-0009\"' "
    "WHERE field = 'plaque'": "its plaque is out of its series' order",
    "UPDATE titles SET operator = 'x'": "operator in the register is not what its entries give",
    "UPDATE titles SET search = 'x'": "its words for the search are not its own",
    "DELETE FROM register_values WHERE field = 'service_rules'": "its entries give service_rules, and the register has",
    "UPDATE register_values SET since = since + 1 WHERE field = 'plaque'": "comes from none of its entries",
    "UPDATE register_values SET case_number = 'GZ-2020-000009'": "names GZ-2020-000009, which is not there",
    "DELETE FROM register_values": "the register's row has no history",
    "UPDATE titles SET plaque = 'GZ-ZD-1'": "its plaque is not what its history says",
    "UPDATE cases SET filers = '[]' WHERE number = '{}'": "its filers is not what",
    "UPDATE cases SET subject_number = 'x' WHERE number = '{}'": "its subject is not what",
    "UPDATE cases SET parent = id WHERE number = '{}'": "its parent is not what",
}


@pytest.fixture
def station(db: Engine) -> Walk:
    settle(db)
    open_call(db)
    return certified(db)


def found(db: Engine, folder: Path) -> list[str]:
    return [f"{place}: {said.en}" for place, said in verify(look_at(db, folder), replay=True).findings]


def test_what_stands_in_a_register_is_what_its_entries_give(db: Engine, station: Walk, tmp_path: Path) -> None:
    """A plaque that came back is noted by the office, and no step tells of it."""
    revoke(db, in_decision(db, about_station(db, "revocation", station, on="2026-11-02", by=HQ, office="gz-hq")))
    back = moment("2026-12-01")
    transaction(db, lambda p: take_back_plaque(p.connection, station.number, "returned", at=back))
    assert found(db, tmp_path) == []


def test_each_edit_is_named(db: Engine, station: Walk, tmp_path: Path) -> None:
    for edit, sentence in EDITS.items():
        with db.connect() as connection, connection.begin() as begun:
            open_up(connection)
            for one in edit.format(station.number).split("; "):
                connection.execute(text(one))
            whole = look_at(db, tmp_path)._replace(read=lambda work, connection=connection: work(connection))
            said = [f"{place}: {what.en}" for place, what in verify(whole, replay=True).findings]
            begun.rollback()
        assert any(sentence.format(station.number) in one for one in said), (edit, said)


def test_a_case_among_many_costs_what_it_costs_alone(db: Engine, station: Walk) -> None:
    asked: list[str] = []
    engine = watched(db, lambda when, statement: asked.append(statement) if when == "before" else None)

    def replayed() -> list[str]:
        asked.clear()
        wrong = transaction(engine, lambda p: _differences(p.connection, station.id), writes=False)
        assert wrong == []
        return list(asked)

    replayed()  # what a connection, and a process, asks once
    alone = replayed()
    for _ in range(5):
        drafted(db)
    assert replayed() == alone
    engine.dispose()
    if db.dialect.name == "sqlite":
        own = [one for one in alone if "FROM cases" in one or "FROM entries" in one or "FROM register_values" in one]
        with db.connect() as connection:
            for statement in own:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?"))
                tables = ("SCAN cases", "SCAN entries", "SCAN disclosures", "SCAN materials", "SCAN register_values")
                assert not [row[3] for row in plan if row[3].startswith(tables)], statement


def _differences(connection, id):
    page = stored(connection, [id])
    return list(differences(page[0], beside(connection, page)))
