"""Uploads: whole, small enough, of a known kind by content, harmless by name; two of one name side by side."""

import hashlib
import io
import zipfile

import pytest
from flask import Blueprint, Flask, jsonify, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from models.database import Present
from tests.web.browsing import token_on
from web import archives
from web.doors import door
from web.installation import Installation
from web.uploads import SANDBOX, Upload, UploadRefused, download, label_of, take

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0" + bytes(4) + b"\0\0\0\0IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9"
EXE = b"MZ\x90\0" + bytes(200)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


DOCX = zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<w/>"})
XLSX, OFD = zipped(**{"xl__workbook.xml": b"<w/>"}), zipped(**{"OFD.xml": b"<o/>"})


@pytest.fixture(autouse=True)
def desk(app: Flask) -> None:
    """A page that takes one file."""
    desk = Blueprint("desk", __name__)

    @door(desk, "/take", right="public.read", methods=("POST",))
    def put(present: Present) -> ResponseReturnValue:
        return jsonify(take(request.files["file"])._asdict())

    app.register_blueprint(desk)


def taken(app: Flask, content: bytes, name: str) -> Upload:
    with app.app_context():
        return take(FileStorage(io.BytesIO(content), filename=name))


def refused(app: Flask, content: bytes, name: str) -> UploadRefused:
    with pytest.raises(UploadRefused) as refusal:
        taken(app, content, name)
    return refusal.value


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [
        (PDF, "申请表.pdf", "application/pdf"),
        (PNG, "图.png", "image/png"),
        (JPG, "照片.jpeg", "image/jpeg"),
        (DOCX, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (OFD, "a.ofd", "application/ofd"),
    ],
)
def test_known_kinds_are_kept_under_their_digest(app: Flask, content: bytes, name: str, media: str) -> None:
    digest = hashlib.sha256(content).hexdigest()
    assert taken(app, content, name) == (name, media, len(content), digest)
    installation: Installation = app.extensions["yizhan"]
    with installation.files.open(digest) as file:
        assert file.read() == content
    assert [f.name for f in installation.files.folder.rglob("*") if f.is_file()] == [digest]


@pytest.mark.parametrize(
    "content",
    [
        EXE,
        b"",
        b"<html><script>alert(1)</script>",
        b"#!/bin/sh\n",
        b"PK\x03\x04 broken",
        zipped(a=b"just an archive"),
        zipped(word__document=b"", **{"word__document.xml": b"<w/>", "word__vbaProject.bin": b"macro"}),
        zipped(**{"word__document.xml": bytes(5_000_000)}),
        zipped(**{"xl__workbook.xml": b"<w/>"}, **{f"m{n}": b"" for n in range(20)}),
    ],
    ids=["exe", "empty", "html", "script", "broken", "zip", "macros", "bomb", "crowd"],
)
def test_other_kinds_are_refused_by_their_content(app: Flask, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 20)
    refusal = refused(app, content, "申请表.pdf")
    assert (refusal.code, refusal.status, refusal.reasons[0].code) == ("invalid", 422, "file_type")
    assert "申请表.pdf" in refusal.zh and not list(app.extensions["yizhan"].files.folder.rglob("*"))


def test_a_large_file_is_refused(app: Flask) -> None:
    assert taken(app, PDF.ljust(100_000), "a.pdf").size == 100_000
    refusal = refused(app, PDF.ljust(100_001), "a.pdf")
    assert (refusal.code, refusal.status) == ("too_large", 413)


@pytest.mark.parametrize(
    ("sent", "label"),
    [
        ("申请表.pdf", "申请表.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文件\\申请表.PDF", "申请表.PDF"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("plan.pdf.exe", "plan.pdf.exe.pdf"),
        ("e\u0301tude\x00\n .pdf", "étude .pdf"),
        ("..", "未命名.pdf"),
        ("", "未命名.pdf"),
        (".pdf", "pdf.pdf"),
        ("v1.2 最终稿", "v1.2 最终稿.pdf"),
        ("名" * 10_000 + ".pdf", "名" * 196 + ".pdf"),
    ],
)
def test_names_are_labels(sent: str, label: str) -> None:
    assert label_of(sent, "pdf") == label


def test_two_files_of_one_name_lie_side_by_side(app: Flask) -> None:
    one, two = taken(app, PDF, "申请表.pdf"), taken(app, PDF + b"%2", "申请表.pdf")
    assert one.name == two.name and one.sha256 != two.sha256
    with app.test_request_context("/"):
        responses = [download(upload) for upload in (one, two)]
        bodies = [b"".join(response.iter_encoded()) for response in responses]
        for response in responses:
            response.close()
    assert bodies == [PDF, PDF + b"%2"]


@pytest.mark.parametrize(
    ("content", "name", "save", "kind"),
    [
        (PDF, "申请表.pdf", False, "inline"),
        (PDF, "申请表.pdf", True, "attachment"),
        (DOCX, "表.docx", False, "attachment"),
    ],
)
def test_downloads_can_do_no_harm(app: Flask, content: bytes, name: str, save: bool, kind: str) -> None:
    upload = taken(app, content, name)
    with app.test_request_context("/"):
        response = app.process_response(download(upload, save=save))
        response.close()
    said = response.headers["Content-Disposition"]
    assert said.startswith(f"{kind}; ") and "filename*=UTF-8''%E" in said
    assert response.headers["Content-Security-Policy"] == SANDBOX and "sandbox" in SANDBOX
    assert response.headers["X-Content-Type-Options"] == "nosniff" and response.mimetype == upload.media
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN" and "no-store" in response.headers["Cache-Control"]


def multipart(token: str, content: bytes) -> bytes:
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode() + b"\r\n",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + content + b"\r\n--x--\r\n",
    )
    return b"".join(parts)


def send(client: FlaskClient, body: bytes, length: int, terminated: bool) -> tuple[int, str]:
    """Post a body as a server passes it on; `terminated` is what gunicorn and waitress say of every stream."""
    environ: dict[str, object] = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(length)}
    environ["CONTENT_TYPE"] = "multipart/form-data; boundary=x"
    if terminated:
        environ["wsgi.input_terminated"] = True
    answer = client.post("/take", environ_overrides=environ)
    return answer.status_code, answer.text


@pytest.mark.parametrize("terminated", [True, False])
def test_a_body_that_breaks_off_is_refused(app: Flask, client: FlaskClient, terminated: bool) -> None:
    token = token_on(client.get("/sign-in?lang=en").text)
    body = multipart(token, PDF)
    assert send(client, body, len(body), terminated)[0] == 200
    for cut in (10, len(body) // 2, len(body) - 20, len(body) - 1):
        status, text = send(client, body[:cut], len(body), terminated)
        assert status == 400 and 'data-code="truncated"' in text and "did not arrive in full" in text
    short = body[:-20]  # as long as announced, but without its end
    assert send(client, short, len(short), terminated)[0] == 400


def test_an_endless_body_is_refused(client: FlaskClient) -> None:
    token = token_on(client.get("/sign-in").text)
    body = multipart(token, bytes(2_000_000))
    status, text = send(client, body, len(body), True)
    assert status == 413 and 'data-code="too_large"' in text


def test_an_exe_named_pdf_gets_its_sentence(client: FlaskClient) -> None:
    token = token_on(client.get("/sign-in").text)
    answer = client.post("/take", data={"csrf_token": token, "file": (io.BytesIO(EXE), "合同.pdf")})
    assert answer.status_code == 422 and 'data-code="invalid"' in answer.text and "“合同.pdf”的内容" in answer.text
