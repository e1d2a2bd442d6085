"""Whether a restoration broke off here: then nothing runs on what it left, and every command says what to do."""

import os
from pathlib import Path

import click

from models.settings import Settings

WORDS = (
    "这里的恢复中断，内容不完整，不能使用：请删除数据目录 {folder}，重建数据库（SQLite 的库就在该目录内），"
    "再运行 yizhan restore · "
    "A restoration broke off here, and what there is isn't whole: delete the data folder {folder}, make the database "
    "anew (SQLite's lies in that folder), and run yizhan restore again"
)


def _file(settings: Settings) -> Path:
    return settings.data_dir / "restoring"


def mark(settings: Settings) -> None:
    """From now on the target isn't whole; on the disk before anything else of it is."""
    with _file(settings).open("x") as file:
        file.write(f"{WORDS.format(folder=settings.data_dir)}\n")
        file.flush()
        os.fsync(file.fileno())


def unmark(settings: Settings) -> None:
    _file(settings).unlink()


def require_whole(settings: Settings) -> None:
    """Refuse what a restoration left behind that broke off."""
    if _file(settings).exists():
        raise click.ClickException(WORDS.format(folder=settings.data_dir))
