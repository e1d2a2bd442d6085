"""The documents that issued the rule books: a draft opens nothing in production before its own is entered."""

from sqlalchemy import Column, Table, Text

from models.base import Instant, metadata

instruments = Table(
    "instruments",
    metadata,
    Column("book", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("document", Text, nullable=False),  # number of the document that issued it
    Column("issued_on", Text, nullable=False),  # ISO date
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
)
