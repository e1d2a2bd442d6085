"""Whether a picture is one: whole, and no larger than a browser can draw."""

import struct
from typing import IO

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_SIDE = 30_000  # pixels
MOST_PIXELS = 120_000_000  # a good scanner's A3 page has 70 million
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG's markers that tell width and height
BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
SCAN, END = 0xDA, 0xD9


def is_png(file: IO[bytes]) -> bool:
    """From its header to its end mark; what follows, no browser looks at."""
    file.seek(0)
    if file.read(8) != SIGNATURE:
        return False
    length, name = _chunk(file)
    if (length, name) != (13, b"IHDR") or not _fits(*struct.unpack(">II", file.read(8).ljust(8, b"\0"))):
        return False
    file.seek(8 + 12 + length)
    while name != b"IEND":
        length, name = _chunk(file)
        if not name or length > 2**31 or len(file.read(length + 4)) != length + 4:
            return False
    return True


def _chunk(file: IO[bytes]) -> tuple[int, bytes]:
    head = file.read(8)
    return (int.from_bytes(head[:4], "big"), head[4:]) if len(head) == 8 else (0, b"")


def is_jpg(file: IO[bytes]) -> bool:
    """From its first mark over the one that tells its size to its last."""
    file.seek(0)
    data, at, sized = file.read(), 2, False
    if data[:2] != b"\xff\xd8":
        return False
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == SCAN:
            return sized and data.find(bytes((0xFF, END)), at) > 0
        if mark in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9].ljust(4, b"\0"))
            sized = _fits(width, height)
        at += 2 if mark in BARE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _fits(width: int, height: int) -> bool:
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS
