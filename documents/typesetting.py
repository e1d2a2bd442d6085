"""Typst makes the PDF: values go in beside the source, never into it, and only our own fonts are seen."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn

if TYPE_CHECKING:
    import typst


def pdf(template: str, data: dict[str, Any], at: int) -> bytes:
    """The pages of a template in documents/templates, PDF/A-2b; the same at the same time (µs) to the byte."""
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(
        _source(template), format="pdf", sys_inputs=inputs, font_paths=_fonts(), pdf_standards="a-2b",
        timestamp=at // 1_000_000,
    )  # fmt: skip


@cache
def _source(template: str) -> bytes:
    return (files("documents") / "templates" / f"{template}.typ").read_bytes()


@cache
def _fonts() -> "typst.Fonts":
    """Those that come by pip, and no machine's own: a page is the same everywhere."""
    import typst

    folder = str(files(pylopdf_fonts_zh_cn))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
