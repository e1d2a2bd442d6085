"""What a file is, by its content alone: the kinds that are taken, and the limits of those that are archives."""

import zipfile
from typing import IO

import filetype

MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
# Shown in place by a browser; everything else is handed over to be saved.
INLINE = frozenset(MEDIA[kind] for kind in ("pdf", "png", "jpg"))
# The member that every document of the kind has.
MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
MOST_MEMBERS = 2_000
LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 200  # unpacked to packed: office documents reach 20, bombs begin at 1,000


def kind_of(file: IO[bytes]) -> str | None:
    """A key of MEDIA, or None for everything else; the file is left at its beginning."""
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        kind = _document(file)
        file.seek(0)
        return kind
    known = filetype.guess_extension(head)
    return known if known in ("pdf", "png", "jpg") else None


def _document(file: IO[bytes]) -> str | None:
    """Which office document a zip is; None for other archives, bombs and documents that carry programs."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if len(members) > MOST_MEMBERS or _bomb(members) or any(_program(m.filename) for m in members):
        return None
    return next((MEMBERS[m.filename] for m in members if m.filename in MEMBERS), None)


def _bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members) or 1
    return unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * packed


def _program(name: str) -> bool:
    return name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs"))
