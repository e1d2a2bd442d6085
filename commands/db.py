"""`yizhan db`: bring a database to the schema of this version."""

import click

from commands.half_restored import require_whole
from migrations.run import upgrade
from models.settings import Settings


@click.group()
def db() -> None:
    """数据库结构 · The database's schema."""


@db.command("upgrade")
def upgrade_command() -> None:
    """建立或升级数据库 · Create the database, or bring it up to date."""
    settings = Settings()
    require_whole(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    before, after = upgrade(settings.database_url)
    if before == after:
        click.echo(f"数据库已是最新 · The database is up to date ({after})")
    else:
        click.echo(f"数据库已升级 · The database was upgraded: {before or '∅'} -> {after}")
