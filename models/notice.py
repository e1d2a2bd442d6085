"""What was published, from when to when, with its digest; and the receipts of those who objected."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from models.base import Id, Instant, metadata

notices = Table(
    "notices",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, nullable=False),  # publicity, announcement, revocation, correction
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("title", Text, nullable=False),
    Column("site_url", Text),  # where the official page stands; ours mirrors it
    Column("published_at", Instant, nullable=False),
    Column("content", Text, nullable=False),  # the published list, canonical JSON: an allow-list, no personal value
    Column("digest", Text, nullable=False),  # SHA-256 of it
    Column("withdrawn_at", Instant),
    Column(
        "ends_at", Instant
    ),  # the end of its period as last told, once a notice of holidays touched it; never earlier
    # The document number, given when it was published (workflows/notice_numbers.py); NULL: published without one.
    Column("year", Integer),
    Column("serial", Integer),
    Column("document_number", Text),
    Index("notices_numbered", "office", "year", "serial", unique=True),
    Index("notices_order", "published_at", "case_id"),
)

# Whoever objects without an account follows the objection by its number and this code.
receipts = Table(
    "receipts",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("digest", LargeBinary, nullable=False),
)

# Where an objection came from and what it says, as keyed digests: enough to notice that many are one. Kept for a month.
filings = Table(
    "filings",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("filed_at", Instant, nullable=False),
    Index("filings_source", "source"),
    Index("filings_words", "words"),
    Index("filings_filed_at", "filed_at"),
)
