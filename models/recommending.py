"""Hubei's recommending units: whom each may put forward, and under which name it may stand itself."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from models.base import metadata

recommending_units = Table(
    "recommending_units",
    metadata,
    Column("office", Text, ForeignKey("offices.code"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("area", Text),  # the city or district whose institutions a city centre recommends
    Column("credit_code", Text, unique=True),  # its own: whoever recommends others may apply, elsewhere
    CheckConstraint("kind IN ('city_centre', 'association', 'department')", name="a_recommender_is_of_a_kind"),
    CheckConstraint("(kind = 'city_centre') = (area IS NOT NULL)", name="a_city_centre_has_its_area"),
)

# An association or chamber recommends its own members.
unit_members = Table(
    "unit_members",
    metadata,
    Column("office", Text, ForeignKey("recommending_units.office"), primary_key=True),
    Column("credit_code", Text, primary_key=True),
    Index("unit_members_credit_code", "credit_code"),
)
