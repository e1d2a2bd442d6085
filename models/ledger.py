"""What was done for enterprises, day by day; what was confirmed and how it was rated; the platform's accounts."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

ledger = Table(
    "ledger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("book", Text, nullable=False),
    Column("kind", Text, nullable=False),  # contact, visit, service, talk, activity
    Column("category", Text),  # the book's class of service (JS-2, GZ-3.4)
    Column("commissioner", Text),  # register numbers of those who did it,
    Column("station", Text),  # a station's or an institution's,
    Column("enterprise", Text),  # and of the enterprise for which it was done
    Column("on_day", Text, nullable=False),  # ISO date
    Column("content", Text, nullable=False),
    Column("result", Text),
    Column("problems", Text),
    Column("firms", Integer),  # how many took part in a talk or an activity
    Column("satisfaction", Integer),  # percent
    Column("external_id", Text),  # of the program that sent it: sent again, it is the same record
    Column("platform", Integer, nullable=False),  # 1: the city's platform's own record; 0: not on the platform
    Column("entered_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("kind IN ('contact', 'visit', 'service', 'talk', 'activity')", name="a_ledger_record_is_of_a_kind"),
    CheckConstraint("platform IN (0, 1)", name="a_record_is_the_platforms_or_not"),
    CheckConstraint("satisfaction BETWEEN 0 AND 100", name="satisfaction_is_a_percentage"),
    CheckConstraint("commissioner IS NOT NULL OR station IS NOT NULL", name="somebody_did_it"),
    UniqueConstraint("book", "external_id", name="a_record_is_taken_in_once"),
    Index("ledger_commissioner", "commissioner", "on_day"),
    Index("ledger_station", "station", "on_day"),
    Index("ledger_enterprise", "enterprise", "on_day"),
)

# A commissioner's half-year report is the sum of that person's ledger, and the person confirms it (JS-3.2).
confirmations = Table(
    "confirmations",
    metadata,
    Column("commissioner", Text, ForeignKey("commissioners.number"), primary_key=True),
    Column("half", Text, primary_key=True),  # 2026-H1
    Column("sums", Text, nullable=False),  # canonical JSON: what was confirmed
    Column("confirmed_by", Text, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
)

# How an enterprise rated the answer to its appeal; a low one stands before the office's leader.
ratings = Table(
    "ratings",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("rating", Integer, nullable=False),
    Column("for_leader", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("rating BETWEEN 1 AND 5", name="a_rating_is_one_to_five"),
    Index("ratings_office", "office", "for_leader"),
)

# The platform's account list: its dates alone count for deemed exits (WH-18.1a).
platform_accounts = Table(
    "platform_accounts",
    metadata,
    Column("book", Text, primary_key=True),
    Column("subject_kind", Text, primary_key=True),  # station, commissioner
    Column("subject_number", Text, primary_key=True),
    Column("issued_at", Instant, nullable=False),
    Column("activated_at", Instant),
    Column("list_dated", Text, nullable=False),  # ISO date of the newest list that said so
)
