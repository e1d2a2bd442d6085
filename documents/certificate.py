"""A title's certificate as PDF/A: one page, the QR code that leads to the plaque's check, fonts that come along."""

import io
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import pylopdf_fonts_zh_cn
import segno
import typst


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
    """The page, made at `at` (µs); the values go in as data, so no sign in them can become part of the layout."""
    code = io.BytesIO()
    segno.make(certificate.address, error="m").save(code, kind="svg", scale=4, border=1, xmldecl=False)
    inputs = {"values": json.dumps(certificate._asdict(), ensure_ascii=False), "code": code.getvalue().decode()}
    return typst.compile(
        _source(), font_paths=_fonts(), sys_inputs=inputs, format="pdf", pdf_standards="a-2b", timestamp=at // 1_000_000
    )


@cache
def _source() -> bytes:
    return (files("documents") / "templates" / "certificate.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Those that come by pip: no machine's own, so the page is the same everywhere."""
    folder = str(pylopdf_fonts_zh_cn.serif_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
