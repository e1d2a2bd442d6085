"""A look over the tree: every signed root computed anew from the database, and the first place that differs."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from models.case import entries
from models.checkpoint import checkpoints
from workflows.form import Label
from workflows.looking import Finding, Look, Report
from workflows.signing import BadNote, Verifier
from workflows.tree import Peaks

PAGE = 5000  # leaves read in one transaction: nobody who writes waits for a long look


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
    """Every leaf is there, and the roots over their hashes are those that were signed; or the first place.

    That each hash is the one of its entry's bytes is seen case by case (`invariants`).
    """
    roots = _roots(look)
    last, peaks, sealed = max(roots, default=0), Peaks(), 0
    for leaf, found in _leaves(look, last):
        if leaf != peaks.size:
            break
        peaks.add(bytes(found))
        if (size := peaks.size) in roots:
            if roots[size] != peaks.root():
                report.entries = size
                yield _changed(look, sealed, size)
                return
            sealed = size
        if size % PAGE == 0 or size == last:
            look.told("entries", size, last)
    report.entries, report.root = peaks.size, peaks.root()
    yield from _ends(look, peaks.size, last)


def _ends(look: Look, size: int, last: int) -> Iterator[Finding]:
    if size < last:
        after = look.read(lambda connection: _leaf(connection, size - 1)) if size else "-"
        yield Finding(f"leaf {size}", Label(f"{after} 之后的记录缺失（已签名 {last} 条）",
                                            f"the entry after {after} is missing ({last} were signed)"))  # fmt: skip
    elif (beyond := look.read(_beyond)) is not None:
        yield Finding(f"leaf {beyond}", Label("已编号，而没有检查点涵盖", "is numbered, and under no checkpoint"))


def _beyond(connection: Connection) -> int | None:
    """The first leaf that no checkpoint covers; a checkpoint comes with the numbers that it covers."""
    covered = select(func.coalesce(func.max(checkpoints.c.size), 0)).scalar_subquery()
    found: int | None = connection.scalar(select(func.min(entries.c.leaf)).where(entries.c.leaf >= covered))
    return found


def _leaf(connection: Connection, leaf: int) -> str:
    e = entries.c
    return place(connection.execute(select(e.case_id, e.seq, e.body).where(e.leaf == leaf)).one())


def _roots(look: Look) -> dict[int, bytes]:
    """What was signed, for each size; outside of the database counts, where they differ."""
    found = {}
    for size, text in (look.read(_texts) | {one.size: one.text for one in look.outside.all()}).items():
        try:
            found[size] = look.verifier.read(text).root
        except ValueError:
            continue  # `signed` tells of it
    return found


def _leaves(look: Look, last: int) -> Iterator[tuple[int, bytes]]:
    """Each leaf below the last checkpoint's size, with its hash; one that is numbered below 0 is found, too."""
    e, after = entries.c, -(2**62)
    asked = select(e.leaf, e.hash).where(e.leaf < last).order_by(e.leaf).limit(PAGE)
    while rows := look.rows(asked.where(e.leaf > after)):
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


def place(row: Any) -> str:
    """`GZ-2026-000001/3`, as the entry itself says."""
    try:
        return f"{json.loads(bytes(row.body))['case']}/{row.seq}"
    except (ValueError, KeyError, TypeError):
        return f"case {row.case_id}/{row.seq}"
