"""What a file is, by its content alone: the kinds that are taken, each whole and within limits."""

import zipfile
from typing import IO

import filetype

from web.archives import document_kind
from web.pictures import is_jpg, is_png

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
HEAD = 8192
TAIL = 2048  # bytes in which a PDF says that it ends


def kind_of(file: IO[bytes]) -> str | None:
    """A key of MEDIA, or None for everything else; the file is left at its beginning."""
    head = file.read(HEAD)
    file.seek(0)
    kind = document_kind(file) if head.startswith(b"PK\x03\x04") else _by_head(file, head)
    file.seek(0)
    return kind


def _by_head(file: IO[bytes], head: bytes) -> str | None:
    known = filetype.guess_extension(head)
    checks = {"pdf": _is_pdf, "png": is_png, "jpg": is_jpg}
    return known if known in checks and checks[known](file) else None


def _is_pdf(file: IO[bytes]) -> bool:
    """Begun and ended as one, and no archive besides."""
    size = file.seek(0, 2)
    file.seek(0)
    begun = file.read(5) == b"%PDF-"
    file.seek(max(0, size - TAIL))
    ended = b"%%EOF" in file.read()
    if not ended:  # some writers fill up with blanks
        file.seek(0)
        ended = file.read().rstrip(b"\0\t\n\r ").endswith(b"%%EOF")
    return begun and ended and not zipfile.is_zipfile(file)
