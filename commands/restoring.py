"""Restores a backup into an empty installation, after everything in it was found whole."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import delete, inspect, update

from commands.backing_up import DATA, FILES, FORMAT, MANIFEST, ROWS, digest_of
from commands.backup_rows import read_rows
from migrations.run import bring_to, known_revisions, upgrade
from models.database import Present, connect, transaction
from models.files import Files
from models.passes import passes
from models.settings import Settings
from models.user import sessions


class NoBackup(Exception):
    """Why nothing can be restored; nothing was changed."""


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the backup says of itself, every part of it having been looked at."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise NoBackup(f"{MANIFEST} 缺失或损坏，备份不完整 · is missing or spoilt: no whole backup") from error
    if told.get("format") != FORMAT or told["revision"] not in known_revisions():
        raise NoBackup(f"备份由更新的版本制作 · made by a newer version than this ({told.get('version')})")
    spoilt = next(_spoilt(folder, told), None)
    if spoilt:
        raise NoBackup(f"{spoilt} 缺失或损坏 · is missing, or not as it was when the backup was made")
    return told


def _spoilt(folder: Path, told: dict[str, Any]) -> Iterator[str]:
    for name, digest in told["parts"].items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            yield name
    stored = sorted((folder / FILES).glob("??/*"))
    if len(stored) != told["files"]:
        yield f"{FILES} ({len(stored)}/{told['files']})"
    yield from (f"{FILES}/{path.name}" for path in stored if digest_of(path) != path.name)


def require_empty(settings: Settings) -> None:
    """Refuse an installation that holds anything: a restored one is never mixed with another."""
    lying = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    if lying:
        raise NoBackup(
            "数据目录不是空的，请移走或另设 YIZHAN_DATA_DIR · the data folder isn't empty, move it away or set another "
            f"YIZHAN_DATA_DIR: {settings.data_dir}"
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(settings.database_url)
    try:
        with engine.connect() as connection:
            there = inspect(connection).get_table_names()
    finally:
        engine.dispose()
    if there:
        raise NoBackup(
            "数据库不是空的，请新建一个并设 YIZHAN_DATABASE_URL · "
            "the database isn't empty, create another and set YIZHAN_DATABASE_URL"
        )


def restore_rows(settings: Settings, folder: Path, told: dict[str, Any]) -> int:
    """Rows into the schema that they were written under, then on to this version's; how many there were."""
    bring_to(settings.database_url, told["revision"])
    engine = connect(settings.database_url)
    try:
        names = list(told["tables"])
        many = transaction(engine, lambda p: read_rows(p.connection, folder / ROWS, names))
        upgrade(settings.database_url)
        transaction(engine, _close)
        return many
    finally:
        engine.dispose()


def _close(present: Present) -> None:
    """Whoever was signed out since the backup was made doesn't come back in by it."""
    open_ = update(sessions).where(sessions.c.ended_at.is_(None))
    present.connection.execute(open_.values(ended_at=present.now))
    present.connection.execute(delete(passes))


def restore_files(settings: Settings, folder: Path) -> int:
    """Stored files, keys and checkpoints; how many files."""
    store, many = Files(settings.data_dir / "files"), 0
    for path in sorted((folder / FILES).glob("??/*")):
        with path.open("rb") as source:
            store.put(source)
        many += 1
    if (folder / DATA).is_dir():
        shutil.copytree(folder / DATA, settings.data_dir, dirs_exist_ok=True)
    return many
