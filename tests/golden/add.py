"""Keeps what this version writes: a backup of the demo, with every lifecycle and state, under the schema of the day.

`python -m tests.golden.add`, once a release and after a migration worth keeping. What is kept is never written anew:
each later version must restore it, verify it and go on with it.
"""

import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from click.testing import CliRunner

from commands.cli import yizhan
from migrations.run import newest
from models.database import connect, transaction
from models.settings import Settings
from scheduler.checkpointing import Checkpointer
from scheduler.tick import advance
from tests.databases import Postgres
from tests.golden.writer import Line, as_text, recording

KEPT = Path(__file__).parent / "kept"
WRITER = "writer"
TEN_DAYS = 10 * 86_400_000_000


def kept() -> list[Path]:
    return sorted(KEPT.glob("*.zip"))


def main() -> None:
    target = KEPT / f"{version('yizhan')}-{newest()}.zip"
    if target.exists():
        sys.exit(f"{target.name} is kept already, and never written anew")
    with tempfile.TemporaryDirectory() as name, Postgres() as postgres:
        folder = Path(name)
        _fill(folder / "home", folder / "backup")
        _write_on(folder / "backup", folder / "one", f"sqlite:///{folder / 'one' / 'yizhan.db'}")
        _write_on(folder / "backup", folder / "other", postgres.empty())
        KEPT.mkdir(exist_ok=True)
        _pack(folder / "backup", target)
    print(f"{target.name}: {target.stat().st_size} bytes")


def _fill(home: Path, backup: Path) -> None:
    os.environ |= {"YIZHAN_ENV": "demo", "YIZHAN_CLOCK": "simulated", "YIZHAN_DATA_DIR": str(home)}
    for arguments in (["db", "upgrade"], ["demo"]):
        _run(*arguments)
    settings = Settings()
    engine = connect(settings.database_url, simulated=True)
    assert Checkpointer(engine, home)(at_once=True) is not None
    engine.dispose()
    _run("backup", "--to", str(backup))


def _write_on(backup: Path, home: Path, url: str) -> None:
    """Restore the backup, let this version meet ten days of deadlines on it, and keep what it sent."""
    os.environ |= {"YIZHAN_DATA_DIR": str(home), "YIZHAN_DATABASE_URL": url}
    _run("restore", str(backup))
    engine = connect(Settings().database_url, simulated=True)
    sent: list[Line] = []
    told = recording(engine, sent)
    at = transaction(engine, lambda present: present.at, writes=False)
    assert advance(told, at + TEN_DAYS) > 0
    (backup / f"{WRITER}-{engine.dialect.name}.jsonl").write_text(as_text(sent), "utf-8")
    told.dispose()
    engine.dispose()


def _run(*arguments: str) -> None:
    done = CliRunner().invoke(yizhan, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output


def _pack(folder: Path, target: Path) -> None:
    with ZipFile(target, "x", ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder))


if __name__ == "__main__":
    main()
