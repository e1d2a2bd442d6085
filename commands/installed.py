"""The installation that a command works on: its settings and its database, with errors as one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from commands.half_restored import require_whole
from migrations.run import newest, revision, upgrade
from models.database import Unavailable, connect
from models.settings import Settings

AWAY = (
    "数据库不可用，或者还没有建立：请先运行 yizhan db upgrade · "
    "The database is away, or not made yet: run yizhan db upgrade first"
)


@contextmanager
def installed(settings: Settings | None = None, *, make: bool = False) -> Iterator[tuple[Settings, Engine]]:
    """Settings and an engine on a database of this version's schema; `make`: where there is none yet, it is made."""
    settings = settings or Settings()
    require_whole(settings)
    if make:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(settings.database_url, simulated=settings.simulated)
    try:
        if make and _revision(engine) is None:
            upgrade(settings.database_url)
        require_newest(engine)
        yield settings, engine
    except (DBAPIError, Unavailable) as error:
        raise click.ClickException(AWAY) from error
    finally:
        engine.dispose()


def require_newest(engine: Engine) -> None:
    if (found := _revision(engine)) != newest():
        raise click.ClickException(f"{AWAY} ({found or '∅'} -> {newest()})")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)
