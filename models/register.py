"""The register of titles: who holds one, under which plaque, until when, by which case; and what it said before."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, text

from models.base import Id, Instant, metadata

titles = Table(
    "titles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("book", Text, nullable=False),
    Column("kind", Text, nullable=False),  # station, institution
    Column("number", Text, nullable=False, unique=True),  # the number of the case that certified it
    Column("plaque", Text, nullable=False, unique=True),  # the one that counts; older ones are void: register_values
    Column("plaque_state", Text, nullable=False),  # out, returned, void
    Column("subject_number", Text, nullable=False),  # the operator's unified social credit code
    Column("name", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("address", Text, nullable=False),
    Column("data", Text, nullable=False),  # canonical JSON: head, liaison, carrier, area, class, ...
    Column("certified_at", Instant, nullable=False),
    Column("valid_until", Text),  # ISO date; the title runs through 24:00 of it
    Column("case_id", Id, ForeignKey("cases.id"), unique=True),  # none: it came by an import
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("cases.id")),
    Column("ended_how", Text),  # revoked, deregistered, ended at own request, ...
    Column("search", Text, nullable=False),  # by which words it is found (models/search.py)
    CheckConstraint("kind IN ('station', 'institution')", name="a_title_is_of_a_kind"),
    CheckConstraint("plaque_state IN ('out', 'returned', 'void')", name="a_plaque_is_somewhere"),
    CheckConstraint(
        "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)",
        name="a_title_says_how_it_ended",
    ),
    # None beside a title in force (for the same premises).
    Index(
        "titles_in_force",
        "book",
        "subject_number",
        "address",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("titles_until", "book", "valid_until"),
    Index("titles_search", "search"),
)

stations = titles  # the older name of the same table

# Append-only: each value of a register knows since when it holds and by which case, so none is ever lost.
register_values = Table(
    "register_values",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", Text, nullable=False),  # station, institution, commissioner, enterprise
    Column("number", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),  # JSON
    Column("since", Instant, nullable=False),
    Column("case_number", Text, nullable=False),
    Index("register_values_of", "register", "number", "field", "id"),
    Index("register_values_case", "case_number"),
    Index(
        "register_values_plaques",
        "value",
        sqlite_where=text("field = 'plaque'"),
        postgresql_where=text("field = 'plaque'"),
    ),
)
