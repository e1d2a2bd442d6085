"""The store of uploaded files: each lies once, read-only, under the SHA-256 of its bytes."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.crash_points import Point, passing
from models.database import Unavailable

CHUNK = 1 << 16
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Stored:
    """What is known of a file by its bytes alone."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Files:
    """A folder of files; what a file is called, and whose it is, stands in the database."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this digest lie. Anything that is not a digest is a ValueError."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 digest")
        return self.folder / sha256[:2] / sha256

    def put(self, source: IO[bytes]) -> Stored:
        """Keep the rest of `source`; it is on the disk, under its digest, before this returns. Unavailable: no room.

        The same bytes again are kept once. If the caller's transaction fails afterwards, the file
        stays without a row: nobody can reach it, and the next try finds it there.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="arriving-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as arriving:
                stored = _copy(source, arriving)
                arriving.flush()
                os.fsync(arriving.fileno())
            self._settle(Path(name), self.path(stored.sha256))
        except BaseException as error:
            Path(name).unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in FULL:
                raise Unavailable("no room for the file") from error
            raise
        return stored

    def open(self, sha256: str) -> IO[bytes]:
        """The bytes, for reading; FileNotFoundError if they were never kept or were erased."""
        return self.path(sha256).open("rb")

    def erase(self, sha256: str) -> None:
        """Remove the bytes; nothing happens where they are gone already."""
        self.path(sha256).unlink(missing_ok=True)

    def older(self, before: int) -> Iterator[str]:
        """Digests of the files that arrived last before this moment (µs)."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if _arrived(path) < before:
                yield path.name

    def leave(self, sha256: str, before: int) -> bool:
        """Remove the bytes unless they have arrived anew meanwhile, and whoever sent them counts on them."""
        home, aside = self.path(sha256), self.folder / f"leaving-{sha256}"
        try:
            home.replace(aside)  # what arrives from here on has the place to itself
        except FileNotFoundError:
            return False  # another process was quicker
        if _arrived(aside) >= before:
            aside.replace(home)
            return False
        aside.unlink(missing_ok=True)
        return True

    def stay(self) -> None:
        """Put back what a process that ended had set aside."""
        for aside in self.folder.glob("leaving-*"):
            with suppress(FileNotFoundError):  # another process was quicker
                aside.replace(self.path(aside.name.removeprefix("leaving-")))

    def _settle(self, arrived: Path, home: Path) -> None:
        home.parent.mkdir(exist_ok=True)
        arrived.chmod(0o440)
        arrived.replace(home)
        for folder in (home.parent, self.folder):
            _sync_folder(folder)
        passing(Point.FILE_KEPT)


def _arrived(path: Path) -> int:
    return path.stat().st_mtime_ns // 1000


def _copy(source: IO[bytes], target: IO[bytes]) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return Stored(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no such call, and syncs names by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
