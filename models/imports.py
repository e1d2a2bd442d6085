"""Lists taken in: of which kind, from which file, by whom and when; what a register holds by one names its number."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from models.base import Id, Instant, metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Text, nullable=False, unique=True),  # IM-2026-000001: where a case's number stands elsewhere
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),  # its name, as it was called
    Column("sha256", Text, nullable=False),
    Column("document", Text),  # number of the document by which the list holds
    Column("rows", Integer, nullable=False),  # taken in
    Column("left_out", Integer, nullable=False),
    Column("by", Text, nullable=False),  # an account, or the machine's operator
    Column("at", Instant, nullable=False),
    CheckConstraint("rows >= 0 AND left_out >= 0", name="an_import_counts_its_rows"),
)
