"""A title's certificate as PDF/A: one page, with the QR code that leads to the plaque's check."""

import io
from collections.abc import Sequence
from typing import NamedTuple

import segno

from documents.typesetting import pdf


class Certificate(NamedTuple):
    """What a certificate says, in one language."""

    lang: str
    region: str
    heading: str
    name: str
    number: str
    rows: Sequence[tuple[str, str]]  # label, value
    note: str
    address: str  # where it is checked, as the QR code says it


def certificate_pdf(certificate: Certificate, at: int) -> bytes:
    """The page, made at `at` (µs)."""
    code = io.BytesIO()
    segno.make(certificate.address, error="m").save(code, kind="svg", scale=4, border=1, xmldecl=False)
    return pdf("certificate", {**certificate._asdict(), "code": code.getvalue().decode()}, at)
