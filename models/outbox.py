"""What must be told about an entry, written in its transaction and delivered after it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from models.base import Id, Instant, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("topic", Text, nullable=False),  # the step or record that is told
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index(
        "outbox_waiting",
        "case_id",
        "id",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)
