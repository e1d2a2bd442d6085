"""What a desk notes while it looks at a case: a mark for each kind of material, remarks, phrases that people keep."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

# One mark a kind: the latest says what the desk found; a file that came later than it is not marked yet.
marks = Table(
    "marks",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, primary_key=True),  # of material, as the step's `asks` names it
    Column("verdict", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("marked_by", Text, ForeignKey("users.id"), nullable=False),
    Column("marked_at", Instant, nullable=False),
    CheckConstraint("verdict IN ('complete', 'missing', 'wrong')", name="a_mark_is_one_of_three"),
)

# Beside the history, and no part of it: nothing follows from a remark.
remarks = Table(
    "remarks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("told", Text, nullable=False),  # to whom
    Column("text", Text, nullable=False),  # "" once it was erased
    Column("written_by", Text, ForeignKey("users.id"), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("corrects", Id, ForeignKey("remarks.id")),  # an earlier one of the same writer, which stays beside it
    UniqueConstraint("corrects", name="one_correction_each"),
    CheckConstraint("told IN ('office', 'applicant')", name="a_remark_has_its_readers"),
    Index("remarks_case", "case_id", "id"),
)

phrases = Table(
    "phrases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account", Text, ForeignKey("users.id"), nullable=False),
    Column("text", Text, nullable=False),
    Index("phrases_account", "account", "id"),
)
