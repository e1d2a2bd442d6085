"""The registers of commissioners and enterprises, and who serves whom since when."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from models.base import Id, Instant, metadata

commissioners = Table(
    "commissioners",
    metadata,
    Column("number", Text, primary_key=True),  # the number of the case that filed or enrolled the person
    Column("book", Text, nullable=False),
    Column("account", Text, ForeignKey("users.id")),  # signs in with it, where there is one
    Column("name", Text, nullable=False),
    Column("kind", Text),  # resident or mobile, where the book knows them (WH-3)
    Column("station", Text),  # number of the title to which the person belongs or is dispatched
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("data", Text, nullable=False),  # canonical JSON: unit, position, certificate, ...
    Column("filed_at", Instant, nullable=False),
    Column("case_id", Id, ForeignKey("cases.id"), unique=True),  # none: it came by an import
    Column("load", Integer, nullable=False),  # enterprises served now; counted where the book limits them (JS-1)
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("cases.id")),
    Column("ended_how", Text),
    Column("search", Text, nullable=False),  # by which words the person is found (models/search.py)
    CheckConstraint("kind IN ('resident', 'mobile')", name="a_commissioner_is_resident_or_mobile"),
    CheckConstraint("load BETWEEN 0 AND 5", name="a_commissioner_serves_five_at_most"),
    CheckConstraint(
        "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)",
        name="a_commissioner_says_how_it_ended",
    ),
    Index("commissioners_office", "office", "ended_at"),
    Index("commissioners_station", "station"),
    Index("commissioners_account", "account"),
    Index("commissioners_search", "search"),
)

enterprises = Table(
    "enterprises",
    metadata,
    Column("credit_code", Text, primary_key=True),
    Column("book", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text),  # national, provincial: the higher of its lists; none: on no list
    Column("lists", Text, nullable=False),  # JSON array of the lists that it stands on
    Column("area", Text, ForeignKey("offices.code"), nullable=False),  # the lowest office of its place
    Column("office", Text, ForeignKey("offices.code"), nullable=False),  # the office that serves it
    Column("data", Text, nullable=False),  # canonical JSON
    Column("listed_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("search", Text, nullable=False),  # by which words it is found (models/search.py)
    CheckConstraint("level IN ('national', 'provincial')", name="an_enterprise_has_a_level_or_none"),
    Index("enterprises_office", "office", "level"),
    Index("enterprises_search", "search"),
)

# Who serves whom: an enterprise has one commissioner at a time, whatever happens at once.
assignments = Table(
    "assignments",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("enterprise", Text, ForeignKey("enterprises.credit_code"), nullable=False),
    Column("commissioner", Text, ForeignKey("commissioners.number"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("cases.id")),  # its own case, or the one that succeeded it
    Index("assignments_commissioner", "commissioner", "ended_at"),
    Index(
        "one_commissioner_an_enterprise",
        "enterprise",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
