"""150 hostile files: refused without a trace, or kept byte for byte and unable to do anything."""

import io
import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from models.settings import Settings
from tests.security.bad_files import INERT, PDF, REFUSED, packed
from tests.security.stage import Stage
from web.app import create_app
from web.media import INLINE, MEDIA
from web.uploads import SANDBOX, UploadRefused, take


def everything(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(INERT) >= 150
    assert len({content for _, content in REFUSED if content}) > 100


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[name for name, _ in REFUSED])
def test_what_is_no_document_is_refused_and_leaves_nothing(stage: Stage, name: str, content: bytes) -> None:
    folder = stage.app.extensions["yizhan"].files.folder
    before = everything(folder)
    with stage.app.app_context(), pytest.raises(UploadRefused) as refusal:
        take(FileStorage(io.BytesIO(content), filename=name))
    assert refusal.value.status in (413, 422) and everything(folder) == before


@pytest.mark.parametrize(("name", "content"), INERT, ids=range(len(INERT)))
def test_what_is_kept_comes_back_byte_for_byte_and_runs_nowhere(stage: Stage, name: str, content: bytes) -> None:
    path = f"/api/v1/cases/{stage.town.numbers['returned']}/materials"
    token = {"Authorization": f"Bearer {stage.town.tokens[stage.town.owners['returned']]}"}
    sent = {"kind": "premises_proof", "file": (io.BytesIO(content), name)}
    laid = stage.app.test_client().post(path, data=sent, headers=token)
    assert laid.status_code == 201, laid.text
    answer = stage.app.test_client().get(laid.headers["Location"], headers=token, buffered=True)
    said = answer.headers["Content-Disposition"]
    assert answer.data == content and answer.mimetype in MEDIA.values()
    assert (
        answer.headers["Content-Security-Policy"] == SANDBOX and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert said.startswith("inline" if answer.mimetype in INLINE else "attachment")
    assert answer.headers.getlist("Set-Cookie") == [] and not {"\r", "\n", "\u202e"} & set(said)
    label = laid.get_json()["name"]
    assert len(label) <= 200 and "/" not in label and label.rpartition(".")[2] in MEDIA


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does, and knows one virus by name."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        seen = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            seen += self.rfile.read(length)
        self.wfile.write(b"stream: Made-Up.Test FOUND\0" if b"made-up virus" in seen else b"stream: OK\0")


class Listening(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    asked = 0

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        self.asked += 1
        super().process_request(request, client_address)


@pytest.fixture
def scanner() -> Iterator[Listening]:
    with Listening(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def scanned(stage: Stage, address: str) -> Flask:
    installed = stage.app.extensions["yizhan"]
    settings = Settings(env="demo", clock="simulated", data_dir=installed.settings.data_dir, scanner=address)
    return create_app(settings, installed.engine)


def hand_in(stage: Stage, app: Flask, content: bytes, account: str) -> int:
    path = f"/api/v1/cases/{stage.town.numbers['returned']}/materials"
    sent = {"kind": "premises_proof", "file": (io.BytesIO(content), "a.pdf")}
    token = {"Authorization": f"Bearer {stage.town.tokens[account]}"}
    return app.test_client().post(path, data=sent, headers=token).status_code


def test_a_scanner_decides_and_only_what_may_be_handed_in_is_shown_to_it(stage: Stage, scanner: Listening) -> None:
    app, own = scanned(stage, f"tcp://127.0.0.1:{scanner.server_address[1]}"), stage.town.owners["returned"]
    assert hand_in(stage, app, PDF + b"%clean", own) == 201
    assert hand_in(stage, app, PDF + b"%made-up virus", own) == 422
    assert scanner.asked == 2
    assert hand_in(stage, app, PDF + b"%clean", "u-nobody") == 404
    assert hand_in(stage, app, b"MZ" + bytes(100), own) == 422
    assert scanner.asked == 2


def test_by_a_unix_socket_too_and_without_the_scanner_nothing_is_taken(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "clamd.ctl"
    app, own = scanned(stage, f"unix:{place}"), stage.town.owners["returned"]
    assert hand_in(stage, app, PDF, own) == 503
    with socketserver.ThreadingUnixStreamServer(str(place), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        assert hand_in(stage, app, PDF, own) == 201
        assert (
            hand_in(stage, app, packed(("word/x", b"made-up virus")), own) == 201
        )  # packed: for the scanner to unpack
        server.shutdown()
        thread.join()
