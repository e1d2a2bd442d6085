"""A line to PostgreSQL that can be cut within COMMIT: before the server has heard of it, or before it is answered."""

import socket
import threading
from contextlib import suppress
from typing import Literal, Self

from sqlalchemy import URL, make_url

Cut = Literal["before", "after"]


class Proxy:
    """Listens on a port of this machine and passes everything on, until `cut` says where the next COMMIT ends."""

    def __init__(self, url: URL) -> None:
        query = {name: value for name, value in url.query.items() if name != "host"}
        self._server = url
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = url.set(host="127.0.0.1", port=port, query=query).render_as_string(hide_password=False)
        self.cut: Cut | None = None
        self._answered = threading.Event()  # the server said that it has committed,
        self._keeps_back = False  # and the client isn't to hear of it

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = self._connect()
            for pair in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _connect(self) -> socket.socket:
        host = self._server.query.get("host", self._server.host)
        if isinstance(host, str) and host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{host}/.s.PGSQL.{self._server.port or 5432}")
            return server
        return socket.create_connection((str(host), self._server.port or 5432))

    def _pass(self, source: socket.socket, target: socket.socket, asks: bool) -> None:
        try:
            while data := source.recv(1 << 16):
                if b"COMMIT" in data and (self._asked(source, target, data) if asks else self._answers()):
                    break
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # closing alone would not wake who waits there
            end.close()

    def _answers(self) -> bool:
        """Note that the server has committed; whether the client isn't to hear of it."""
        keeps_back = self._keeps_back
        self._answered.set()
        return keeps_back

    def _asked(self, client: socket.socket, server: socket.socket, data: bytes) -> bool:
        """Cut the client off where that was asked for: before the server hears, or once it has done what it heard."""
        if self.cut is None:
            return False
        self._keeps_back, self.cut = self.cut == "after", None
        self._answered.clear()
        if self._keeps_back:
            server.sendall(data)
            self._answered.wait(10)
        self._keeps_back = False
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        return True


def through(url: str) -> Proxy:
    return Proxy(make_url(url.replace("+psycopg", "")))
