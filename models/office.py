"""Offices, their tree, and the targets that they set themselves."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from models.base import metadata

offices = Table(
    "offices",
    metadata,
    Column("code", Text, primary_key=True),  # the office's own, [a-z0-9-], never used again
    Column("book", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text, ForeignKey("offices.code")),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("address", Text),
    Column("phone", Text),  # the office's public line, printed on its notices
    Column("opens_on", Text),
    Column("closes_on", Text),
    Column("successor", Text, ForeignKey("offices.code")),
    Column("short", Text),  # the short name with which its notices are numbered: 穗工信公告〔2026〕3号; NULL: its name
)

# Working days that an office allows itself for a state, and the share of them from which the lamp is yellow.
# Lifecycle and state "": for whatever it says nothing of. Where it says nothing at all, ten days and 70 % (office).
targets = Table(
    "targets",
    metadata,
    Column("office", Text, ForeignKey("offices.code"), primary_key=True),
    Column("lifecycle", Text, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("working_days", Integer, nullable=False),
    Column("yellow", Integer, nullable=False, server_default="70"),  # percent
    CheckConstraint("working_days BETWEEN 1 AND 250", name="a_target_is_days"),
    CheckConstraint("yellow BETWEEN 1 AND 100", name="a_share_is_percent"),
)
