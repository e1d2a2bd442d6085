"""Everything that an answer says, whatever it is wrapped in: text, archives in archives, PDF, metadata, file names."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader
from werkzeug.wrappers import Response

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
DEEPEST = 3  # archives within archives


def told(response: Response) -> str:
    """Body and headers, as far as a reader with any program could get at them."""
    headers = str(response.headers)
    return "\n".join((headers, unquote(headers), *_said(response.get_data(), DEEPEST)))


def _said(data: bytes, deep: int) -> Iterator[str]:
    """A text as it is; other bytes in each encoding that programs write metadata in, and what lies packed in them."""
    yield from _decoded(data)
    if data.startswith(b"%PDF"):
        pdf = PdfReader(BytesIO(data))
        yield from (page.extract_text() for page in pdf.pages)
        yield str(pdf.metadata)
    elif deep and is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from _said(archive.read(name), deep - 1)


def _decoded(data: bytes) -> list[str]:
    try:
        return [data.decode()]
    except UnicodeDecodeError:
        return [data[odd:].decode(code, "ignore") for code in ENCODINGS for odd in (0, 1)]
