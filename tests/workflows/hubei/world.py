"""A small Hubei for tests: a centre, three kinds of recommending units, their people; all plainly made up."""

from sqlalchemy import Engine, insert

from models.database import transaction
from models.recommending import recommending_units, unit_members
from tests.workflows import staging
from workflows.actors import Actor, Role

TREE = (
    ("hb-centre", "centre", None),
    ("hb-yichang", "recommender", "hb-centre"),
    ("hb-huangshi", "recommender", "hb-centre"),
    ("hb-chamber", "recommender", "hb-centre"),
    ("hb-training", "recommender", "hb-centre"),
)
UNITS = (
    ("hb-yichang", "city_centre", "示例宜昌", "91420500EXAMPLE001"),
    ("hb-huangshi", "city_centre", "示例黄石", None),
    ("hb-chamber", "association", None, "51420000EXAMPLE002"),
    ("hb-training", "department", None, None),
)
ORGANISATION = ("organisation", "91420500MA4EXAMPLE")
MEMBER = ("organisation", "91420200MA4MEMBER1")
CITY_CENTRE = ("organisation", "91420500EXAMPLE001")


def person(account: str, *grants: tuple[Role, str], speaks_for: tuple[str, str] | None = None) -> Actor:
    return Actor(account, frozenset(grants), frozenset([speaks_for] if speaks_for else []))


APPLICANT = person("u-applicant", speaks_for=ORGANISATION)
OTHER = person("u-other", speaks_for=MEMBER)
CITY = person("u-city", speaks_for=CITY_CENTRE)
YICHANG = person("u-yichang", (Role.RECOMMENDER, "hb-yichang"))
HUANGSHI = person("u-huangshi", (Role.RECOMMENDER, "hb-huangshi"))
CHAMBER = person("u-chamber", (Role.RECOMMENDER, "hb-chamber"))
TRAINING = person("u-training", (Role.RECOMMENDER, "hb-training"))
CENTRE = person("u-centre", (Role.CENTRE_REVIEWER, "hb-centre"))
SECOND = person("u-second", (Role.CENTRE_REVIEWER, "hb-centre"))
PEOPLE = (APPLICANT, OTHER, CITY, YICHANG, HUANGSHI, CHAMBER, TRAINING, CENTRE, SECOND)


def settle(db: Engine) -> None:
    staging.settle(db, "hubei", TREE, PEOPLE)
    rows = [dict(zip(("office", "kind", "area", "credit_code"), unit, strict=True)) for unit in UNITS]
    member = {"office": "hb-chamber", "credit_code": MEMBER[1]}
    transaction(db, lambda present: present.connection.execute(insert(recommending_units), rows))
    transaction(db, lambda present: present.connection.execute(insert(unit_members), [member]))
