"""Bring a database to this version's schema; Alembic is loaded only where there is something to change."""

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, MetaData, inspect, text

import models
from models.base import metadata
from models.database import Present, connect, transaction
from models.in_turn import in_turn
from models.reference import install

if TYPE_CHECKING:
    from alembic.config import Config

UPGRADE = "the upgrade"  # two servers that start together upgrade one after the other
PATIENCE = 120_000  # ms: an upgrade of a large database on a slow disk takes longer than any step


def upgrade(url: str) -> tuple[str | None, str | None]:
    """Upgrade to the newest schema and put in what every database has; the revisions before and after."""
    engine = connect(url)
    try:
        revisions = _upgrade(engine)
        transaction(engine, _install)
        return revisions
    finally:
        engine.dispose()


def bring_to(url: str, target: str) -> None:
    """Bring an empty database to an older revision, with nothing in it: a backup's rows come next."""
    engine = connect(url)
    try:
        _upgrade(engine, target)
    finally:
        engine.dispose()


def known_revisions() -> set[str]:
    """Every revision that this version can upgrade from."""
    from alembic.script import ScriptDirectory

    return {found.revision for found in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def _upgrade(engine: Engine, target: str | None = None) -> tuple[str | None, str | None]:
    target = target or newest()
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Changing a table means making it anew there; what refers to it is checked at the end instead.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            connection.connection.cursor().execute(f"PRAGMA busy_timeout = {PATIENCE}")
        with connection.begin():
            in_turn(connection, UPGRADE)
            before = revision(connection)
            if before != target:
                _change(connection, target)
            return before, revision(connection)


def _change(connection: Connection, target: str) -> None:
    from alembic import command

    command.upgrade(_config(connection), target)
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("the upgrade would leave rows that refer to nothing; nothing was changed")


def _install(present: Present) -> None:
    in_turn(present.connection, UPGRADE)
    install(present.connection, at=present.now)


def downgrade(connection: Connection, to: str) -> None:
    """Back to an older revision, or to `base`: nothing at all."""
    from alembic import command

    command.downgrade(_config(connection), to)


def revision(connection: Connection) -> str | None:
    """The revision that a database stands at; None where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def newest() -> str:
    """The revision that this version wants: the last of its files, which are numbered."""
    return max(file.name.partition("_")[0] for file in _versions() if file.name[0].isdigit())


def tables() -> MetaData:
    """All tables of this version: every file of `models` is loaded, so that none is forgotten."""
    for module in pkgutil.iter_modules(models.__path__, "models."):
        import_module(module.name)
    return metadata


def compared() -> dict[str, Any]:
    """How a schema is held against the tables."""
    return {"target_metadata": tables(), "compare_type": True, "render_as_batch": True}


def draft(url: str, message: str) -> None:
    """Write a new revision from the difference between a database and the tables."""
    from alembic import command

    engine = connect(url)
    with engine.connect() as connection:
        number = f"{int(newest()) + 1:04}"
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    engine.dispose()


def _versions() -> Iterator[Traversable]:
    return (files("migrations") / "versions").iterdir()


def _config(connection: Connection | None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


if __name__ == "__main__":
    draft(*sys.argv[1:])
