"""The checkpoints as they stand outside of the database: a file that only grows."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workflows.signing import Tip, Verifier

# Whole texts alone: one that a crash cut off in the middle is none.
NOTE = re.compile(r"^[^\n]+\n(\d+)\n[A-Za-z0-9+/=]{44}\n\n(?:— [^\n]+\n)+", re.MULTILINE)
TAIL = 4096  # bytes; a text has some 200


class Told(NamedTuple):
    size: int
    text: str


class Outside:
    """The file `checkpoints.txt` in the data folder: each text as it was signed, and an empty line."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "checkpoints.txt"

    def all(self) -> Iterator[Told]:
        """Every checkpoint in it, as it stands there."""
        if self.file.exists():
            yield from _read(self.file.read_text("utf-8", errors="replace"))

    def last(self) -> Told | None:
        """The last in it."""
        try:
            with self.file.open("rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
                told = list(_read(file.read().decode("utf-8", errors="replace")))
        except FileNotFoundError:
            return None
        return told[-1] if told else None

    def size(self) -> int:
        last = self.last()
        return last.size if last else 0

    def newest(self, verifier: Verifier) -> Tip | None:
        """What the last in it says, if this key signed it; BadNote otherwise."""
        last = self.last()
        return verifier.read(last.text) if last else None

    def append(self, texts: Sequence[str]) -> None:
        """Keep these; they are on the disk before this returns."""
        if not texts:
            return
        with self.file.open("a", encoding="utf-8") as file:
            file.write("".join(f"\n{text}" for text in texts))
            file.flush()
            os.fsync(file.fileno())


def _read(text: str) -> Iterator[Told]:
    for match in NOTE.finditer(text):
        yield Told(int(match[1]), match[0])
