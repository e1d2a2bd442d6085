"""A small Wuhan for tests: bureau, headquarters, two districts, their people; all plainly made up."""

from dataclasses import replace

from sqlalchemy import Engine

from tests.workflows import staging
from workflows.actors import Actor, Role

TREE = (
    ("wh-bureau", "bureau", None),
    ("wh-hq", "hq", "wh-bureau"),
    ("wh-jiangan", "district", "wh-hq"),
    ("wh-wuchang", "district", "wh-hq"),
)
ORGANISATION = ("organisation", "91420100MA4EXAMPLE")
ENTERPRISE = ("enterprise", "91420100MA4FIRM001")
PERSON = ("person", "u-mobile")


def person(account: str, *grants: tuple[Role, str], speaks_for: tuple[str, str] | None = None) -> Actor:
    return Actor(account, frozenset(grants), frozenset([speaks_for] if speaks_for else []))


def holding(one: Actor, *others: Actor) -> Actor:
    """The first of these, with the grants of all."""
    return replace(one, grants=one.grants.union(*(other.grants for other in others)))


APPLICANT = person("u-applicant", speaks_for=ORGANISATION)
FIRM = person("u-firm", speaks_for=ENTERPRISE)
MOBILE = person("u-mobile", speaks_for=PERSON)
JIANGAN = person("u-jiangan", (Role.DISTRICT_REVIEWER, "wh-jiangan"))
WUCHANG = person("u-wuchang", (Role.DISTRICT_REVIEWER, "wh-wuchang"))
HQ = person("u-hq", (Role.HQ_REVIEWER, "wh-hq"))
HQ2 = person("u-hq2", (Role.HQ_REVIEWER, "wh-hq"))
BUREAU = person("u-bureau", (Role.BUREAU_APPROVER, "wh-bureau"))
PEOPLE = (APPLICANT, FIRM, MOBILE, JIANGAN, WUCHANG, HQ, HQ2, BUREAU)


def settle(db: Engine) -> None:
    staging.settle(db, "wuhan", TREE, PEOPLE)
