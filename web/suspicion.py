"""What may make an objection suspicious: many from one address, the same words again. It is taken, and marked."""

import hmac
import re
import unicodedata

from flask import has_request_context, request
from sqlalchemy import ColumnElement, Connection, func, insert, select

from models.notice import filings
from workflows.form import Label

DAY = 86_400_000_000  # µs
MANY = 3  # others of one address within a day: a household and an office file fewer
f = filings.c


def note(connection: Connection, case: int, text: str, secret: str, at: int) -> None:
    """Keep digests of address and words, for a month (models/retention.py); paper has no address."""
    if not has_request_context():
        return
    source = _digest(secret, "source", request.remote_addr or "")
    row = {"case_id": case, "source": source, "words": _digest(secret, "words", _bare(text)), "filed_at": at}
    connection.execute(insert(filings).values(row))


def marks(connection: Connection, case: int) -> list[Label]:
    """What those who decide should know of a filing; nothing follows from it by itself."""
    row = connection.execute(select(filings).where(f.case_id == case)).first()
    if row is None:
        return []
    near = _others(
        connection, case, (f.source == row.source) & f.filed_at.between(row.filed_at - DAY, row.filed_at + DAY)
    )
    same = _others(connection, case, f.words == row.words)
    found = []
    if near >= MANY:
        zh, en = f"同一网络地址一天内另有 {near} 份异议", f"{near} others came from the same address within a day"
        found.append(Label(zh, en))
    if same:
        found.append(Label(f"另有 {same} 份内容相同的异议", f"others with the same words: {same}"))
    return found


def _others(connection: Connection, case: int, alike: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(filings).where(alike, f.case_id != case)).scalar_one()


def _bare(text: str) -> str:
    """The words alone: neither blanks nor marks make a text another."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _digest(secret: str, what: str, value: str) -> bytes:
    """Nobody without our key can try out addresses."""
    return hmac.digest(secret.encode(), f"{what}:{value}".encode("utf-8", "surrogatepass"), "sha256")
