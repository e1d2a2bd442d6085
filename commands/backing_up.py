"""Makes a backup: rows of one moment, every stored file, keys and checkpoints; a manifest says what is whole."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from commands.backup_rows import write_rows
from migrations.run import revision
from models.database import Present, connect, transaction
from models.files import Files
from models.material import materials
from models.settings import Settings
from workflows.instants import iso

FORMAT = 1
MANIFEST = "manifest.json"
ROWS, FILES, DATA = "rows", "files", "data"
CHUNK = 1 << 20


def back_up(settings: Settings, engine: Engine, folder: Path) -> dict[str, Any]:
    """Fill the folder, which is new or empty; its manifest, which is written last: without one it is no backup."""
    os.umask(0o077)  # rows, files and keys are for whoever runs the machine
    folder.mkdir(parents=True, exist_ok=True)
    # Checkpoints before rows: one that the rows have and the file lacks is appended, the other way round is an alarm.
    data = _data(settings, folder)
    with _one_moment(engine, folder) as still:
        told = transaction(still, lambda present: _rows(present, folder), writes=False)
    # Files are kept before their row is committed, and only an erasure takes one away: what the rows name is there.
    kept, missing = _files(settings, folder, set(told.pop("named")))
    told |= {"files": kept, "missing": missing, "data": data}
    told["parts"] = {str(path.relative_to(folder)): digest_of(path) for path in _parts(folder)}
    _settle(folder / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return told


@contextmanager
def _one_moment(engine: Engine, folder: Path) -> Iterator[Engine]:
    """An engine that sees the database as it stands now, whatever is written meanwhile, and holds up no writer."""
    if engine.dialect.name == "postgresql":
        yield engine.execution_options(isolation_level="REPEATABLE READ")
        return
    copy = folder / "moment.db"
    source, target = sqlite3.connect(str(engine.url.database)), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    still = connect(f"sqlite:///{copy}")
    try:
        yield still
    finally:
        still.dispose()
        copy.unlink()


def _rows(present: Present, folder: Path) -> dict[str, Any]:
    connection = present.connection
    return {
        "format": FORMAT,
        "version": version("yizhan"),
        "revision": revision(connection),
        "made_at": iso(present.now),
        "tables": write_rows(connection, folder / ROWS),
        "named": set(connection.execute(select(materials.c.sha256).where(materials.c.removed_at.is_(None))).scalars()),
    }


def _files(settings: Settings, folder: Path, named: set[str]) -> tuple[int, list[str]]:
    """Copy every stored file; how many, and which the rows name and nobody has, or has with other bytes."""
    store, copies = Files(settings.data_dir / "files"), Files(folder / FILES)
    lying = sorted(path.name for path in store.folder.glob("??/*") if len(path.name) == 64)
    kept = set()
    for name in lying:
        try:
            with store.open(name) as source:
                stored = copies.put(source)
        except FileNotFoundError:
            continue  # erased since we looked
        if stored.sha256 == name:
            kept.add(name)
    return len(kept), sorted(named - kept)


def _data(settings: Settings, folder: Path) -> list[str]:
    """What else lies in the data folder: keys, checkpoints. Not the database, whose rows we have."""
    kept = []
    for path in sorted(settings.data_dir.rglob("*")):
        name = path.relative_to(settings.data_dir)
        ours = path.is_file() and not path.is_relative_to(folder) and name.parts[0] != "files"
        if ours and not name.name.startswith("yizhan.db"):
            (folder / DATA / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / DATA / name)
            kept.append(str(name))
    return kept


def _parts(folder: Path) -> list[Path]:
    """Everything but the stored files, whose names are their digests."""
    return sorted(path for part in (ROWS, DATA) for path in (folder / part).rglob("*") if path.is_file())


def digest_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _settle(path: Path, content: bytes) -> None:
    """Whole or not at all, also after a power cut."""
    arriving = path.with_suffix(".arriving")
    with arriving.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.sync()
    arriving.replace(path)
