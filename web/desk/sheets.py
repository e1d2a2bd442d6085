"""Lists as workbooks: the same rows and words as on the page, written out as they are read; no cell is a formula."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import quote

from flask import Response, send_file

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
WIDTHS = (10, 50)  # of a column, in characters


def sheet(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file of one sheet, by this name; rows are taken one by one, and never held together."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it is closed when it has been sent
    writer: Any = import_module("xlsxwriter")
    with writer.Workbook(file, OPTIONS) as book:
        page, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        for column, words in enumerate(head):
            page.set_column(column, column, min(max(2 * len(words) + 4, WIDTHS[0]), WIDTHS[1]))
        page.write_row(0, 0, head, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _cell(page, number, column, value)
    file.seek(0)
    answer = send_file(file, MEDIA)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def _cell(page: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value)
    elif value not in (None, ""):
        page.write_string(row, column, str(value))
