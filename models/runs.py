"""The year's assessment run of a book: by which criteria, until when, set by whom."""

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

assessment_runs = Table(
    "assessment_runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("book", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("criteria", Text, nullable=False),
    Column("closes_on", Text, nullable=False),  # ISO date: reports are in by 24:00 of it
    Column("data", Text, nullable=False),  # JSON: what else the book lays down for the year (a target, ...)
    Column("set_by", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("agreed_by", Text),  # who agreed, where the book asks for a second office
    UniqueConstraint("book", "year", name="one_run_a_year"),
)
