"""A mail server of a few lines: it takes letters on a real socket, and fails as it is told to."""

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

Heard = Callable[[EmailMessage], str]  # a letter -> the reply to it; "" hangs up instead


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it took; `refuses` answers a recipient, `heard` a letter."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.heard: Heard = lambda letter: "250 taken"

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.taken]


class Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                address = re.findall(rb"<(.*)>", line)[0].decode()
                self._say(self.server.refuses.get(address, "250 well"))
            elif word == b"DATA":
                if not self._take():
                    return
            elif word == b"QUIT":
                return
            else:
                self._say("250 well")

    def _take(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        letter = cast(EmailMessage, message_from_bytes(b"".join(lines), policy=default))
        self.server.taken.append(letter)
        if reply := self.server.heard(letter):
            self._say(reply)
        return bool(reply)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def listening() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
