"""Files of a case: a label, a digest, a version, and the entry that committed them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

materials = Table(
    "materials",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False),  # what it proves, as the step's `asks` names it
    Column("name", Text, nullable=False),  # a label: the file itself is stored under its digest
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("version", Integer, nullable=False),  # 2: a newer file of the same kind and name
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("seq", Integer),  # the entry that committed it; NULL: lies with a draft
    Column("removed_at", Instant),
    UniqueConstraint("case_id", "kind", "name", "version", name="a_file_has_one_version_of_a_number"),
    CheckConstraint("size > 0", name="a_file_is_not_empty"),
    Index("materials_case", "case_id"),
    Index("materials_sha256", "sha256"),
)
