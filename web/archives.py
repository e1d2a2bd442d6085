"""Office documents, which are archives: unpacked within limits, honest about their lengths, and without tricks."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

# The member that every document of the kind has.
MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
MOST_MEMBERS = 2_000
LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 200  # unpacked to packed: office documents reach 20, bombs begin at 1,000
LARGEST_INSIDE = 20_000_000  # a document within a document is looked into up to here,
DEEPEST = 1  # and so deep
CHUNK = 1 << 20
ENCRYPTED, LINK, KIND = 0x1, 0o120000, 0o170000
PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".jar", ".hta", ".lnk")
PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
NATIVE = (b"MZ", b"\x7fELF")
# What a reader of XML would follow or unfold; the texts are searched without the zero bytes of UTF-16.
UNFOLDS = re.compile(rb"<!\s*(?:doctype|entity)", re.IGNORECASE)
FETCHES = re.compile(rb"attachedtemplate[^>]*external|external[^>]*attachedtemplate", re.IGNORECASE)
ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError)


def document_kind(file: IO[bytes], depth: int = 0) -> str | None:
    """Which office document a zip is; None for other archives, bombs, tricks, and documents that carry programs."""
    try:
        if not _ends_at_its_end(file):
            return None
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            kind = next((MEMBERS[m.filename] for m in members if m.filename in MEMBERS), None)
            fits = kind and not _too_much(members) and not any(map(_odd, members)) and _once(members)
            return kind if fits and all(_harmless(archive, m, depth) for m in members) else None
    except BROKEN:
        return None


def _ends_at_its_end(file: IO[bytes]) -> bool:
    """No comment and nothing behind: an archive that is something else besides has one or the other."""
    file.seek(-22, 2)
    end = file.read(22)
    file.seek(0)
    return end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")


def _too_much(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members) or 1
    return len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * packed


def _once(members: list[zipfile.ZipInfo]) -> bool:
    names = [m.filename.lower() for m in members]
    return len(set(names)) == len(names)


def _odd(member: zipfile.ZipInfo) -> bool:
    """Encrypted, a link, a program, or a name that leads out of the archive."""
    name = member.orig_filename
    leads_out = name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")
    link = (member.external_attr >> 16) & KIND == LINK
    return leads_out or link or bool(member.flag_bits & ENCRYPTED) or name.lower().endswith(PROGRAMS)


def _harmless(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> bool:
    """Read to its end: as long as it says, by its checksum, no second layer too many, no XML that unfolds."""
    texts = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    length, before = 0, b""
    for part in _parts(archive, member):
        if not length and part.startswith(PACKED) and not _document_inside(archive, member, depth):
            return False
        if (not length and part.startswith(NATIVE)) or (texts and not _plain(part, before, first=not length)):
            return False
        length, before = length + len(part), part[-64:]
    return length == member.file_size


def _parts(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as content:
        while part := content.read(CHUNK):
            yield part


def _document_inside(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> bool:
    """A spreadsheet in a letter is one; an archive of any other kind isn't."""
    if depth >= DEEPEST or member.file_size > LARGEST_INSIDE:
        return False
    return document_kind(io.BytesIO(archive.read(member)), depth + 1) is not None


def _plain(part: bytes, before: bytes, *, first: bool) -> bool:
    text = (before + part).replace(b"\0", b"")
    named = ENCODING.search(text[:400]) if first else None
    known = named is None or named[1].strip().lower() in ENCODINGS
    return known and not UNFOLDS.search(text) and not FETCHES.search(text)
