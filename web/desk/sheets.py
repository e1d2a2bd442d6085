"""A list as a workbook to take along: the same rows and words as on the page, written out as they are read."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote

from flask import Response, send_file

from documents.sheets import written

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file of one sheet, by this name."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    written(file, title, head, rows)
    file.seek(0)
    answer = send_file(file, MEDIA)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
