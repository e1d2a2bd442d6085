"""Files from outside: arrived whole, not too large, of a known kind, kept under a harmless name; and back out."""

import unicodedata
from typing import IO, Any, NamedTuple

from flask import Flask, Request, Response, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from web import scanner
from web.installation import here
from web.media import INLINE, MEDIA, kind_of
from web.problems import Problem
from workflows.errors import Reason

LONGEST_NAME = 200
LONGEST_ENDING = 10
TOGETHER = 5  # files of full size in one request
FORM = 1_000_000  # bytes of a form beside its files
# Opened by itself or in a frame of ours, a file can neither run anything nor fetch anything.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


class UploadRefused(Problem):
    """A file that was not taken; nothing of it is kept."""

    def __init__(self, code: str, status: int, zh: str, en: str, *reasons: Reason) -> None:
        super().__init__(zh, en)
        self.code, self.status, self.reasons = code, status, reasons


class Upload(NamedTuple):
    """A file that was taken: what it is called, what it is, how large, and under which digest it lies."""

    name: str
    media: str
    size: int
    sha256: str


class WholeRequest(Request):
    """A request whose body arrived to its last byte, or is refused: half a file is never taken for a file."""

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        # Servers that say "the stream ends by itself" (gunicorn, waitress) end it early, too, when the client goes
        # away. Where the length was announced, Werkzeug shall count.
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        super().__init__(environ, *args, **kwargs)
        self._arriving: list[IO[bytes]] = []

    def make_form_data_parser(self) -> FormDataParser:
        parser = super().make_form_data_parser()
        parser.silent = False  # the default takes a broken form for an empty one
        return parser

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        stream = super()._get_file_stream(*args, **kwargs)
        self._arriving.append(stream)
        return stream

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except (ValueError, ClientDisconnected, RequestEntityTooLarge) as error:
            for half in self._arriving:
                half.close()  # nobody else knows of it
            too_much = isinstance(error, RequestEntityTooLarge)
            raise too_large(here().settings.upload_bytes) if too_much else truncated() from error


def install(app: Flask, upload_bytes: int) -> None:
    """Let every request of the application be a whole one, within limits."""
    app.request_class = WholeRequest
    app.config["MAX_CONTENT_LENGTH"] = TOGETHER * upload_bytes + FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM


def take(file: FileStorage) -> Upload:
    """Check an uploaded file and keep it; UploadRefused otherwise. Safe to run again in the same request."""
    stream = file.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    limit = here().settings.upload_bytes
    if size > limit:
        raise too_large(limit)
    kind = kind_of(stream)
    if kind is None:
        raise wrong_type(label_of(file.filename), empty=size == 0)
    scanner.ask_for(stream)
    stored = here().files.put(stream)
    return Upload(label_of(file.filename, kind), MEDIA[kind], stored.size, stored.sha256)


def label_of(name: str | None, kind: str | None = None) -> str:
    """A file's name as a label: no path, no invisible signs, 200 characters at most, with its true ending."""
    base = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in base if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    seen = " ".join(seen.split()).strip(". ") or "未命名"
    stem, dot, ending = seen.rpartition(".")
    if not dot or not stem or len(ending) > LONGEST_ENDING or _alien(ending, kind):
        stem, ending = seen, kind or ""
    tail = f".{ending}" if ending else ""
    return stem[: LONGEST_NAME - len(tail)] + tail


def _alien(ending: str, kind: str | None) -> bool:
    """Whether the ending claims another kind than the content's; `plan.pdf.exe` then becomes `plan.pdf.exe.pdf`."""
    return kind is not None and {"jpeg": "jpg"}.get(ending.lower(), ending.lower()) != kind


def download(upload: Upload, *, save: bool = False) -> Response:
    """The file itself, shown in place where that is safe, unless it is to be saved; FileNotFoundError if erased."""
    response = send_file(
        here().files.path(upload.sha256),
        mimetype=upload.media,
        as_attachment=save or upload.media not in INLINE,
        download_name=upload.name,
        etag=upload.sha256,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def truncated() -> UploadRefused:
    return UploadRefused(
        "truncated",
        400,
        "上传的内容没有完整到达，请重新上传。",
        "The upload did not arrive in full. Please send it again.",
    )


def too_large(limit: int) -> UploadRefused:
    size = f"{limit / 1_000_000:.0f} MB"
    return UploadRefused(
        "too_large", 413, f"文件太大：每个文件不超过 {size}。", f"The file is too large: {size} each at most."
    )


def wrong_type(name: str, *, empty: bool = False) -> UploadRefused:
    zh, en = f"“{name}”是空文件。", f"“{name}” is empty."
    if not empty:
        zh = (
            f"“{name}”的内容不是可以接收的类型。"
            "可以接收：PDF、PNG、JPG、Word（docx）、Excel（xlsx）、OFD；不接收含宏的文档。"
        )
        en = (
            f"The content of “{name}” is not of a type that is taken. Taken are PDF, PNG, JPG, Word (docx), "
            "Excel (xlsx) and OFD, without macros."
        )
    return UploadRefused("invalid", 422, zh, en, Reason("file_type", zh, en, "file"))
