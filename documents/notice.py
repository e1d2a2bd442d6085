"""A published notice on paper: what its PDF says, in one language."""

from collections.abc import Sequence
from typing import NamedTuple

from documents.typesetting import pdf
from models.reference import Office
from workflows.form import Label
from workflows.instants import local, until

WORDS = {
    "name": Label("名称", "Name"),
    "subject": Label("申请单位", "Applicant"),
    "number": Label("编号", "Number"),
    "published": Label("发布时间：", "Published: "),
    "until": Label("公示期至：", "Open to objections until: "),
    "withdrawn": Label("本公告已于此时撤回：", "Withdrawn on: "),
    "because": Label("撤回理由：", "Why: "),
    "objecting": Label(
        "公示期内，任何单位和个人都可以向下列机构书面提出异议。单位异议须加盖公章并注明联系方式；个人异议须署真实姓名并注明联系方式。",
        "Until then any unit or person may object in writing to the office below: a unit with its seal and contact, a "
        "person by the real name with contact.",
    ),
    "digest": Label("内容摘要值（SHA-256）：", "Digest of the content (SHA-256): "),
    "sealed": Label(
        "历史记录检查点（涵盖本公告的发布；请留存，日后可据此核验）：",
        "Checkpoint of the history, over this publication; keep it: later histories can be held against it",
    ),
    "page": Label("第 {n} 页，共 {of} 页", "page {n} of {of}"),
}


class Shown(NamedTuple):
    """What the paper shows; instants in µs UTC."""

    number: str
    document_number: str | None
    kind: Label
    title: str
    text: str
    office: Office
    published_at: int
    until: int | None
    withdrawn_at: int | None
    digest: str
    listed: Sequence[tuple[str, str, str]]  # name, subject, number
    about: str = ""  # which notice it corrects or repeats, in words
    because: str = ""  # why it was withdrawn
    sealed: str = ""  # the first checkpoint of the history over its publication


def notice_pdf(shown: Shown, *, lang: str, at: int) -> bytes:
    """The notice as a PDF; the same notice at the same time is the same bytes."""
    side = 0 if lang == "zh" else 1
    told = {
        "lang": lang,
        "words": {name: label[side] for name, label in WORDS.items()},
        "kind": shown.kind[side],
        "number": shown.number,
        "document_number": shown.document_number or "",
        "title": shown.title,
        "text": shown.text,
        "listed": [list(one) for one in shown.listed],
        "published": _minute(shown.published_at),
        "about": shown.about,
        "until": until(shown.until) if shown.until is not None else "",
        "withdrawn": _minute(shown.withdrawn_at),
        "because": shown.because,
        "office": [line for line in ((shown.office.zh, shown.office.en)[side], shown.office.address, shown.office.phone)
                   if line],
        "digest": shown.digest,
        "sealed": shown.sealed,
    }  # fmt: skip
    return pdf("notice", told, at)


def _minute(at: int | None) -> str:
    return local(at)[:16].replace("T", " ") if at is not None else ""
