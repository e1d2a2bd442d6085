"""The hostile texts in what people take along: workbooks hold them as text to the letter, and no letter is turned."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from documents.letter import Envelope, confirmation
from tests.security.reading import kept
from tests.security.strings import STRINGS
from web.desk.sheets import sheet

NO_CHARACTERS = set("\ufffe\uffff")  # XML has none of these: a workbook spells them out
GOOD = [text for text in map(kept, STRINGS) if text and len(text) < 32_768 and not NO_CHARACTERS & set(text)]
Rows = Sequence[Sequence[str]]


def taken(rows: Rows) -> bytes:
    with Flask(__name__).test_request_context(), sheet("清单", "清单", ("名称", "说明"), rows) as answer:
        answer.direct_passthrough = False
        return answer.get_data()


def test_a_workbook_holds_them_as_text() -> None:
    data = taken([(text, text) for text in GOOD])
    with ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in one or b"<f " in one or b"hyperlink" in one for one in sheets)
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]
    _, *rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [tuple(map(str, row[:2])) for row in rows] == [(text, text) for text in GOOD]


@pytest.mark.parametrize("text", ["a\r\nBcc: x@example.invalid", "a\nX: y", "a\rX: y"])
@pytest.mark.parametrize("where", ["sender", "to"])
def test_no_header_of_a_letter_takes_a_second_line(text: str, where: str) -> None:
    envelope = Envelope("yizhan@example.invalid", "li@example.invalid", "1", 0, "https://example.invalid")
    with pytest.raises(ValueError, match=r"CR|linefeed|newline|[Hh]eader"):
        confirmation(envelope._replace(**{where: text}), "code").as_bytes()
    assert confirmation(envelope, text).as_bytes().split(b"\r\n\r\n")[0].count(b"Bcc") == 0
