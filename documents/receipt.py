"""A receipt as PDF/A: what was handed in, when, its digest, and the QR code of the page where it is followed."""

import io
from collections.abc import Sequence
from typing import NamedTuple

import segno

from documents.typesetting import pdf


class Receipt(NamedTuple):
    """What a receipt says, in one language."""

    lang: str
    heading: str
    number: str
    code: str  # what its holder alone knows; none where the page asks for a sign-in
    words: tuple[str, str]  # for number and code
    rows: Sequence[tuple[str, str]]  # label, value
    files: Sequence[tuple[str, str]]  # name, SHA-256
    files_heading: str
    note: str
    address: str  # where it is followed, as the QR code says it


def receipt_pdf(receipt: Receipt, at: int) -> bytes:
    """The page, made at `at` (µs)."""
    drawn = io.BytesIO()
    segno.make(receipt.address, error="m").save(drawn, kind="svg", scale=4, border=1, xmldecl=False)
    return pdf("receipt", {**receipt._asdict(), "qr": drawn.getvalue().decode()}, at)
