"""Spreadsheets of lists: read row by row under their headings, written row by row, or empty to be filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple

import python_calamine

from workflows.form import Label

MOST_ROWS = 20_000
WIDE, NARROW, WIDEST = 24, 10, 50  # of a column, in characters
MOST_OF_A_TITLE = 31  # characters, which the programs take for a sheet's name


class SheetWrong(Exception):
    """What keeps a file from being read at all."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} · {en}")


class Heading(NamedTuple):
    """A column: its name, its words, and what is said of it below them."""

    name: str
    label: Label
    note: Label


def read(file: Path | BytesIO, headings: Sequence[Heading]) -> Iterator[tuple[int, dict[str, str]]]:
    """(row as the program shows it, values by name) of the first sheet, without empty rows.

    The first row holds the headings: a column's name, or its words in either language.
    """
    rows = _rows(file)
    names = _named(rows[0] if rows else [], headings)
    for number, row in enumerate(rows[1:], 2):
        values = {name: text for name, cell in zip(names, row, strict=False) if name and (text := _text(cell))}
        if values:
            yield number, values


def _rows(file: Path | BytesIO) -> list[list[Any]]:
    try:
        book = python_calamine.CalamineWorkbook.from_object(file)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    except (python_calamine.CalamineError, OSError, IndexError) as error:
        raise SheetWrong(
            f"读不出这个表格文件：{getattr(file, 'name', '')}", f"This is no spreadsheet that can be read: {error}"
        ) from None
    if len(rows) > MOST_ROWS + 1:
        raise SheetWrong(f"最多 {MOST_ROWS} 行，请分次导入", f"A list has {MOST_ROWS} rows at most: split it.")
    return rows


def _named(first: Sequence[Any], headings: Sequence[Heading]) -> list[str]:
    """The name of each column; "" for one without a heading."""
    known = {form: h.name for h in headings for form in (h.name, h.label.zh, h.label.en, heading_of(h))}
    told = [_text(cell).removesuffix("*").strip() for cell in first]
    if strange := [text for text in told if text and text not in known]:
        raise SheetWrong(f"没有这样的列：{'、'.join(strange)}", f"There are no such columns: {', '.join(strange)}")
    return [known.get(text, "") for text in told]


def heading_of(heading: Heading) -> str:
    return f"{heading.label.zh} {heading.label.en}"


def _text(cell: Any) -> str:
    """A cell as it is read: a whole number without its point, a day as YYYY-MM-DD."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def template(file: Path, headings: Sequence[Heading], required: Mapping[str, bool], title: Label) -> None:
    """An empty sheet with the headings; what each column holds stands in its heading's remark."""
    with _book(str(file)) as book:
        sheet = book.add_worksheet(title.zh)
        bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
        for n, heading in enumerate(headings):
            sheet.set_column(n, n, WIDE, text)
            sheet.write_string(0, n, heading_of(heading) + (" *" if required[heading.name] else ""), bold)
            sheet.write_comment(0, n, f"{heading.note.zh}\n{heading.note.en}")
        sheet.freeze_panes(1, 0)


def written(file: IO[bytes], title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A list as a workbook of one sheet: rows are taken one by one and never held together.

    A number is a number; whatever else is text, so that nothing in it is a formula or a link.
    """
    with _book(file, constant_memory=True) as book:
        sheet, bold = book.add_worksheet(title[:MOST_OF_A_TITLE]), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(head):
            sheet.set_column(column, column, min(max(2 * len(words) + 4, NARROW), WIDEST))
            sheet.write_string(0, column, words, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value))


def _book(file: str | IO[bytes], **more: bool) -> Any:
    """What is typed in stays text: neither a formula, nor a link, nor a number."""
    import xlsxwriter  # here, not above: a server that nobody asks for a sheet needs none of it

    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(file, {**inert, **more})
