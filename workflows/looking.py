"""A look over the tree: every signed root computed anew from the database, and the first place that differs."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, func, select

from models.case import entries
from models.checkpoint import checkpoints
from models.database import transaction
from models.files import Files
from workflows.form import Label
from workflows.outside import Outside
from workflows.seal import ENTRY, digest
from workflows.signing import BadNote, Verifier, signer
from workflows.tree import Peaks

PAGE = 5000  # entries read in one transaction: nobody who writes waits for a long look
Progress = Callable[[str, int, int], None]  # which part, how far, of how many


class Finding(NamedTuple):
    """One place that is wrong: a case and its entry, a checkpoint, a file."""

    place: str
    said: Label


@dataclass
class Report:
    """What one look found."""

    entries: int = 0  # under the last checkpoint
    after: int = 0  # committed since, and under none yet: only their chain could be checked
    checkpoints: int = 0
    outside: int = 0  # how many of these stand in the file, too
    findings: list[Finding] = field(default_factory=list)


class Look(NamedTuple):
    """What a look needs: a way to read the database, and what stands outside of it."""

    read: Callable[[Callable[[Connection], Any]], Any]  # in a transaction of its own, or all in one
    outside: Outside
    verifier: Verifier
    files: Files
    told: Progress = lambda _part, _done, _of: None


def look_at(engine: Engine, folder: Path, told: Progress = lambda _part, _done, _of: None) -> Look:
    """At an installation, by its database and its data folder."""

    def read(work: Callable[[Connection], Any]) -> Any:
        return transaction(engine, lambda present: work(present.connection), writes=False)

    return Look(read, Outside(folder), signer(folder).verifier, Files(folder / "files"), told)


def signed(look: Look, report: Report) -> Iterator[Finding]:
    """Each checkpoint is signed by our key, and is the one that was told outside."""
    # The file first: what it holds, the database held before.
    outside = {one.size: one.text for one in look.outside.all()}
    known: dict[int, str] = look.read(_texts)
    peaks: dict[int, str] = look.read(_peaks)
    report.checkpoints, report.outside = len(known), len(outside.keys() & known.keys())
    newest = max(outside, default=0)
    for size in sorted(known.keys() | outside.keys()):
        if wrong := _told(known.get(size), outside.get(size), size < newest) or _bad(
            look.verifier, size, known[size], peaks[size]
        ):
            yield Finding(f"checkpoint {size}", wrong)


def _texts(connection: Connection) -> dict[int, str]:
    c = checkpoints.c
    return dict(connection.execute(select(c.size, c.text)).all())


def _peaks(connection: Connection) -> dict[int, str]:
    c = checkpoints.c
    return dict(connection.execute(select(c.size, c.peaks)).all())


def _told(known: str | None, outside: str | None, settled: bool) -> Label | None:
    if known is None:
        return Label(
            "数据库之外有此检查点，库中没有：记录被截断，或者恢复了旧备份",
            "stands outside, and the database has none: history was cut, or an older backup restored",
        )
    if outside is None:
        return Label("数据库之外没有此检查点", "was never told outside") if settled else None
    return None if outside == known else Label("与数据库之外的不同", "is another than the one outside")


def _bad(verifier: Verifier, size: int, text: str, peaks: str) -> Label | None:
    try:
        tip = verifier.read(text)
        if tip.size != size or Peaks(size, [bytes.fromhex(p) for p in json.loads(peaks)]).root() != tip.root:
            return Label("与所签的不符", "is not what it signs")
    except ValueError as error:
        said = str(error) if isinstance(error, BadNote) else "it is no checkpoint"
        return Label("签名无效", f"its signature is not valid: {said}")
    return None


def tree(look: Look, report: Report) -> Iterator[Finding]:
    """Every leaf is there and is its entry's hash, and the roots are those that were signed; or the first place."""
    roots = _roots(look)
    last, peaks, before, sealed = max(roots, default=0), Peaks(), None, 0
    for row in _by_leaf(look):
        if row.leaf != peaks.size:
            break
        if digest(bytes(row.body), ENTRY) != bytes(row.hash):
            yield Finding(place(row), Label("内容与摘要不符", "its bytes are not those of its hash"))
            return
        peaks.add(bytes(row.hash))
        report.entries, before = peaks.size, row
        if peaks.size in roots and roots[peaks.size] != peaks.root():
            yield _changed(look, sealed, peaks.size)
            return
        sealed = peaks.size if peaks.size in roots else sealed
        _tell(look, peaks.size, last)
    yield from _ends(look, peaks.size, last, before)


def _tell(look: Look, done: int, last: int) -> None:
    if done % PAGE == 0:
        look.told("entries", done, last)


def _ends(look: Look, size: int, last: int, before: Row[Any] | None) -> Iterator[Finding]:
    after = place(before) if before is not None else "-"
    if size < last:
        yield Finding(f"leaf {size}", Label(f"{after} 之后的记录缺失（已签名 {last} 条）",
                                            f"the entry after {after} is missing ({last} were signed)"))  # fmt: skip
    elif size > last or look.read(lambda c: c.scalar(select(func.max(entries.c.leaf)))) not in (None, size - 1):
        yield Finding(f"leaf {last}", Label("已编号，而没有检查点涵盖", "is numbered, and under no checkpoint"))


def _roots(look: Look) -> dict[int, bytes]:
    """What was signed, for each size; outside of the database counts, where they differ."""
    found = {}
    for size, text in (look.read(_texts) | {one.size: one.text for one in look.outside.all()}).items():
        try:
            found[size] = look.verifier.read(text).root
        except ValueError:
            continue  # `signed` tells of it
    return found


def _by_leaf(look: Look) -> Iterator[Row[Any]]:
    e = entries.c
    asked = select(e.leaf, e.case_id, e.seq, e.hash, e.body).where(e.leaf.is_not(None)).order_by(e.leaf).limit(PAGE)
    after = -(2**62)  # a leaf below 0 is found, too

    def page(connection: Connection) -> Sequence[Any]:
        return connection.execute(asked.where(e.leaf > after)).all()

    while rows := look.read(page):
        yield from rows
        after = rows[-1].leaf


def _changed(look: Look, first: int, size: int) -> Finding:
    """The root that was signed over these is another: which of them it is, only a smaller checkpoint could tell."""
    e = entries.c
    asked = select(e.case_id, e.seq, e.body).where(e.leaf >= first, e.leaf < size).order_by(e.leaf)
    rows = look.read(lambda c: c.execute(asked.limit(1000)).all())
    cases = list(dict.fromkeys(place(row).partition("/")[0] for row in rows))
    where = place(rows[0]) if len(rows) == 1 else f"{place(rows[0])} – {place(rows[-1])}"
    named = "、".join(cases[:20]), ", ".join(cases[:20])
    return Finding(where, Label(f"签名后被改动（检查点 {size}），涉及 {named[0]}",
                                f"changed after it was signed (checkpoint {size}), among {named[1]}"))  # fmt: skip


def place(row: Row[Any]) -> str:
    """`GZ-2026-000001/3`, as the entry itself says."""
    try:
        return f"{json.loads(bytes(row.body))['case']}/{row.seq}"
    except (ValueError, KeyError, TypeError):
        return f"case {row.case_id}/{row.seq}"
