"""Signed checkpoints of the whole history."""

from typing import Any

from sqlalchemy import Column, Connection, Row, Table, Text, insert, select

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


def latest(connection: Connection) -> Row[Any] | None:
    """The newest checkpoint."""
    return connection.execute(select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).first()


def covering(connection: Connection, leaf: int) -> Row[Any] | None:
    """The first checkpoint that covers this leaf."""
    first = select(checkpoints).where(checkpoints.c.size > leaf).order_by(checkpoints.c.size).limit(1)
    return connection.execute(first).first()


def keep(connection: Connection, *, size: int, text: str, peaks: str, made_at: int) -> None:
    connection.execute(insert(checkpoints).values(size=size, text=text, peaks=peaks, made_at=made_at))
