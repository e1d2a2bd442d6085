"""Checkpoints: leaf numbers for what was committed, and a signed root over all of it."""

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Update, and_, bindparam, func, select, update

from models.case import entries
from models.checkpoint import keep, latest
from models.in_turn import in_turn
from workflows.seal import text_of
from workflows.signing import BadNote, Signer, Tip, Verifier
from workflows.tree import Peaks

SECOND = 1_000_000
PAUSE = 60 * SECOND  # a checkpoint a minute,
MANY = 1000  # or as soon as so many entries wait,
LEAST = SECOND  # and never two within a second
MOST = 10_000  # entries that one checkpoint numbers: its transaction stays short


class Broken(Exception):
    """The history that would be signed is not the continuation of what was signed before."""


class Made(NamedTuple):
    size: int
    text: str


def take(connection: Connection, signer: Signer, known: Tip | None, *, now: int, at_once: bool = False) -> Made | None:
    """Number the entries that have no leaf yet, and sign the tree over all; None where it isn't time.

    `known` is the newest checkpoint that stands outside of the database: Broken where the database's own is older, or
    another. Entries are numbered in the order of their commits as one look shows them; nothing relies on it.
    """
    if not in_turn(connection, "checkpoints", wait=False):
        return None
    last = latest(connection)
    waiting = _waiting(connection)
    if not waiting or not (at_once or _is_time(last, waiting, now)):
        return None
    peaks = _continued(last, signer.verifier, known)
    connection.execute(_numbering(), {"size": peaks.size, "most": MOST})
    e = entries.c
    for (leaf,) in connection.execute(select(e.hash).where(e.leaf >= peaks.size).order_by(e.leaf)):
        peaks.add(bytes(leaf))
    note = signer.write(Tip(peaks.size, peaks.root()))
    keep(connection, size=peaks.size, text=note, peaks=text_of([p.hex() for p in peaks.roots]), made_at=now)
    return Made(peaks.size, note)


def _waiting(connection: Connection) -> int:
    some = select(entries.c.seq).where(entries.c.leaf.is_(None)).limit(MANY).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _is_time(last: Row[Any] | None, waiting: int, now: int) -> bool:
    if last is None:
        return True
    pause = LEAST if waiting == MANY else PAUSE
    return bool(now - last.made_at >= pause)


def _continued(last: Row[Any] | None, verifier: Verifier, known: Tip | None) -> Peaks:
    """The tree that the last checkpoint signed; Broken where the database tells another than was told outside."""
    size = last.size if last else 0
    if known and known.size > size:
        raise Broken(f"outside of the database a checkpoint of {known.size} entries is known; it knows {size}")
    if last is None:
        return Peaks()
    try:
        peaks, signed = Peaks(size, [bytes.fromhex(p) for p in json.loads(last.peaks)]), verifier.read(last.text)
    except (BadNote, ValueError) as error:
        raise Broken(f"the checkpoint of {size} entries: {error}") from error
    tips = {Tip(size, peaks.root()), signed, *([known] if known and known.size == size else [])}
    if len(tips) > 1:
        raise Broken(f"the checkpoint of {size} entries was changed")
    return peaks


def _numbering() -> Update:
    # A CTE runs once; a plain subquery may be run again by the planner, and number more than it may.
    e = entries.c
    order = (e.recorded_at, e.case_id, e.seq)
    size, most = bindparam("size", type_=e.leaf.type), bindparam("most", type_=e.leaf.type)
    nth = func.row_number().over(order_by=order)
    new = select(e.case_id, e.seq, (size + nth - 1).label("leaf")).where(e.leaf.is_(None)).order_by(*order)
    given = new.limit(most).cte("given")
    own = and_(e.case_id == given.c.case_id, e.seq == given.c.seq, e.leaf.is_(None))
    return update(entries).values(leaf=given.c.leaf).where(own)
