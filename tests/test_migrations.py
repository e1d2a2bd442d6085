"""Migrations: they lead to exactly the tables of the code, up and down, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, inspect, text

from commands.cli import yizhan
from migrations.run import compared, downgrade, newest, revision, tables, upgrade
from models.database import connect


@pytest.fixture
def upgraded(empty_url: str) -> Iterator[Engine]:
    upgrade(empty_url)
    engine = connect(empty_url)
    yield engine
    engine.dispose()


def differences(connection: Connection) -> list[object]:
    options = compared()
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, options["target_metadata"]))


def rules(connection: Connection) -> dict[str, set[str]]:
    """The names of the checks on each table: Alembic doesn't compare these itself."""
    looked = inspect(connection)
    return {name: {str(c["name"]) for c in looked.get_check_constraints(name)} for name in tables().tables}


def test_the_newest_schema_is_the_tables_of_the_code(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        assert differences(connection) == []
        assert revision(connection) == newest() == MigrationContext.configure(connection).get_current_revision()


def test_migrations_make_the_same_checks_as_the_tables(upgraded: Engine, db: Engine) -> None:
    with upgraded.connect() as migrated, db.connect() as made:
        assert rules(migrated) == rules(made)


def test_every_database_has_its_reference_row_and_calendar(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM reference")) == 1
        assert connection.scalar(text("SELECT count(*) FROM calendar_notices")) > 0


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    assert upgrade(empty_url) == (None, newest())
    assert upgrade(empty_url) == (newest(), newest())


def test_servers_that_start_together_upgrade_one_after_the_other(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        revisions = sorted(pool.map(upgrade, [empty_url] * 4), key=str)
    assert [before for before, _ in revisions].count(None) == 1
    assert {after for _, after in revisions} == {newest()}


def test_down_to_nothing_and_up_again(upgraded: Engine, empty_url: str) -> None:
    with upgraded.begin() as connection:
        downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    upgraded.dispose()
    assert upgrade(empty_url) == (None, newest())


def test_the_command_makes_the_data_folder_and_says_what_it_did(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("home") / "new" / "data"
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(folder))
    first = CliRunner().invoke(yizhan, ["db", "upgrade"], catch_exceptions=False)
    again = CliRunner().invoke(yizhan, ["db", "upgrade"], catch_exceptions=False)
    assert "upgraded" in first.output
    assert "up to date" in again.output
    assert (folder / "yizhan.db").exists()
