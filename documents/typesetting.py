"""Typst makes the PDF: values go in beside the source, never into it, and only our own fonts are seen."""

import json
from importlib.resources import files
from typing import Any

import pylopdf_fonts_zh_cn
import typst

FONTS = str(files(pylopdf_fonts_zh_cn))


def pdf(template: str, data: dict[str, Any], at: int) -> bytes:
    """The pages of a template in documents/templates, PDF/A-2b; the same values at the same time are the same bytes."""
    source = files("documents").joinpath("templates", f"{template}.typ").read_bytes()
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types want fonts of the source's own type
        source, format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, font_paths=[FONTS],
        ignore_system_fonts=True, pdf_standards="a-2b", timestamp=at // 1_000_000,
    )  # fmt: skip
    return made
