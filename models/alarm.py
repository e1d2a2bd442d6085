"""What is wrong with the installation now, and since when: each trouble is told when it begins, and never again."""

from collections.abc import Collection

from sqlalchemy import Column, Connection, Table, Text, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.base import Instant, metadata

alarms = Table(
    "alarms",
    metadata,
    Column("kind", Text, primary_key=True),  # a topic of workflows/topics.py
    Column("about", Text, primary_key=True),  # which of its kind: a case's id, a letter's; "" where there is one alone
    Column("began_at", Instant, nullable=False),
)
a = alarms.c


def began(connection: Connection, kind: str, now: Collection[str], *, at: int) -> list[str]:
    """Of the troubles of a kind that there are now, those that began since the last call; those that ended are
    forgotten, and would begin anew. Whoever looks at once with others: each trouble begins for one of them."""
    known = set(connection.execute(select(a.about).where(a.kind == kind)).scalars())
    if over := known - set(now):
        connection.execute(delete(alarms).where(a.kind == kind, a.about.in_(over)))
    rows = [{"kind": kind, "about": about, "began_at": at} for about in sorted(set(now) - known)]
    if not rows:
        return []
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return list(connection.execute(insert(alarms).on_conflict_do_nothing().returning(a.about), rows).scalars())
