"""The mail server that the settings name: a connection that has accepted us, and what its answers mean."""

import smtplib
import ssl
from typing import Any

from models.settings import Settings

PATIENCE = 20  # seconds that a mail server may take for an answer
PERMANENT = 500  # from this reply on, another try gets the same
REPLIES = (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError)

Server = smtplib.SMTP
SenderRefused = smtplib.SMTPSenderRefused


class OutOfReach(Exception):
    """The mail server is away, or won't deal with us at all: no fault of any letter."""


def connected(settings: Settings) -> Server:
    """A server that has accepted us; OutOfReach where none has."""
    try:
        server = _greeted(settings)
        try:
            _known_to(server, settings)
        except BaseException:
            server.close()
            raise
        return server
    except (OSError, smtplib.SMTPException) as error:
        raise OutOfReach(type(error).__name__) from error


def _greeted(s: Settings) -> Server:
    if s.smtp_security == "tls":
        secure: Any = ssl.create_default_context()
        return smtplib.SMTP_SSL(s.smtp_host, s.smtp_port, timeout=PATIENCE, context=secure)
    return smtplib.SMTP(s.smtp_host, s.smtp_port, timeout=PATIENCE)


def _known_to(server: Server, s: Settings) -> None:
    """Encrypted, where the settings ask for it, and signed in."""
    if s.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    if s.smtp_user:
        server.login(s.smtp_user, s.smtp_password)


def hung_up(error: Exception) -> bool:
    """Whether the connection is of no more use after this."""
    return isinstance(error, OSError) and not isinstance(error, REPLIES)


def reply(error: Exception) -> int:
    """The server's reply code; 0 where the error isn't one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def said(error: Exception) -> str:
    """What is kept of an error: a server's own words may name the address."""
    return f"{type(error).__name__} {reply(error) or ''}".rstrip()
