"""History only grows, on both databases, however they were made."""

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from migrations.run import downgrade, tables, upgrade
from models.database import connect
from tests.workflows.guangzhou.roads import open_call
from tests.world import settle

SAID = "history only grows"
EDITS = [
    "UPDATE entries SET actor = 'u-other'",
    "UPDATE entries SET body = hash",
    "UPDATE entries SET recorded_at = recorded_at + 1",
    "UPDATE entries SET leaf = 7, actor = 'u-other' WHERE seq = 1",
    "DELETE FROM entries",
    "UPDATE definitions SET lifecycle = 'x'",
    "DELETE FROM definitions",
]
REPLACE = "INSERT OR REPLACE INTO entries SELECT * FROM entries"


@pytest.fixture
def history(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    return db


@pytest.mark.parametrize("edit", EDITS)
def test_no_entry_is_changed_or_removed(history: Engine, edit: str) -> None:
    with history.connect() as connection, pytest.raises(DBAPIError, match=SAID):
        connection.execute(text(edit))


def test_nor_by_what_the_database_alone_knows(history: Engine) -> None:
    with history.connect() as connection, pytest.raises(DBAPIError, match=SAID):
        connection.execute(text(REPLACE if history.dialect.name == "sqlite" else "TRUNCATE entries"))


def test_a_leaf_is_given_once(history: Engine) -> None:
    with history.begin() as connection:
        connection.execute(text("UPDATE entries SET leaf = 1 WHERE seq = 1"))
    for again in ("2", "NULL"):
        with history.connect() as connection, pytest.raises(DBAPIError, match=SAID):
            connection.execute(text(f"UPDATE entries SET leaf = {again} WHERE seq = 1"))


def made(connection: Connection) -> set[str]:
    """The triggers that guard history, as the database tells them."""
    told = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name IN ('entries', 'definitions', 'disclosures', 'checkpoints')",
        "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgfoid IN"
        " ('history_only_grows'::regproc, 'a_disclosure_only_loses_fields'::regproc)",
    }
    return {" ".join(row.split()) for row in connection.execute(text(told[connection.dialect.name])).scalars()}


def test_migrations_make_the_same_triggers_as_the_tables(empty_url: str) -> None:
    upgrade(empty_url)
    engine = connect(empty_url)
    with engine.begin() as connection:
        migrated = made(connection)
        downgrade(connection, "base")
        tables().create_all(connection)
        assert made(connection) == migrated != set()
    engine.dispose()
