"""What the city has promised or paid a site in a year: one row that the database lets no step raise above the limit."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from models.base import metadata

# The city's part in whole CNY; a declined or cancelled reward gives its amount back (WH-23).
reward_sums = Table(
    "reward_sums",
    metadata,
    Column("book", Text, primary_key=True),
    Column("site", Text, primary_key=True),  # number of the station's title, or code of the district's office
    Column("year", Integer, primary_key=True),
    Column("amount", Integer, nullable=False),
    CheckConstraint("amount BETWEEN 0 AND 300000", name="a_site_is_rewarded_within_the_limit"),
)
