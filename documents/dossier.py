"""The dossier of a case, 卷宗: what its PDF says, in one language."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from documents.typesetting import pdf
from workflows.deadline_ledger import Day
from workflows.form import Label
from workflows.instants import local

WORDS = {
    "system": Label("驿站 · 中小企业服务办件系统", "Yizhan · case work for SME service stations"),
    "dossier": Label("办件卷宗", "Dossier of a case"),
    "contents": Label("目录", "Contents"),
    "page": Label("第 {n} 页，共 {of} 页", "page {n} of {of}"),
    "form": Label("一、申请信息", "1. The form"),
    "materials": Label("二、材料", "2. Files"),
    "history": Label("三、办理记录", "3. History"),
    "deadlines": Label("四、期限计算", "4. Deadlines, day by day"),
    "notices": Label("五、公示公告", "5. Notices"),
    "proof": Label("六、核验", "6. Proof"),
    "none": Label("无", "none"),
    "no": Label("序号", "No."),
    "file": Label("文件", "File"),
    "handed_in": Label("提交时间", "Handed in"),
    "late": Label("补登", "entered later"),
    "by": Label("依据", "by"),
    "day": Label("日期", "Day"),
    "counted": Label("计入", "Counted"),
    "reason": Label("理由", "Reason"),
    "number": Label("编号", "Number"),
    "heading": Label("标题", "Title"),
    "key": Label("公钥：", "Public key: "),
    "proof_text": Label(
        "每页下方为最后一条记录的摘要值。下列检查点由系统签名，涵盖截至其时的全部记录；"
        "证据包中的 verify.py 可离线核验。",
        "Below each page stands the hash of the last entry. The checkpoint signs every entry until then; verify.py in "
        "the evidence package checks it offline.",
    ),
}
OFFICE = Label("本机构规定", "the office’s own rule")
CHOSEN = {True: Label("是", "yes"), False: Label("否", "no")}


class Line(NamedTuple):
    """An entry, as the dossier tells it."""

    seq: int
    title: Label
    when: int
    who: Label
    late: bool
    law: Sequence[str]
    said: Sequence[tuple[Label, Label]]
    comment: str | None
    hash: str


class Ledger(NamedTuple):
    """A deadline, counted out."""

    title: Label
    facts: Sequence[tuple[Label, str]]
    days: Sequence[Day]


class Dossier(NamedTuple):
    number: str
    title: Label
    facts: Sequence[tuple[Label, Label]]
    form: Sequence[tuple[Label, Label]]
    materials: Sequence[Mapping[str, Any]]  # name, about (Label), at (µs), sha256
    lines: Sequence[Line]
    ledgers: Sequence[Ledger]
    notices: Sequence[tuple[str, str, str]]  # number, title, digest
    checkpoint: str
    key: str


def dossier_pdf(dossier: Dossier, *, lang: str, at: int) -> bytes:
    """Paginated, with a table of contents and digests; `at` is when it was made, µs."""
    return pdf("dossier", _data(dossier, 0 if lang == "zh" else 1), at)


def _data(d: Dossier, i: int) -> dict[str, Any]:
    return {
        "lang": ("zh", "en")[i],
        "words": {name: words[i] for name, words in WORDS.items()},
        "number": d.number,
        "title": d.title[i],
        "head": d.lines[-1].hash,
        "facts": [[label[i], value[i]] for label, value in d.facts],
        "form": [[label[i], value[i]] for label, value in d.form],
        "materials": [
            {"no": n, "name": m["name"], "about": m["about"][i], "at": _moment(m["at"]), "sha256": m["sha256"]}
            for n, m in enumerate(d.materials, 1)
        ],
        "entries": [_line(line, i) for line in d.lines],
        "deadlines": [_ledger(ledger, i) for ledger in d.ledgers],
        "notices": [list(notice) for notice in d.notices],
        "checkpoint": d.checkpoint,
        "key": d.key,
    }


def _line(line: Line, i: int) -> dict[str, Any]:
    law = ("、", ", ")[i].join(OFFICE[i] if rule == "office" else rule for rule in line.law)
    return {
        "seq": line.seq, "title": line.title[i], "when": _moment(line.when), "who": line.who[i], "late": line.late,
        "law": law, "said": [[label[i], value[i]] for label, value in line.said],
        "comment": line.comment or "", "hash": line.hash,
    }  # fmt: skip


def _ledger(ledger: Ledger, i: int) -> dict[str, Any]:
    days = [[day.date.isoformat(), CHOSEN[day.counted][i], _reason(day, i)] for day in ledger.days]
    return {"title": ledger.title[i], "facts": [[label[i], value] for label, value in ledger.facts], "days": days}


def _reason(day: Day, i: int) -> str:
    said = (day.zh, day.en)[i]
    return f"{said}（{day.source}）" if day.source else said


def _moment(instant: int) -> str:
    return local(instant)[:16].replace("T", " ")
