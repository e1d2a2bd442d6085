"""The store of files: by digest, whole or not at all."""

import io
from pathlib import Path

import pytest

from models.files import Files

PDF = b"%PDF-1.7\n"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "/" * 64])
def test_the_store_opens_digests_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        Files(tmp_path).path(name)


def test_the_same_bytes_are_kept_once_and_nobody_writes_them(tmp_path: Path) -> None:
    files = Files(tmp_path / "files")
    first, second = files.put(io.BytesIO(PDF)), files.put(io.BytesIO(PDF))
    assert first == second and first.size == len(PDF)
    (kept,) = [file for file in files.folder.rglob("*") if file.is_file()]
    assert kept == files.path(first.sha256) and kept.stat().st_mode & 0o222 == 0


def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line broke")

    files = Files(tmp_path)
    with pytest.raises(OSError, match="broke"):
        files.put(Broken())
    assert not list(tmp_path.iterdir())


def test_erased_bytes_are_gone(tmp_path: Path) -> None:
    files = Files(tmp_path)
    kept = files.put(io.BytesIO(PDF))
    files.erase(kept.sha256)
    files.erase(kept.sha256)
    with pytest.raises(FileNotFoundError):
        files.open(kept.sha256)
