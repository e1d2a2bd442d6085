"""The register of certified stations: who holds a title, under which plaque, until when, by which case."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, text

from models.base import Id, Instant, metadata

stations = Table(
    "stations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("book", Text, nullable=False),
    Column("plaque", Text, nullable=False, unique=True),
    Column("plaque_state", Text, nullable=False),  # out, returned, void
    Column("subject_number", Text, nullable=False),  # the operator's unified social credit code
    Column("name", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("address", Text, nullable=False),
    Column("certified_at", Instant, nullable=False),
    Column("valid_until", Text),  # ISO date; the title runs through 24:00 of it
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, unique=True),
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("cases.id")),
    CheckConstraint("plaque_state IN ('out', 'returned', 'void')", name="a_plaque_is_somewhere"),
    # None beside a title in force (for the same premises).
    Index(
        "stations_in_force",
        "book",
        "subject_number",
        "address",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
