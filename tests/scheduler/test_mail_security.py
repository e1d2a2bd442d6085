"""Letters by a mail server that asks for encryption and a name: only to the server that it claims to be."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import Message
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Keeping
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import Engine

from models.database import transaction
from models.drift import wall
from models.mailbox import letters
from scheduler.post import Post
from tests.scheduler.posting import settings
from tests.world import settle
from workflows import mail_choice

NAME, PASSWORD = "yizhan", "only-in-tests"


class Kept(Keeping):
    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.taken.append(message)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, signed by itself; the key stands before it in the same file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    began = datetime.fromtimestamp(wall() / 1_000_000, UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), began, began + timedelta(hours=1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


def admits(_server: Any, _session: Any, _envelope: Any, mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    known = (given.login, given.password) == (NAME.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


@contextmanager
def server(security: str, certificate: Path) -> Iterator[tuple[int, list[Message]]]:
    """A mail server that takes nothing unencrypted and from nobody unknown: its port, and what it took."""
    context, kept = SSLContext(PROTOCOL_TLS_SERVER), Kept()
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    how: dict[str, Any] = {"ssl_context": context, "auth_require_tls": False}  # as encryption it counts STARTTLS alone
    if security == "starttls":
        how = {"tls_context": context, "require_starttls": True, "auth_required": True}
    runs = Controller(kept, "127.0.0.1", port, authenticator=admits, **how)
    runs.start()
    yield port, kept.taken
    runs.stop()


@pytest.fixture
def sent(db: Engine, tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Let somebody want letters, and send what waits: (how many were taken, the error of one given up)."""
    settle(db)

    def send(security: str, *, password: str = PASSWORD, trusted: bool = True) -> tuple[int, int]:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate if trusted else tmp_path / "none"))
        transaction(db, lambda p: mail_choice.choose(p.connection, "u-hq", "hq@example.com", "each", p.at))
        with server(security, certificate) as (port, taken):
            more = {"smtp_security": security, "smtp_user": NAME, "smtp_password": password}
            done = Post(db, settings(port, tmp_path).model_copy(update=more))()
        assert len(taken) == done
        return done, len(transaction(db, lambda p: p.connection.execute(letters.select()).all()))

    return send


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_and_signed_in_it_is_taken(sent: Callable[..., Any], security: str) -> None:
    assert sent(security) == (1, 1)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_no_server_gets_a_letter_that_cannot_prove_who_it_is(sent: Callable[..., Any], security: str) -> None:
    assert sent(security, trusted=False) == (0, 0)  # no letter is written before a server has accepted us


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_wrong_password_is_no_fault_of_a_letter(sent: Callable[..., Any]) -> None:
    assert sent("starttls", password="wrong") == (0, 0)
    assert sent("starttls") == (1, 1)
