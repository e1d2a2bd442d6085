"""What a server finds in its database before it starts, and what it warns of."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, delete, text

from models import start_up
from models.accounts import Account, add_account
from models.calendar import calendar_days, calendar_notices, load
from models.database import Present, transaction
from models.settings import Settings

PRODUCTION = Settings(secret_key=secrets.token_hex(32), base_url="https://yizhan.example")


def problems(db: Engine, settings: Settings = PRODUCTION) -> list[str]:
    return transaction(db, lambda p: start_up.database_problems(p.connection, settings), writes=False)


def at(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1_000_000


def test_a_good_database_is_none_the_worse(db: Engine) -> None:
    if db.dialect.name != "sqlite":
        pytest.skip("the tests' PostgreSQL runs without fsync: see below")
    assert problems(db) == []


def test_accounts_of_the_demo_are_found(db: Engine) -> None:
    account = Account("demo-chen", "示例 陈", demo="demo")
    transaction(db, lambda p: add_account(p.connection, account, now=p.now))
    assert "1 demo accounts (demo-chen, ...)" in problems(db)[0]
    assert problems(db, Settings(env="demo")) == []


@pytest.mark.parametrize(
    ("pragma", "found"), [("synchronous = NORMAL", "synchronous = 1"), ("foreign_keys = OFF", "foreign_keys = 0")]
)
def test_unsafe_pragmas_are_found(db: Engine, pragma: str, found: str) -> None:
    if db.dialect.name != "sqlite":
        pytest.skip("pragmas are SQLite's")
    with db.connect() as connection:
        connection.connection.cursor().execute(f"PRAGMA {pragma}")
        (problem,) = start_up.database_problems(connection, PRODUCTION)
    assert found in problem and "PRAGMA" in problem.partition(":")[2]


def test_wal_of_an_old_library_is_found(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    if db.dialect.name != "sqlite":
        pytest.skip("WAL files are SQLite's")
    for version, many in (((3, 51, 2), 1), ((3, 51, 3), 0)):
        monkeypatch.setattr(start_up.sqlite3, "sqlite_version_info", version)
        with db.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
            assert len(start_up.database_problems(connection, PRODUCTION)) == many


def test_a_server_without_fsync_is_found(db: Engine) -> None:
    if db.dialect.name != "postgresql":
        pytest.skip("fsync is PostgreSQL's")
    with db.connect() as connection:
        connection.execute(text("SET synchronous_commit = off"))
        found = " ".join(start_up.database_problems(connection, PRODUCTION))
    assert all(f"{name} = off" in found for name in ("fsync", "full_page_writes", "synchronous_commit"))


def test_a_calendar_that_ends_soon_is_warned_of(db: Engine) -> None:
    def told(day: str) -> list[str]:
        return transaction(db, lambda p: start_up.warnings(load(p.connection), PRODUCTION, at(day)), writes=False)

    assert told("2026-11-01") == []
    (warning,) = told("2026-11-02")
    assert "2026-12-31" in warning and "import" in warning


def test_an_empty_calendar_is_warned_of(db: Engine) -> None:
    def work(present: Present) -> list[str]:
        present.connection.execute(delete(calendar_days))
        present.connection.execute(delete(calendar_notices))
        return start_up.warnings(load(present.connection), PRODUCTION, present.now)

    assert "ends on ∅" in transaction(db, work)[0]


def test_an_address_of_this_machine_is_warned_of(db: Engine) -> None:
    settings = Settings(secret_key=PRODUCTION.secret_key)
    told = transaction(db, lambda p: start_up.warnings(load(p.connection), settings, at("2026-01-01")), writes=False)
    assert len(told) == 1 and "YIZHAN_BASE_URL" in told[0]
