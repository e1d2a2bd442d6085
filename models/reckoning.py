"""What must be reckoned anew, by which notice or target, and how far that has come."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from models.base import Id, Instant, metadata

# One row for each notice taken in and each target set: the work that follows, and the record of who changed what.
# It is never removed. `cursor` is the last case looked at, so that whoever comes after a crash goes on there.
reckonings = Table(
    "reckonings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),  # notice, target
    Column("year", Integer),  # a notice's,
    Column("number", Text),  # and its number
    Column("office", Text, ForeignKey("offices.code")),  # a target's,
    Column("lifecycle", Text),  # "" for all kinds of case,
    Column("state", Text),  # "" for all states
    Column("before", Text, nullable=False),  # what held until then: the year's notices; days and share
    Column("after", Text, nullable=False),
    Column("made_by", Text, nullable=False),  # an account's id
    Column("made_at", Instant, nullable=False),
    Column("cursor", Id, nullable=False),
    Column("again_at", Instant),  # real time of the second look, once the first is over
    Column("moved", Integer, nullable=False),  # deadlines that another date was recorded for; or targets
    Column("kept", Integer, nullable=False),  # published ones that would have moved earlier, and didn't
    Column("done_at", Instant),
    CheckConstraint("kind IN ('notice', 'target')", name="a_reckoning_has_a_cause"),
    Index(
        "reckonings_open",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)
