"""Small real PDF files for the demo's cases: one page each, with a plain remark that it is made up."""

from io import BytesIO

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
# A Chinese typeface that every reader of PDF stands in for: nothing is embedded, so that a file has a kilobyte.
FONT = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
GLYPHS = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000"
    " /W [1 [500] 2 94 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
)
METRICS = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


def pdf(*lines: str) -> bytes:
    """One page with these lines, the first as a heading."""
    text = _text(lines)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        FONT,
        GLYPHS,
        METRICS,
    )
    return _file(objects)


def _text(lines: tuple[str, ...]) -> str:
    shown = ["BT"]
    for n, line in enumerate(lines):
        size, y = (20, 740) if n == 0 else (12, 720 - 24 * n)
        shown.append(f"/F {size} Tf 1 0 0 1 72 {y} Tm <{line.encode('utf-16-be').hex()}> Tj")
    return "\n".join([*shown, "ET"])


def _file(objects: tuple[str, ...]) -> bytes:
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("ascii"))
    start, size = out.tell(), len(objects) + 1
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii"))
    return out.getvalue()
