"""Signed checkpoints of the whole history, and what each look over it found."""

from typing import Any

from sqlalchemy import Column, Connection, Index, Row, Table, Text, insert, select

from models.base import Id, Instant, metadata

# A checkpoint covers the entries with the leaf numbers 0 .. size - 1. Append-only, as the entries are.
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", Id, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),  # C2SP tlog-checkpoint: origin, size, root, signature
    Column(
        "peaks", Text, nullable=False
    ),  # ["hex", ...]: roots of the full subtrees, so that the next costs only what is new
    Column("made_at", Instant, nullable=False),  # real time
)

verifications = Table(
    "verifications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("began_at", Instant, nullable=False),  # real time
    Column("ended_at", Instant),
    Column("entries", Id),  # how many were read
    Column("wrong", Text),  # the first wrong place, in both languages; NULL: none
    Index("verifications_began_at", "began_at"),
)


def latest(connection: Connection) -> Row[Any] | None:
    """The newest checkpoint."""
    return connection.execute(select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).first()


def covering(connection: Connection, leaf: int) -> Row[Any] | None:
    """The first checkpoint that covers this leaf."""
    first = select(checkpoints).where(checkpoints.c.size > leaf).order_by(checkpoints.c.size).limit(1)
    return connection.execute(first).first()


def keep(connection: Connection, *, size: int, text: str, peaks: str, made_at: int) -> None:
    connection.execute(insert(checkpoints).values(size=size, text=text, peaks=peaks, made_at=made_at))


def last_verification(connection: Connection) -> Row[Any] | None:
    """The newest look over the history that came to its end."""
    v = verifications.c
    return connection.execute(
        select(verifications).where(v.ended_at.is_not(None)).order_by(v.began_at.desc(), v.id.desc()).limit(1)
    ).first()


def history_warnings(last: Row[Any] | None) -> list[str]:
    """What the health of an installation says of its last look over the history."""
    if last is None or last.wrong is None:
        return []
    return [f"历史记录核验发现改动：请运行 yizhan verify · The history was changed: run yizhan verify ({last.wrong})"]
