"""Virus scanning by another program: files are shown to it by clamd's INSTREAM, outside of every transaction."""

import socket
from collections.abc import Callable
from typing import IO, TypeVar
from urllib.parse import urlsplit

from flask import g, request

from web.installation import here
from web.problems import Problem
from workflows.errors import Reason

T = TypeVar("T")
CHUNK = 1 << 16
PATIENCE = 30  # seconds
LONGEST_ANSWER = 4096


class Infected(Problem):
    """The scanner knows what this is."""

    status = 422
    code = "invalid"
    zh = "这个文件没有通过病毒检查，未予接收。请检查您的电脑后重新制作文件。"
    en = "The file did not pass the virus check and was not taken. Please check your computer and make the file anew."
    reasons = (Reason("infected", zh, en, "file"),)


class ScannerAway(Problem):
    """Nobody can say what this is: it isn't taken."""

    status = 503
    code = "try_again"
    zh = "病毒检查暂时无法进行，文件未接收，请稍后再试。"
    en = "The virus check is not available just now, so the file was not taken. Please try again later."


class Unscanned(Exception):
    """Asked for inside a transaction; `scanning` answers it outside and runs the request again."""


def ask_for(stream: IO[bytes]) -> None:
    """Pass a clean file; Infected or ScannerAway for any other, Unscanned before it was looked at."""
    if not here().settings.scanner:
        return
    verdict = g.get("scanned", {}).get(id(stream), Unscanned())
    if verdict is not None:
        raise verdict


def scanning(run: Callable[[], T]) -> T:
    """Run; where a file is to be kept that nobody has looked at, have all of the request looked at, and run again.

    So only what somebody may hand in is scanned, and no transaction waits for the scanner.
    """
    try:
        return run()
    except Unscanned:
        streams = [file.stream for _, file in request.files.items(multi=True)]
        g.scanned = {id(stream): _looked_at(stream) for stream in streams}
        return run()


def _looked_at(stream: IO[bytes]) -> Problem | None:
    stream.seek(0)
    try:
        answer = _instream(here().settings.scanner, stream)
    except OSError:
        return ScannerAway()
    finally:
        stream.seek(0)
    if answer == b"stream: OK":
        return None
    return Infected() if answer.endswith(b" FOUND") else ScannerAway()


def _instream(address: str, stream: IO[bytes]) -> bytes:
    with _connected(address) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while part := stream.read(CHUNK):
            scanner.sendall(len(part).to_bytes(4, "big") + part)
        scanner.sendall(bytes(4))
        answer = b""
        while len(answer) < LONGEST_ANSWER and (part := scanner.recv(LONGEST_ANSWER)):
            answer += part
    return answer.strip(b"\0\n ")


def _connected(address: str) -> socket.socket:
    """`tcp://host:3310` or `unix:/run/clamav/clamd.ctl`."""
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(PATIENCE)
        scanner.connect(parts.path)
    except OSError:
        scanner.close()
        raise
    return scanner
